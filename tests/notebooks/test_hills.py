"""What notebook 06b says of hills, whatever comes out of its lines."""

import itertools
import re
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest

from helpers.verdicts import interval
from tools.notebooks import choose

CELLS = {cell.id: cell for cell in nbformat.read(choose("06b"), as_version=4).cells}
HILLS = ("a hill", "no hill", "can't tell")
PEAKS = [0.2, 0.4]


def run(*ids, **names):
    """Run some cells, given the names that they need, and return all names."""
    names = {"np": np, "Markdown": str, **names}
    for cell_id in ids:
        exec(CELLS[cell_id].source, names)
    return names


def made(cell_id):
    """Return the Markdown that a cell has stored."""
    return "\n".join(
        output.get("data", {}).get("text/markdown", "")
        for output in CELLS[cell_id].outputs
    )


def function(cell_id, name):
    """Return one function of a cell, without running what stands beside it."""
    source = CELLS[cell_id].source
    (text,) = re.findall(rf"(?ms)^def {name}\(.*?(?=^\S|\Z)", source)
    names = {"np": np, "limit": 5}
    exec(text, names)
    return names[name]


def test_a_height_varies_where_there_is_no_hill_and_is_below_0_there():
    above = function("06b-along", "above_higher_end")
    falling = np.array([[4, 3, 2], [4, 3.5, 1], [4, 2, 2.5]])
    assert above(falling).tolist() == [-1, -0.5, -2]
    assert above(falling[:, ::-1]).tolist() == [-1, -0.5, -2]
    assert above(np.array([[1.0, 5, 2]])).tolist() == [3]
    assert interval(above(falling))[1] > 0


def test_no_hill_needs_lines_that_are_highest_at_an_end():
    says = function("06b-says", "says")
    assert says(-12, 3, 95) == "no hill"
    assert says(-12, 3, 80) == says(4, 3, 100) == "can't tell"
    assert says(9, 3, 100) == "a hill"
    assert says(-12, float("nan"), 100) == "one run, no verdict"


@pytest.mark.parametrize("cell_id", ["06b-kinds-table", "06b-hills", "06b-ratios"])
def test_no_verdict_that_is_stored_comes_from_an_interval_without_a_width(cell_id):
    rows = [row for row in made(cell_id).splitlines() if "**" in row]
    assert len(rows) >= 4
    assert not re.search(r"± 0(\.0+)?(?![\d.])", made(cell_id))
    assert not re.search(r"\(([\d.]+) to \1\)", made(cell_id))


def test_no_training_and_no_line_have_one_name():
    tables = [CELLS["06b-line"].source, CELLS["06b-kinds"].source]
    trainings, lines = (re.findall(r"^\| \*\*(.+?)\*\* \|", t, re.M) for t in tables)
    assert (len({*trainings}), len({*lines})) == (6, 9)
    both = {*trainings} & {*lines}  # a line that leads to where this training ends
    assert both == {"early parting", "late parting"}
    assert "no restart" not in trainings + lines


@pytest.mark.parametrize("words", [*itertools.product(HILLS, repeat=3)], ids=", ".join)
def test_whether_a_hill_was_in_reach_is_said_by_the_partings(words):
    early, late, jump = words
    word_of = {"early parting": early, "late parting": late, "one jump": jump}
    reach = run("06b-chance", word_of={**word_of, "four jumps": jump})["reach"]
    assert ("**none was in reach**" in reach) == (late == "no hill")
    assert ("**one was in reach**" in reach) == (late == "a hill")
    assert ("crossed none" in reach) == (jump == "no hill" and late != "can't tell")
    assert ("choose their valley" in reach) == (words[:2] == ("a hill", "no hill"))


@pytest.mark.parametrize("one", [*HILLS, "one run, no verdict"])
@pytest.mark.parametrize("low", HILLS)
def test_a_hill_that_the_low_rate_has_too_is_not_one_that_restarts_crossed(one, low):
    trainings = ("restarts", "warmed restarts", "low rate")
    hill = {(name, peak): "no hill" for name in trainings for peak in PEAKS}
    hill |= {("restarts", 0.4): one, ("low rate", 0.4): low}
    better = SimpleNamespace(word="better")
    cases = itertools.product(("low rate", "one cosine"), PEAKS)
    cost = {("restarts", *case): better for case in cases}
    found = run("06b-crossed", peaks=PEAKS, hill=hill, cost=cost)
    crossed = one == "a hill" and low != "a hill"
    assert found["crossed"] == [0.4] * crossed
    assert ("no verdict" in found["crossing"]) == (one == "one run, no verdict")
    if one in HILLS:
        peaks = "0.4" if crossed else "none"
        assert f"crossed a hill: **{peaks}**" in found["crossing"]
        assert ("than at a low rate at: **0.4**" in found["crossing"]) == crossed
