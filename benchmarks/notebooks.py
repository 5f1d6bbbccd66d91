"""Seconds and peak memory of each notebook, beside the seconds that it promises."""

import re

import nbformat

from benchmarks.measuring import Comparison, peak_memory, resident, seconds
from tools.notebooks import run_notebook
from tools.places import BUILD, NOTEBOOKS


def compare(data, paths=None):
    """Run every notebook once, from top to bottom."""
    return [measure(path) for path in paths or sorted(NOTEBOOKS.glob("*.ipynb"))]


def measure(path, folder=BUILD):
    """Run one notebook; return its seconds beside those of its first cell."""
    opening = nbformat.read(path, as_version=4).cells[0].source
    [promised] = re.findall(r"(\d+) seconds to run", opening)
    problems = []
    before = resident()
    with peak_memory() as peak:
        took = seconds(lambda: problems.append(run_notebook(path, folder)))
    if problems != [""]:
        raise RuntimeError(f"{path.stem} can't be run: {problems[0]}")
    return Comparison(
        f"{path.stem}, against the time it promises",
        "s",
        (float(promised),),
        (took,),
        goal=1,
        note=f"peak memory {max(0, peak[0] - before):.0f} MB",
    )
