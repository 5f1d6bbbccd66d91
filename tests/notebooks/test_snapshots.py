"""What notebook 08 says of snapshots, whatever comes out, and what is said of it."""

import itertools
import re

import nbformat
import numpy as np
import pytest

from helpers.lesson.repeats import STORED, read
from tools.notebooks import choose
from tools.places import ROOT

BETTER, WORSE, NONE = WORDS = ("better", "worse", "no difference detected")


def source(cell_id):
    notebook = nbformat.read(choose("08"), as_version=4)
    return next(cell.source for cell in notebook.cells if cell.id == cell_id)


@pytest.fixture(scope="module")
def calibration():
    """The function that says whether a gain is calibration, from its cell."""
    names = {}
    exec(source("08-change").partition("\n\n\nraw, fair =")[0], names)
    return names["calibration"]


@pytest.mark.parametrize("words", [*itertools.product(WORDS, repeat=3)], ids=", ".join)
def test_a_gain_is_calibration_only_where_the_change_itself_is_detected(
    words, calibration
):
    raw, _, change = words
    said = calibration(*words)
    blamed = said.startswith("calibration") and "hides" not in said
    assert blamed == (raw == change == BETTER)
    assert ("gain" in said) == (not said.startswith("calibration"))


def test_detected_here_and_not_there_is_not_enough(calibration):
    assert calibration(BETTER, NONE, NONE) == "a gain, not shown to be calibration"
    assert calibration(BETTER, NONE, BETTER) == "calibration"
    assert calibration(BETTER, BETTER, BETTER) == "calibration, in part"
    assert calibration(NONE, WORSE, BETTER) == "calibration hides a loss"


def test_each_team_has_a_tuned_peak_of_its_own_in_each_repeat():
    rows = read()
    rows = rows[(rows.page == "08") & rows.question.str.contains("log2 of the peak")]
    assert rows.groupby("question").size().tolist() == [len(STORED)] * 12
    assert {*rows.question.str.partition(", ")[2]} == {
        "restarts", "cosine", "cosine's five", "constant"
    }  # fmt: skip
    grid = [float(peak) for peak in re.findall(r"0\.\d+", source("08-tune"))[:5]]
    peaks = 2**rows.difference
    assert peaks.between(0.999 * grid[0], 1.001 * grid[-1]).all()
    assert np.isclose(peaks, grid[0]).mean() < 0.1 > np.isclose(peaks, grid[-1]).mean()


@pytest.fixture(scope="module")
def found():
    """The words of each measure, and what is said of a gain, by setting."""
    notebook = nbformat.read(choose("08"), as_version=4)
    (cell,) = (cell for cell in notebook.cells if cell.id == "08-37")
    (said,) = (output.data["text/markdown"] for output in cell.outputs)
    lines = re.findall(r"^- (.*?): (error .*)\.$", said, re.MULTILINE)
    return {setting: re.split("; ", line) for setting, line in lines}


def test_the_readme_says_what_was_found_and_no_more(found):
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    said = readme.partition("- **Snapshots** (08): ")[2].partition(". - **")[0]
    *shorter, longest = found.values()
    assert list(found)[-1] == "Small network, 18 epochs, tuned"
    assert said.split(". ") == [
        "in short trainings, over nine repeats, five snapshots of one training were in "
        "no setting better in errors than the one model of a cosine",
        "In three of four settings they were worse in errors and in likelihood",
        "In the longest, 18 epochs, their likelihood was better than that of one "
        "cosine; it was not shown to be better than that of five checkpoints of a "
        "cosine or of a constant rate",
        "At fitted temperatures no difference was detected",
    ]
    assert all("**worse** (9 of 9)" in one for words in shorter for one in words)
    error, nll, fitted = longest
    assert len(shorter) == 3
    assert NONE in error
    assert NONE in fitted
    assert BETTER in nll
    assert "not shown to beat five of a cosine and five of a constant" in nll


def test_the_floor_of_the_equivalent_is_called_a_floor():
    notebook = nbformat.read(choose("08"), as_version=4)
    (recap,) = (cell for cell in notebook.cells if cell.id == "recap")
    said = " ".join(recap.outputs[0].data["text/markdown"].split())
    worth = said.partition("independent cosines: ")[2].partition(". (Expl")[0]
    names = {}
    of_cosines = re.search(
        r"^def of_cosines.*?(?=^\S)", source("08-equivalent"), re.M | re.S
    )
    exec(of_cosines.group(), names)
    assert [names["of_cosines"](n) for n in (1.0, 1.24)] == ["1 or less", "1.2"]
    assert "1 or less" in worth
    assert "1.0" not in worth
