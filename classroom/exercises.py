"""The exercises of a notebook: a cell to fill in, its check, and a folded solution."""

import contextlib
import io
import itertools
import re
from dataclasses import dataclass

import nbformat
import numpy as np

from helpers.keras_import import keras
from helpers.recorders import RateRecorder
from tools.places import NOTEBOOKS

FOLDED = re.compile(r"<details><summary>Solution</summary>.*?</details>\s*", re.DOTALL)
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
CELLS = itertools.count(1)


@dataclass(frozen=True)
class Exercise:
    """One exercise: its number, the places of its cells, and the solution's code."""

    number: int
    cell: int
    check: int
    solution: str

    def name_in(self, path):
        """Return the name of the exercise, such as "01-1"."""
        return f"{path.stem.partition('_')[0]}-{self.number}"


def paths():
    """Return the paths of all notebooks, in their order."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def read(path):
    """Return a notebook."""
    return nbformat.read(path, as_version=4)


def tags(cell):
    """Return the tags of a cell."""
    return cell.metadata.get("tags", [])


def exercises(notebook):
    """Return the exercises of a notebook, in their order."""
    places = {tag: i for i, cell in enumerate(notebook.cells) for tag in tags(cell)}
    numbers = sorted(int(tag[9:]) for tag in places if tag.startswith("exercise-"))
    found = []
    for number in numbers:
        check = places[f"check-{number}"]
        after = [cell.source for cell in notebook.cells[check:]]
        folded = next(
            FOLDED.search(text).group() for text in after if FOLDED.search(text)
        )
        solution = CODE.search(folded).group(1)
        found.append(Exercise(number, places[f"exercise-{number}"], check, solution))
    return found


def names_for(notebook):
    """Return the names that the exercises build on, without what takes long."""
    names = {"np": np, "keras": keras, "RateRecorder": RateRecorder}
    cells = notebook.cells
    needed = [c.source for c in cells if {"setup", "used-by-exercise"} & set(tags(c))]
    output_of(needed, names)
    return names


def output_of(sources, names):
    """Return what cells print when they are run one after the other.

    As in Jupyter, they are parts of __main__, and each is a file of its own.
    """
    names["__name__"] = "__main__"
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        for source in sources:
            exec(compile(source, f"<cell {next(CELLS)}>", "exec"), names)
    return out.getvalue()
