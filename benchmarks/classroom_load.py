"""A class on one machine: kernels at once, and how many students its memory holds."""

import math
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psutil

from benchmarks.concurrent_kernels import own_memory, run_together
from benchmarks.measuring import Comparison
from helpers.data import write_shared
from tools.places import NOTEBOOKS

COUNTS = {
    "00_start": (1, 4, 8, 16),
    "01_callback": (1, 4, 8, 16),
    "04_mnist": (1, 2, 4),
}
FULL = "00_start"  # with as many kernels as the memory holds
MOST = 32  # of them: more would take minutes and show nothing new
GOAL = 400  # MB each, for sixteen
MACHINES = (8, 16, 32, 64)  # GB
SYSTEM = 1000  # MB for the system and the hub: an assumption
ROOM = 1.2  # The Littlest JupyterHub's guide advises 20 to 40 % more than measured


def compare(data, counts=None):
    """Run notebooks in kernels at once, then reckon students from their memory."""
    if sys.platform != "linux":
        print("Memory that kernels share is known on Linux only: class is left out.")
        return []
    comparisons, server = [], memory_of_server()
    with shared_digits(data):
        for stem, several in (counts or COUNTS).items():
            path, found = NOTEBOOKS / f"{stem}.ipynb", {}
            for count in several:
                found[count] = run_together(path, count)
                comparisons.append(row(stem, found[count], found[several[0]]))
            if stem == FULL and counts is None:
                count = min(MOST, fitting(found[several[-1]]))
                found[count] = run_together(path, count)
                comparisons.append(row(stem, found[count], found[several[0]]))
            comparisons += students(stem, found, server)
    return comparisons


@contextmanager
def shared_digits(data):
    """Let the notebooks in the block share digits, as the guide tells teachers to."""
    with tempfile.TemporaryDirectory() as folder:
        write_shared(data, folder)
        before = os.environ.get("MNIST_NPZ")
        os.environ["MNIST_NPZ"] = folder
        try:
            yield
        finally:
            os.environ.pop("MNIST_NPZ")
            if before is not None:
                os.environ["MNIST_NPZ"] = before


def row(stem, together, alone):
    """Return the memory of each kernel beside that of one alone, or the goal."""
    count = len(together.seconds)
    beside = GOAL if count == 16 else alone.each_at_peak
    return Comparison(
        f"{stem}: memory of each of {count} kernels at once, against "
        f"{'the goal' if count == 16 else 'one alone'}",
        "MB",
        (beside,),
        (together.each_at_peak,),
        goal=1,
        note=f"{together.each:.0f} MB after the last cell, of which "
        f"{together.rest / count:.0f} MB are its own; {median(together.seconds):.0f} s "
        f"for each student, {max(together.seconds) / count:.1f} s per student",
    )


def students(stem, found, server):
    """Return how many students fit into machines, beside the rule of thumb."""
    own = max(together.peak / count for count, together in found.items())
    shared = max(together.shared for together in found.values())
    alone = next(iter(found.values())).each_at_peak
    rows = []
    for memory in MACHINES:
        measured = (1000 * memory - SYSTEM - shared) / (ROOM * (own + server))
        rule = (1000 * memory - 128) / (ROOM * (alone + server))
        rows.append(
            Comparison(
                f"{stem}: students on {memory} GB, against the rule of thumb",
                "students",
                (math.floor(rule),),
                (math.floor(measured),),
                better="more",
                goal=1,
                note=f"a kernel {own:.0f} MB, a JupyterLab server {server:.0f} MB, "
                f"{shared:.0f} MB shared",
            )
        )
    return rows


def fitting(together):
    """Return how many kernels fit into the memory that is free."""
    free = psutil.virtual_memory().available / 1e6
    return int(0.9 * (free - together.shared) / (together.peak / len(together.seconds)))


def memory_of_server():
    """Return the MB that a student's JupyterLab server holds for itself."""
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, JUPYTER_RUNTIME_DIR=folder)
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        command += ["--ServerApp.port=0", f"--ServerApp.root_dir={folder}"]
        with open(os.devnull, "w") as nothing:
            lab = subprocess.Popen(command, env=environment, stderr=nothing)
        try:
            while not list(Path(folder).glob("jpserver-*.json")):
                if lab.poll() is not None:
                    raise RuntimeError("JupyterLab does not start")
                time.sleep(0.2)
            return own_memory(psutil.Process(lab.pid))
        finally:
            lab.terminate()
            lab.wait()
