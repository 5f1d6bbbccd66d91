"""How the benchmarks measure: in turn, several times over, the median of ratios."""

import multiprocessing
import platform
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import helpers.keras_import  # noqa: F401, before TensorFlow: it silences its remarks

# isort: split
import psutil
import tensorflow as tf

LOOK_EVERY = 0.05  # seconds between two looks at the memory


@dataclass(frozen=True)
class Comparison:
    """One row of the results: a reference beside what this collection has.

    ``reference`` and ``ours`` are the values of all repetitions in ``unit``; ``better``
    says whether "less" or "more" of it is. ``goal`` is the ratio to reach.
    """

    what: str
    unit: str
    reference: tuple
    ours: tuple
    better: str = "less"
    goal: float | None = None
    note: str = ""

    @property
    def ratio(self):
        """The median ratio, by how many times ours is better.

        Repetitions that were measured in turn are pairs, each with a ratio of its own.
        """
        if len(self.reference) != len(self.ours):
            ratio = median(self.reference) / median(self.ours)
            return ratio if self.better == "less" else 1 / ratio
        pairs = zip(self.reference, self.ours, strict=True)
        if self.better == "less":
            return median(reference / ours for reference, ours in pairs)
        return median(ours / reference for reference, ours in pairs)

    def as_dict(self):
        """Return all of it, for JSON."""
        return vars(self) | {"ratio": self.ratio}


def in_turn(jobs, repetitions):
    """Call every job once in each repetition; return the results by name, in lists.

    The machine's slow and fast minutes then meet all jobs alike. Every other turn goes
    backwards, so that none always follows the same one.
    """
    results = {name: [] for name in jobs}
    for repetition in range(repetitions):
        names = list(jobs) if repetition % 2 == 0 else list(jobs)[::-1]
        for name in names:
            results[name].append(jobs[name]())
    return {name: tuple(values) for name, values in results.items()}


def seconds(job):
    """Return how long a call takes."""
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def seconds_in_turn(jobs, repetitions):
    """Time every call once in each repetition; return the seconds by name, in lists."""
    timed = {name: partial(seconds, job) for name, job in jobs.items()}
    return in_turn(timed, repetitions)


@contextmanager
def process_apart():
    """Give ``apart(make, *arguments)``: a call that makes ``make(*arguments)()`` there.

    The process is new, so that its TensorFlow has computed nothing yet: a sweep may
    then share out the cores, and what is measured here keeps them all.
    """
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:

        def apart(make, *arguments):
            name = pool.submit(keep, make, arguments).result()
            return lambda: pool.submit(call, name).result()

        yield apart


KEPT = []  # in the process apart: its jobs


def keep(make, arguments):
    """Make a job and keep it; return its place."""
    KEPT.append(make(*arguments))
    return len(KEPT) - 1


def call(place):
    """Do a job that is kept, without sending its result."""
    KEPT[place]()


@contextmanager
def peak_memory():
    """Give a list that holds the peak of memory, in MB, when the block is left.

    It is the resident memory of this process and its descendants, looked at every
    twentieth of a second.
    """
    peak, done = [0.0], threading.Event()

    def look():
        while not done.wait(LOOK_EVERY):
            peak[0] = max(peak[0], resident())

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def resident():
    """Return the resident memory of this process and its descendants, in MB."""
    here, total = psutil.Process(), 0
    for process in [here, *here.children(recursive=True)]:
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6


def machine():
    """Return what the results depend on: a dict of text and numbers."""
    cpu = platform.processor() or platform.machine()
    if (linux := Path("/proc/cpuinfo")).is_file():
        lines = linux.read_text("utf-8", "replace").splitlines()
        cpu = next((x.partition(": ")[2] for x in lines if x[:10] == "model name"), cpu)
    return {
        "cpu": cpu,
        "cores": len(psutil.Process().cpu_affinity())
        if hasattr(psutil.Process, "cpu_affinity")
        else psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "tensorflow": tf.__version__,
        "busy_cores_before": round(psutil.cpu_percent(1) / 100 * psutil.cpu_count(), 1),
    }
