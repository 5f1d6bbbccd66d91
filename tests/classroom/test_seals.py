"""What is stored of right answers and of usual wrong ones; which hints can't be."""

import copy

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from classroom import seals
from classroom.__main__ import main
from classroom.seals import seals_of
from classroom.tried import Tried
from helpers.lesson.digests import fits, shape_digest

pytestmark = pytest.mark.slow

NOTEBOOK = new_notebook(
    cells=[
        new_code_cell(
            "from helpers.lesson.answers import check", metadata={"tags": ["setup"]}
        ),
        new_code_cell("rate = None", metadata={"tags": ["exercise-1"]}),
        new_code_cell('check("99-1", rate, "a rate")', metadata={"tags": ["check-1"]}),
        new_markdown_cell(
            "<details><summary>Solution</summary>\n\n```python\nrate = 0.5\n```\n\n"
            "</details>"
        ),
    ]
)


def sealed_with(*tried):
    made, problems = seals_of(NOTEBOOK, {"99-1": list(tried)})
    assert problems == []
    return made["99-1"]


def problems_with(*tried):
    made, (problem,) = seals_of(NOTEBOOK, {"99-1": list(tried)})
    assert made == {}
    return problem


def test_the_solution_and_each_hint_are_stored_as_digests():
    seal = sealed_with(
        Tried("rate = 0.5", right=True),
        Tried("rate = 0.25", hint="Twice that."),
        Tried("rate = 1", hint="Half of that."),
        Tried("rate = 3", says="Not yet"),
    )
    assert fits(seal, "99-1", np.array(0.5), 1e-4)
    assert seal["shape"] == shape_digest("99-1", np.array(0.5))
    for answer, hint in (0.25, "Twice that."), (1, "Half of that."):
        (found,) = [
            one["hint"]
            for one in seal["hints"]
            if fits(one, "99-1", np.array(float(answer)), 1e-4)
        ]
        assert found == hint
    assert len(seal["hints"]) == 2


def test_two_answers_may_have_one_hint_and_equal_ones_are_stored_once():
    seal = sealed_with(
        Tried("rate = 1", hint="Less."),
        Tried("rate = 1.0", hint="Less."),
        Tried("rate = 2", hint="Less."),
    )
    assert [one["hint"] for one in seal["hints"]] == ["Less.", "Less."]


def test_a_hint_at_the_right_answer_is_an_error():
    problem = problems_with(Tried("rate = 0.5000001", hint="Less."))
    assert problem == "99-1: the right answer would get: Less."


def test_two_hints_for_one_answer_are_an_error_that_names_both():
    one, other = Tried("rate = 1", hint="Less."), Tried("rate = 1.0", hint="More.")
    assert problems_with(one, other) == "99-1: two hints at one: Less. | More."


def test_a_hint_needs_numbers():
    problem = problems_with(Tried("rate = 'a text'", hint="Less."))
    assert problem == "99-1: no numbers to hint at in rate = 'a text'"


def test_small_digits_are_not_sealed():
    notebook = copy.deepcopy(NOTEBOOK)
    notebook.cells[0].source += "\nfrom helpers.data import small_digits\n"
    notebook.cells[0].source += "data = small_digits()"
    made, (problem,) = seals_of(notebook, {})
    assert made == {}
    assert "set MNIST_NPZ" in problem


def test_where_a_hint_can_not_be_nothing_is_written(monkeypatch, tmp_path):
    monkeypatch.setattr(seals, "SEALS", tmp_path / "seals.json")
    monkeypatch.setattr(seals, "paths", lambda: [tmp_path / "99_x.ipynb"])
    monkeypatch.setattr(seals, "read", lambda path: NOTEBOOK)
    wrong = {"99-1": [Tried("rate = 0.5", hint="Less."), Tried("rate = 0.5", hint="!")]}
    monkeypatch.setattr(seals, "tried_answers", lambda path: wrong)
    assert main(["--seal"]).startswith("Nothing is sealed.\n99-1: the right answer")
    assert not seals.SEALS.exists()
