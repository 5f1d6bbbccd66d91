"""What holds for all tests, the notebooks among them."""

import gc
import multiprocessing
import os
import re
import time
from importlib.metadata import distributions
from pathlib import Path

import pytest

from helpers.data import load_mnist
from tests.browsers import real_browser
from tests.nothing_at_hand import nothing_at_hand, reads_mnist

# Kernels that no one watches leave out the sliders, so that no widget is stored.
os.environ["NOTEBOOKS_WITHOUT_WIDGETS"] = "1"
# Workers share the cores: no product of theirs is spread over all of them.
ONE_THREAD = "TF_NUM_INTRAOP_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"

# Minutes after which no test is begun any more, where a machine has no more for them.
MINUTES = float(os.environ.get("TESTS_MINUTES") or "inf")
BEGAN = time.monotonic()


def pytest_configure(config):
    """Compare stored outputs only where the notebooks run on what made them.

    What workers need stands in the environment before they start.
    """
    if config.getoption("numprocesses", None):
        for name in ONE_THREAD:
            os.environ.setdefault(name, "1")
    config.addinivalue_line(
        "markers", "slow: starts processes, trains, or takes half a second"
    )
    config.data = load_mnist()
    if not config.data.is_mnist:
        config.option.nbval_lax = True


def pytest_collection():
    """Settle what the test files build on, before they are imported.

    Here, as pytest comes by only where tests are run: what two workers wait for, the
    process that starts them, is done without these imports.
    """
    import hypothesis
    import matplotlib

    matplotlib.use("Agg")
    hypothesis.settings.register_profile("tests", deadline=None, derandomize=True)
    hypothesis.settings.load_profile("tests")


def pytest_report_header(config):
    """Say what the notebooks run on, and whether their outputs are compared.

    They are compared on the oldest packages too: nothing that is stored differs there.
    """
    compared = "run" if config.option.nbval_lax else "run, and their outputs compared"
    watched = re.compile("keras|numpy|tensorflow(.cpu)?")
    found = {d.name: d.version for d in distributions() if watched.fullmatch(d.name)}
    packages = ", ".join(f"{name} {found[name]}" for name in sorted(found))
    return [
        f"data: {config.data}",
        f"packages: {packages}",
        f"notebooks: {compared}",
    ]


@pytest.hookimpl(tryfirst=True)  # before xdist, which reads the groups
def pytest_collection_modifyitems(config, items):
    """Let a worker take a file as a whole, what is quick first and then the notebooks.

    So what is left out, where the time is over, is slow.
    """

    def order(item):
        is_slow = item.get_closest_marker("slow") is not None
        return is_slow, item.path.suffix != ".ipynb"

    for item in items:
        if item.path.suffix == ".ipynb":
            item.add_marker("slow")
        if not item.get_closest_marker("xdist_group"):
            file = item.path.relative_to(config.rootpath).as_posix()
            item.add_marker(pytest.mark.xdist_group(file))
    items.sort(key=order)


def pytest_collection_finish():
    """Leave what is imported by now out of every later search for garbage.

    Such a search takes half a second otherwise, and there are hundreds.
    """
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Skip what comes too late; start some kernels where there is no MNIST.

    Those are the kernels of the notebooks that don't ask for it.
    """
    if time.monotonic() - BEGAN > 60 * MINUTES:
        pytest.skip(f"the {MINUTES:g} minutes of TESTS_MINUTES are over")
    if item.path.suffix != ".ipynb" or reads_mnist(item.path):
        return (yield)
    with nothing_at_hand():
        return (yield)


@pytest.fixture(autouse=True)
def closed_figures():
    """Leave no figure open to the test that comes next, whichever it is."""
    from matplotlib import pyplot as plt

    yield
    plt.close("all")


@pytest.fixture(autouse=True)
def same_environment():
    """Leave no variable to the processes of later tests: a backend, a path, a seed."""
    before = dict(os.environ)
    yield
    now = "PYTEST_CURRENT_TEST"  # pytest's own
    for name in (os.environ.keys() - before.keys()) - {now}:
        del os.environ[name]
    os.environ.update({name: before[name] for name in before.keys() - {now}})


@pytest.fixture(scope="session")
def digits(pytestconfig):
    """Return MNIST, or what stands in for it."""
    return pytestconfig.data


@pytest.fixture(scope="session")
def forkserver():
    """Start processes that begin with TensorFlow imported, and nothing else done.

    On Windows, which can't fork, they import it themselves.
    """
    if os.name != "posix":
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver as server

    # Pytest too, for the tests' own modules: there are more than sixty processes.
    helpers = ["helpers.callbacks", "helpers.compare", "helpers.sweep"]
    server.set_forkserver_preload(["distributed", "pytest", *helpers])
    server.ensure_running()
    return multiprocessing.get_context("forkserver")


@pytest.fixture(scope="module")
def client(forkserver):
    """Give a client of two workers of dask, which begin with TensorFlow imported."""
    dask = pytest.importorskip("dask", reason="needs the extra cluster")
    distributed = pytest.importorskip("distributed", reason="needs the extra cluster")
    method = {
        "distributed.worker.multiprocessing-method": forkserver.get_start_method()
    }
    with (
        dask.config.set(method),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def browser():
    """Give a real browser, where there are Playwright and a Chromium."""
    with real_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def axe():
    """Give a function that lists what axe-core finds in the way of a page's readers.

    A variable or node_modules says where it is.
    """
    own = Path(__file__).with_name("node_modules") / "axe-core"
    path = Path(os.environ.get("AXE_CORE", own)) / "axe.min.js"
    if not path.is_file():
        pytest.skip("needs axe-core: npm install axe-core, or its folder as AXE_CORE")
    text = path.read_text("utf-8")

    def found(page):
        page.evaluate(text)
        return [
            (rule["id"], [node["html"][:200] for node in rule["nodes"]])
            for rule in page.evaluate("axe.run()")["violations"]
        ]

    return found
