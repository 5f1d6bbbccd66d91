"""What holds for all tests, the notebooks among them."""

import os

import hypothesis
import matplotlib
import pytest

from helpers.data import load_mnist

matplotlib.use("Agg")
hypothesis.settings.register_profile("tests", deadline=None, derandomize=True)
hypothesis.settings.load_profile("tests")
# Kernels that no one watches leave out the sliders, so that no widget is stored.
os.environ["NOTEBOOKS_WITHOUT_WIDGETS"] = "1"


def pytest_configure(config):
    """Compare stored outputs only where the notebooks run on what made them."""
    config.data = load_mnist()
    if not config.data.is_mnist:
        config.option.nbval_lax = True


def pytest_report_header(config):
    """Say which data the notebooks run on, and whether their outputs are compared."""
    compared = "run" if config.option.nbval_lax else "run, and their outputs compared"
    return [f"data: {config.data}", f"notebooks: {compared}"]


def pytest_xdist_make_scheduler(config, log):
    """Give a worker whole files; notebooks in places of their own one by one."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            return nodeid if file.endswith("test_places.py") else file

    config.option.loadscopereorder = False  # the order below is the better one
    return Scheduling(config, log)


def pytest_collection_modifyitems(config, items):
    """Begin with what takes longest, so that no worker is left alone with it."""
    if hasattr(config, "workerinput"):
        first = ["notebooks/", "tests/test_places.py", "tests/test_interrupted.py"]
        items.sort(key=lambda item: not item.nodeid.startswith(tuple(first)))


@pytest.fixture(scope="session")
def digits(pytestconfig):
    """Return MNIST, or what stands in for it."""
    return pytestconfig.data
