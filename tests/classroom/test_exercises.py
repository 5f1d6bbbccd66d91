"""The exercises of each notebook, and what their checks say."""

import ast
import re

import numpy as np
import pytest

from classroom.editions import key, student
from classroom.exercises import exercises, names_for, output_of, paths, read
from helpers.lesson import answers as checks
from tests.classroom.notebooks import every_notebook

pytestmark = pytest.mark.slow


def test_every_notebook_has_exercises():
    numbers = {p.stem.partition("_")[0]: len(exercises(read(p))) for p in paths()}
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
        for edition, expected in [(handed_out, checks.FILL_IN), (solved, "Right.")]:
            cells = [cell.source for cell in edition.cells if cell.id in ids]
            first, *more = output_of(cells, names).splitlines()
            assert first == expected or first.startswith("Right, it trains.")
            assert edition is solved or not more
        written = set(map(float, re.findall(r"\d+\.?\d*", cells[-1])))
        for answer in seen:
            assert not written.issuperset(np.round(np.ravel(answer), 6))
        seen.clear()


@every_notebook
def test_each_check_says_its_form_and_stands_under_its_own_name(path):
    notebook = read(path)
    for exercise in exercises(notebook):
        cell = ast.parse(notebook.cells[exercise.check].source)
        nodes = list(ast.walk(cell))
        texts = {
            node.targets[0].id: node.value
            for node in nodes
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for call in nodes:
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "check":
                name, _, form = call.args[:3]
                form = texts.get(ast.unparse(form), form)
                assert name.value == exercise.name_in(path)
                assert re.match(r"(an?|the|one|two|three) ", form.value)


@every_notebook
def test_a_text_says_the_order_of_the_arguments_that_its_check_gives(path):
    notebook = read(path)
    for exercise in exercises(notebook):
        text = notebook.cells[exercise.cell - 1].source
        for node in ast.parse(exercise.solution).body:
            if isinstance(node, ast.FunctionDef) and len(node.args.args) > 1:
                assert f"`{node.name}({ast.unparse(node.args)})`" in text
