"""What notebook 07 says of a warm-up, whatever comes out."""

import itertools
import re

import nbformat
import numpy as np
import pytest

from helpers.lesson.repeats import read
from tools.notebooks import choose
from tools.places import NOTEBOOKS

pytestmark = pytest.mark.slow

WORDS = ("better", "worse", "no difference detected")
PARTS = ("gain", "same", "moved")


class Verdict:
    """A verdict of a word, and of no numbers."""

    def __init__(self, word):
        self.word = word
        self.detectable = float("nan") if "one run" in word else 0.1

    def __str__(self):
        return f"{self.word} (+0.00 ± 0.00)"


class Found:
    """Repeats that have the same word whatever is counted as one question."""

    def __init__(self, words):
        self.words = dict(zip(PARTS, words, strict=True))

    def verdict(self, name, comparisons=1):
        return Verdict(self.words[name])


def cell(cell_id):
    notebook = nbformat.read(choose("07"), as_version=4)
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def reading(words):
    """Return what the page says of a gain and of its two parts."""
    found, said = Found(words), []
    names = {name: name for name in PARTS} | {
        "repeats": found,
        "verdict": found.verdict,
        "questions": {"own peaks": 3},
        "np": np,
        "said": lambda verdict: f"**{verdict.word}**",
        "Markdown": said.append,
    }
    exec(cell("07-28").source, names)
    return said[0] if said else names["reading"]


@pytest.mark.parametrize("words", [*itertools.product(WORDS, repeat=3)], ids=", ".join)
def test_both_halves_of_a_gain_are_said_and_no_more_than_was_found(words):
    whole, same, moved = words
    text = reading(words)
    assert re.findall(r"\*\*([a-z ]+)\*\*", text) == list(words)
    conclusion = text.rpartition("- So ")[2]
    shown = {
        "pays twice": same == moved == "better",
        "gain at the same peak is shown": same == "better" != moved,
        "its own peak pays": moved == "better" != same,
        "the whole gain is shown": whole == "better" not in (same, moved),
        "no gain is shown": "better" not in words,
    }
    assert [phrase in conclusion for phrase in shown] == list(shown.values())
    for other in ("is not shown", "is not."):
        if other in conclusion:
            assert "better" in (same, moved)


def test_one_run_says_nothing_of_the_halves():
    assert "one run can't say more" in reading(["one run, no verdict"] * 3)


def test_no_comparison_is_counted_twice():
    table = read()
    here = table[(table.page == "07") & (table.data == "MNIST")]
    asked = here[~here.question.str.contains("log2")]
    rows = asked.pivot(index="question", columns="repeat", values="difference")
    counted = re.search(
        r"(\d+) comparisons in \d+ questions", str(cell("07-25").outputs)
    )
    assert len(rows) == int(counted[1])
    assert not rows.duplicated().any()


def test_adam_is_asked_at_peaks_of_its_own_too():
    table = read()
    adam = table[(table.page == "07") & table.question.str.startswith("Adam")]
    ways = {
        way: adam.question.str.endswith(way).sum() for way in ("peak 0.05", "own peaks")
    }
    assert ways["peak 0.05"] == ways["own peaks"] > 0
    peaks = table[(table.page == "07") & table.question.str.contains("peak: Adam")]
    assert len({*peaks.difference}) > 1
    assert (2**peaks.difference < 0.05).all()


@pytest.mark.parametrize("path", [*NOTEBOOKS.glob("07*.ipynb")], ids=lambda p: p.stem)
def test_no_python_list_stands_in_a_sentence(path):
    for one in nbformat.read(path, as_version=4).cells:
        for output in one.get("outputs", []):
            said = output.get("data", {}).get("text/markdown", "")
            assert not re.search(r"\[[\d'][^]]*\](?!\()", said), said


def test_a_word_that_falls_if_all_is_one_question_says_so():
    table = cell("07-35").outputs[0]["data"]["text/html"]
    rows = re.findall(
        r"<th>(.*?)</th>\s*<td>.*?</td>\s*<td>(.*?)</td>\s*<td>(.*?)<", table
    )
    fallen = [name for name, word, strict in rows if not word.startswith(strict)]
    recap = cell("07-recap").outputs[0]["data"]["text/markdown"]
    assert len(rows) > 20
    assert recap.count("(not if all were one question)") == len(fallen)
