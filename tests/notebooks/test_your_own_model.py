"""What notebooks 12 and 12b say of a comparison, whatever comes out of it."""

import ast
import itertools
import re
from types import SimpleNamespace

import nbformat
import numpy as np
import pandas as pd
import pytest

from classroom.exercises import FOLDED
from helpers.compare.arms import column
from helpers.schedules import constant, linear
from helpers.verdicts import interval
from tools.notebooks import choose

pytestmark = pytest.mark.slow

WORDS = ("better", "worse", "no difference detected")
ARMS = ("linear", "cosine", "warm-up + cosine")
CONTROL = "stopped early"


def cells(kind):
    notebook = nbformat.read(choose("12"), as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def run(cell_id, **names):
    """Run one cell, given the names that it needs, and return all names."""
    (source,) = (cell.source for cell in cells("code") if cell.id == cell_id)
    exec(source, names)
    return names


def texts():
    return [FOLDED.sub("", cell.source) for cell in cells("markdown")]


def test_the_first_comparison_takes_under_ten_lines_with_plan_and_run():
    assert "in under ten lines" in texts()[0]
    sources = [cell.source for cell in cells("code")]
    begin = next(i for i, source in enumerate(sources) if "= Comparison(" in source)
    end = next(i for i, source in enumerate(sources) if ".run()" in source)
    lines = "\n".join(sources[begin : end + 1]).splitlines()
    assert len(lines) < 10
    (made,) = (line for line in lines if "Comparison(" in line)
    call = ast.parse(made).body[0].value
    assert [argument.id for argument in call.args] == ["model", "train", "validation"]
    assert [keyword.arg for keyword in call.keywords] == ["loss", "epochs"]
    assert any(".plan()" in line for line in lines)


def test_all_code_to_copy_is_in_cells_that_run():
    assert not any("```python" in text for text in texts())
    used = next(c.source for c in cells("code") if "TableSchedule(" in c.source)
    assert "import TableSchedule" in used
    assert ".fit(" in used


def test_the_row_each_at_its_best_is_explained_and_is_what_is_said():
    text = next(text for text in texts() if "*each at its best*" in text)
    assert not re.search(r"last row has the mean rate", " ".join(texts()))
    assert "at its own best peak" in text
    rows = [
        ("tuning", arm, peak, value)
        for arm, values in {"constant": (3, 2, 4), "cosine": (5, 3, 1)}.items()
        for peak, value in zip((0.1, 0.2, 0.4), values, strict=True)
    ]
    trainings = pd.DataFrame(rows, columns=["stage", "arm", "peak", "value"])
    results = SimpleNamespace(trainings=trainings, reference="constant")
    names = run("12-22", results=results, pd=pd)
    assert names["gaps"].cosine.to_dict() == {
        0.1: 2, 0.2: 1, 0.4: -3, "each at its best": -1
    }  # fmt: skip


def test_the_mean_rate_is_found_for_whatever_an_arm_may_be():
    falling = np.linspace(1, 0, 5)
    arms = {
        "constant": lambda peak, updates: constant(peak),
        "function of columns": lambda peak, updates: peak * np.linspace(1, 0, updates),
        "column": falling,
        "list": list(falling),
        "schedule": linear(1.0, 5),
    }
    comparison = SimpleNamespace(arms=arms, recipe=SimpleNamespace(updates=5))
    results = SimpleNamespace(best_peak=dict.fromkeys(arms, 0.2))
    found = {"comparison": comparison, "results": results}
    names = run("12-24", column=column, pd=pd, **found)
    assert names["means"] == pytest.approx(
        dict.fromkeys(arms, 0.1) | {"constant": 0.2, "schedule": 0.12}
    )
    taken = next(cell.source for cell in cells("code") if cell.id == "12-07")
    assert "column(name, arm, 1.0, 100)" in taken


def test_the_cells_that_a_reader_takes_along_name_no_judge_and_no_arm():
    for name in ("12-19", "12-22", "12-24"):
        (source,) = (cell.source for cell in cells("code") if cell.id == name)
        assert not re.search(r'"(mean loss|constant|cosine|linear)"', source)


@pytest.fixture(scope="module")
def says():
    """The functions that put a comparison into words, from their cells."""
    verdicts = pd.DataFrame({"verdict": dict.fromkeys(ARMS, WORDS[0]), "detectable": 1})
    results = SimpleNamespace(verdicts=verdicts)
    budget = SimpleNamespace(recipe=SimpleNamespace(updates=10))
    given = {"Markdown": str, "comparison": budget}
    answer = run("12-answer", results=results, **given)["answer"]
    words = {
        "verdict": dict.fromkeys((*ARMS, CONTROL), WORDS[0]),
        "difference": dict.fromkeys(ARMS, 0.1) | {CONTROL: 0.5},
    }
    given["second"] = SimpleNamespace(verdicts=pd.DataFrame(words))
    second = run("12-shapes-answer", **given)["second_answer"]
    return answer, second


@pytest.mark.parametrize("words", [*itertools.product(WORDS, repeat=3)], ids=", ".join)
def test_the_question_gets_an_answer_whatever_comes_out(words, says):
    answer, second = says
    found = dict(zip(ARMS, words, strict=True))
    said = answer(found, 0.25, 10), second(found | {CONTROL: "worse"})
    assert "Does it still need a rate that falls?" in said[0]
    for text in said:
        for word in WORDS:
            assert (f"**{word}**" in text) == (word in words)
        for arm in ARMS:
            assert re.search(rf"(?<!\+ ){re.escape(arm)}", text)
        assert "nan" not in text


@pytest.mark.parametrize("word", WORDS)
def test_a_control_that_is_not_detected_is_not_passed_over(word, says):
    _, second = says
    said = second(dict.fromkeys(ARMS, "better") | {CONTROL: word})
    assert ("detects what is there" in said) == (word == "worse")
    assert (f"the word is *{word}*: do not trust" in said) == (word != "worse")


def test_the_reader_sees_how_coarse_the_control_is():
    """A control that is many times as large shows little about small differences."""
    given = {"verdict": dict.fromkeys((*ARMS, CONTROL), "worse")}
    given["difference"] = dict.fromkeys(ARMS, 0.1) | {CONTROL: -0.5}
    second = SimpleNamespace(verdicts=pd.DataFrame(given))
    names = run("12-shapes-answer", Markdown=str, second=second)
    said = " ".join(names["how_coarse"](second.verdicts.difference).split())
    assert "control differs by 0.500" in said
    assert "0.100 at most" in said
    assert "5.0 times the size" in said


def test_peaks_at_an_edge_are_counted():
    tuned = pd.DataFrame({"peak": [0.1, 0.2, 0.4]})
    chosen = pd.DataFrame({"constant": [0.2, 0.15, 0.1], "cosine": [0.4, 0.4, 0.1]})
    gaps = pd.DataFrame({"cosine": [0.1, 0.12, 3.0]})
    results = SimpleNamespace(
        rows=lambda kind: tuned, best_peaks=chosen, differences=gaps
    )
    names = run(
        "12-beside", results=results, np=np, pd=pd, Markdown=str, interval=interval
    )
    assert names["at_edges"](results).to_dict() == {"constant": 1, "cosine": 3}
    assert (
        "cosine: its peak is at the edge of the grid in 3 of 3" in names["edges_said"]
    )
    assert "constant" not in names["edges_said"]
    assert names["far"] == 2
    assert "mostly the doing of one repeat" in names["luck"]
