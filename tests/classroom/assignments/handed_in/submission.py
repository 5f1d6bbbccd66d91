"""What a student hands in: the reference with a few changes, and what it deserves."""

import json
from dataclasses import dataclass, field
from functools import cache

from tools.places import ROOT

SOURCES = ROOT / "classroom" / "assignments" / "sources"
FULL = {
    "repair": {"repair_rates": 5, "repair_again": 2, "repair_lists": 3},
    "plan": {
        "plan_column": 4,
        "plan_restarts": 3,
        "plan_translation": 2,
        "plan_warm_translation": 2,
        "plan_figure": 3,
    },
    "prove": {
        "prove_tuned": 3,
        "prove_differences": 4,
        "prove_intervals": 3,
        "prove_verdicts": 2,
    },
}


@dataclass(frozen=True)
class Submission:
    """What a student hands in, and the points lost in each question."""

    assignment: str
    changes: tuple = ()
    lost: dict = field(default_factory=dict)
    gained: str = "by answers"  # or "nothing"
    change_file: object = staticmethod(lambda notebook: notebook)

    def text(self, student):
        """Return the text of the file."""
        notebook = json.loads(reference(self.assignment))
        if self.assignment == "prove":
            replace(notebook, 'student = "reference"', f'student = "{student}"')
        for old, new in self.changes:
            replace(notebook, old, new)
        changed = self.change_file(notebook)
        return changed if isinstance(changed, str) else json.dumps(changed)

    def points(self):
        """Return the points of each question."""
        if self.gained == "nothing":
            return dict.fromkeys(FULL[self.assignment], 0)
        full = FULL[self.assignment].items()
        return {question: most - self.lost.get(question, 0) for question, most in full}


@cache
def reference(assignment):
    """Return the text of a source."""
    return (SOURCES / f"{assignment}.ipynb").read_text("utf-8")


def name(cell):
    """Return nbgrader's name of a cell."""
    return cell["metadata"]["nbgrader"]["grade_id"]


def replace(notebook, old, new):
    """Replace text in the cells with answers."""
    found = False
    for cell in notebook["cells"]:
        if cell["metadata"]["nbgrader"]["solution"]:
            source = "".join(cell["source"])
            found = found or old in source
            cell["source"] = source.replace(old, new)
    assert found, old


def without_answers(code):
    """Return a change of a file: no answers, but this code before the first check."""

    def change(notebook):
        for cell in notebook["cells"]:
            if cell["metadata"]["nbgrader"]["solution"]:
                cell["source"] = ""
        notebook["cells"].insert(2, extra(code))
        return notebook

    return change


def extra(text, kind="code"):
    """Return a cell that a student added."""
    about = {"cell_type": kind, "metadata": {}, "source": text}
    return about | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def with_tests(change):
    """Return a change of a file that edits or drops the cells with points."""

    def on_all(notebook):
        cells = []
        for cell in notebook["cells"]:
            about = cell["metadata"]["nbgrader"]
            kept = change(cell) if about["grade"] and not about["solution"] else cell
            cells += [kept] if kept else []
        return notebook | {"cells": cells}

    return on_all


def edited(cell):
    """Return a test cell that asks for nothing."""
    return cell | {"source": f"def {name(cell)}(setting):\n    return 'full marks'"}
