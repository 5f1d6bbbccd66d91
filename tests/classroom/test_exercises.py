"""The exercises of each notebook, and what their checks say."""

import re

import numpy as np
import pytest

from classroom.editions import key, student
from classroom.exercises import exercises, names_for, output_of, paths, read
from helpers.lesson import answers as checks
from tests.classroom.notebooks import every_notebook

pytestmark = pytest.mark.slow


def test_every_notebook_has_exercises():
    numbers = {path.stem[:2]: len(exercises(read(path))) for path in paths()}
    assert numbers.pop("00") == 1
    assert min(numbers.values()) == 2


@every_notebook
def test_checks_pass_with_the_key_wait_without_it_and_hold_no_answer(path, monkeypatch):
    seen, really = [], checks.is_right
    monkeypatch.setattr(
        checks, "is_right", lambda *given: seen.append(given[1]) or really(*given)
    )
    notebook = read(path)
    handed_out, solved = student(notebook), key(notebook)
    names = names_for(notebook)
    for exercise in exercises(notebook):
        ids = [notebook.cells[at].id for at in (exercise.cell, exercise.check)]
        for edition, expected in [(handed_out, "Fill in"), (solved, "Right")]:
            cells = [cell.source for cell in edition.cells if cell.id in ids]
            assert output_of(cells, names).startswith(expected)
        written = set(map(float, re.findall(r"\d+\.?\d*", cells[-1])))
        for answer in seen:
            assert not written.issuperset(np.round(np.ravel(answer), 6))
        seen.clear()
