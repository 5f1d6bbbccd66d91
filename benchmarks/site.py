"""The site's playground: how fast its networks train, and how long a reader waits.

Without the extra ``browser``, or without a Chromium, it is left out, with a sentence.
"""

import shutil
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks import numpy_networks
from benchmarks.measuring import Comparison, in_turn, seconds

PLAYGROUND = Path(__file__).resolve().parents[1] / "site" / "playground"
NETWORKS, UPDATES = 64, 300
FIRST, WHOLE = 3.0, 15.0  # seconds that a reader is promised
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

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
EXPERIMENT = """(steps) => new Promise((resolve, reject) => {
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  const worker = new Worker("/engine/worker.js", { type: "module" });
  let first;
  worker.onmessage = ({ data }) => {
    if (data.type === "valley") first ??= passed();
    if (data.type === "failed") reject(data.key);
    if (data.type !== "verdict") return;
    worker.terminate();
    resolve([first, passed()]);
  };
  const column = Float64Array.from({ length: steps }, (_, step) => 1 - step / steps);
  worker.postMessage({ type: "start", experiment: { column, steps, seed: 1 } });
})"""


def compare(data, repetitions=5, networks=NETWORKS, updates=UPDATES, steps=1000):
    """Train the same networks in the browser and in NumPy, in turn; then time a reader.

    A reader's networks make so many ``steps``. ``data`` are not used: the playground
    brings its own.
    """
    with opened_page() as page:
        if page is None:
            return []
        page.evaluate(MAKE, [networks, updates])
        jobs = {
            "browser": partial(page.evaluate, "() => window.train()"),
            "NumPy": partial(seconds, in_numpy(networks, updates)),
        }
        with threadpool_limits(1):
            for job in jobs.values():
                job()
            took = in_turn(jobs, repetitions)
        waited = [page.evaluate(EXPERIMENT, steps) for _ in range(repetitions)]
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
    ]


def promised(what, limit, took):
    """Return the row of a wait, beside the seconds that are promised."""
    return Comparison(f"{what}, against the time promised", "s", (limit,), took, goal=1)


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
    from playwright.sync_api import sync_playwright

    handler = partial(Quiet, directory=PLAYGROUND)
    with (
        sync_playwright() as playwright,
        ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
    ):
        own = playwright.chromium.executable_path
        path = next(
            (found for found in map(shutil.which, (*BROWSERS, own)) if found), None
        )
        if path is None:
            print(
                f"There is no Chromium, none of {', '.join(BROWSERS)}: the playground "
                "is not measured"
            )
            yield None
            return
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/strings/")
        yield page
        browser.close()
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """A server that says nothing, and for which .js is a script on every system."""

    extensions_map = {".js": "text/javascript", "": "text/html"}

    def log_message(self, *args):
        """Say nothing."""
