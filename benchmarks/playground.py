"""The site: how long it takes to write, what it weighs, and how fast its playground is.

Without the extra ``browser``, or without a Chromium, the playground is left out, and
without the extra ``site`` its pages are, with a sentence.
"""

import gzip
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks import numpy_networks
from benchmarks.calm import EXPERIMENT, calm, cores
from benchmarks.first_paint import first_paints
from benchmarks.measuring import Comparison, in_turn, seconds
from playground.serve import served
from tools.chromium import NoChromiumError, open_chromium
from tools.places import ROOT

NETWORKS, UPDATES = 64, 300
PAINT, FIRST, WHOLE = 1.0, 3.0, 15.0  # seconds that a reader is promised
BUILD, WEIGHT = 60.0, 500.0  # seconds to write the site; kB of the playground's page

MAKE = """async ([count, updates]) => {
  const { Networks } = await import("/engine/networks.js");
  const { mnist1d } = await import("/engine/data.js");
  const networks = new Networks(mnist1d(), count);
  const column = new Float64Array(updates).fill(0.03);
  const columns = Array(count).fill(column);
  window.train = () => {
    networks.start(columns, columns.map((_, seed) => seed));
    const began = performance.now();
    networks.advance(updates);
    return (performance.now() - began) / 1000;
  };
}"""


def compare(data, repetitions=5, **sizes):
    """Measure pages and playground; ``data`` are not used, it brings its own."""
    return [*written(repetitions), *played(repetitions, **sizes)]


def written(repetitions):
    """Write the site anew several times; return its time, and what its pages weigh."""
    if find_spec("sphinx") is None:
        print("Sphinx is not installed, and no site written: pip install '.[site]'")
        return []
    took = []
    for _ in range(repetitions):
        with TemporaryDirectory() as folder:
            site = Path(folder, "site")
            command = [sys.executable, "-m", "website.build", site, folder]
            options = {"cwd": ROOT, "check": True, "stdout": subprocess.PIPE}
            done = partial(subprocess.run, command, **options)
            took.append(seconds(done))
            page = (site / "playground.html").read_bytes()
            pages = [path.stat().st_size for path in site.glob("notebooks/*.html")]
            notebooks = [path.stat().st_size for path in site.glob("notebooks/*.ipynb")]
    packed = len(gzip.compress(page)) / 1000
    return [
        promised("the site written", BUILD, took),
        promised("the playground's page, compressed", WEIGHT, [packed], "kB"),
        Comparison(
            "the pages of the notebooks without their figures, against the notebooks",
            "MB",
            (sum(notebooks) / 1e6,),
            (sum(pages) / 1e6,),
            goal=1,
        ),
    ]


def played(repetitions, networks=NETWORKS, updates=UPDATES, steps=1000):
    """Train the same networks in browser and NumPy; time a reader's, of ``steps``."""
    with opened_page() as page:
        if page is None:
            return []
        page.evaluate(MAKE, [networks, updates])
        jobs = {
            "browser": partial(page.evaluate, "() => window.train()"),
            "NumPy": partial(seconds, in_numpy(networks, updates)),
        }
        with threadpool_limits(1):
            in_turn(jobs, 1)  # the first time is not timed
            took = in_turn(jobs, repetitions)
        waited = [page.evaluate(EXPERIMENT, [steps, None]) for _ in range(repetitions)]
        grown = cores(page, repetitions, steps)
        calmness = calm(page.context.browser, repetitions, max(steps, 20))
        painted = first_paints(page.context.browser, repetitions)
    first, whole = zip(*waited, strict=True)
    speed = {name: tuple(networks * updates / np.array(took[name])) for name in took}
    return [
        Comparison(
            f"{networks} networks in the browser, against NumPy on one thread",
            "network-updates/s",
            speed["NumPy"],
            speed["browser"],
            better="more",
            goal=0.5,
        ),
        promised("the playground's first valley", FIRST, first),
        promised("the playground's verdict", WHOLE, whole),
        promised("the playground's first paint", PAINT, painted),
        grown,
        *calmness,
    ]


def promised(what, limit, found, unit="s"):
    """Return the row of a time or weight, beside the limit that is promised."""
    against = f"{what}, against what is promised"
    return Comparison(against, unit, (limit,), tuple(found), goal=1)


def in_numpy(networks, updates, batch=32):
    """Return a call that trains as many networks, on numbers of the same sizes."""
    random = np.random.default_rng(0)
    inputs = random.normal(size=(3000, 40)).astype(np.float32)
    labels = random.integers(0, 10, 3000)
    shapes = (40, 32), (1, 32), (32, 10), (1, 10)
    rates = np.full((networks, updates), 0.03)
    rows = random.integers(0, 3000, (networks, updates, batch))

    def train():
        drawn = (random.uniform(-0.3, 0.3, (networks, *shape)) for shape in shapes)
        weights = [array.astype(np.float32) for array in drawn]
        velocities = [np.zeros_like(weight) for weight in weights]
        numpy_networks.train(weights, velocities, (inputs, labels), rows, rates)

    return train


@contextmanager
def opened_page():
    """Give a page of a real browser, at a server of the playground, or None."""
    if find_spec("playwright") is None:
        print(
            "Playwright is not installed, and the playground not measured: "
            "pip install '.[browser]'"
        )
        yield None
        return
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(open_chromium())
        except NoChromiumError as problem:
            print(f"The playground is not measured: {problem}")
            yield None
            return
        address = stack.enter_context(served())
        page = browser.new_page()
        page.goto(f"{address}/strings/")
        yield page
