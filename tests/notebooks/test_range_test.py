"""What notebook 07b reads off a range test, and what it is compared with."""

import itertools
import re

import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.lesson.repeats import STORED, read
from tools.notebooks import choose

pytestmark = pytest.mark.slow

RULES = ("valley", "steep", "minimum", "falls")
losses = st.lists(st.integers(0, 9), min_size=2, max_size=9)


def source(cell_id):
    notebook = nbformat.read(choose("07b"), as_version=4)
    return next(cell.source for cell in notebook.cells if cell.id == cell_id)


def run(cell_id, last=None, **names):
    """Run a cell, or what stands in it before ``last``; return all names."""
    names = {"np": np, "pd": pd, **names}
    exec(source(cell_id).partition(last or "\0")[0], names)
    return names


@pytest.fixture(scope="module")
def rules():
    return run("07b-rules", "by_eye")["rules"]


def curve(losses):
    return pd.Series(np.array(losses, float), np.geomspace(1e-3, 1, len(losses)))


def place(losses, rate):
    return int(np.argmin(abs(curve(losses).index - rate)))


def longest_fall(losses):
    """Return the end and the number of points of the longest fall that ends first."""
    ends = {}
    for points in range(1, len(losses) + 1):
        for chosen in itertools.combinations(range(len(losses)), points):
            if all(losses[a] > losses[b] for a, b in itertools.pairwise(chosen)):
                ends.setdefault(points, []).append(chosen[-1])
    return min(ends[max(ends)]), max(ends)


@settings(max_examples=150, deadline=None)
@given(losses)
def test_valley_is_about_half_way_down_the_longest_fall(losses):
    found = run("07b-rules", "by_eye")["rules"]["valley"](curve(losses))
    end, points = longest_fall(losses)
    back = end - points + int(points / 3) + int(points / 6)
    assert found == curve(losses).index[back]


@settings(max_examples=50, deadline=None)
@given(losses)
def test_steep_is_where_the_next_loss_lies_furthest_below(losses):
    found = run("07b-rules", "by_eye")["rules"]["steep"](curve(losses))
    falls = [a - b for a, b in itertools.pairwise(losses)]
    assert falls[place(losses, found)] == max(falls)


def test_minimum_is_a_tenth_of_the_rate_with_the_lowest_loss(rules):
    assert rules["minimum"](curve([3, 2, 1, 2])) == pytest.approx(0.01)


def test_steep_counts_by_log_rate(rules):
    uneven = pd.Series([3.0, 2.0, 0.9], [0.01, 0.02, 0.2])
    assert rules["steep"](uneven) == 0.01


def test_a_rule_sees_smoothed_losses_up_to_where_they_leap():
    seen = np.r_[np.linspace(2, 1, 60), np.full(10, 1e3), np.inf, np.nan * np.ones(29)]
    shown = run("07b-curve", "curves =")["shown"](pd.Series(seen))
    mean = weight = 0
    smooth = []
    for loss in seen[:61]:
        mean, weight = 0.98 * mean + 0.02 * loss, 0.98 * weight + 0.02
        smooth.append(mean / weight)
    assert smooth[60] > 4 * min(smooth) > smooth[59]
    assert shown.to_numpy() == pytest.approx(smooth[10:-5])


def test_each_rule_is_compared_with_the_best_peak_of_the_valley():
    table = read()
    here = table[(table.page == "07b") & (table.data == "MNIST")]
    asked = {q for q in here.question if "log2" not in q}
    assert asked == {f"{rule} against the best peak" for rule in RULES}
    assert {*here.repeat} == {*STORED}
    peaks = here[here.question.str.contains("log2")].pivot(
        index="repeat", columns="question", values="difference"
    )
    best = peaks.pop("log2 of the peak: best peak")
    assert len(peaks.columns) == len(RULES)
    # A rule was not held against a peak that can only be worse: some suggest more than
    # the best peak, some less.
    ratios = peaks.sub(best, axis=0).mean()
    assert ratios.min() < 0 < ratios.max()


def test_its_budget_is_that_of_05():
    assert "budget = (3 if data.is_mnist" in source("07b-valley")
    here = nbformat.read(choose("05"), as_version=4)
    assert any("budget = (3 if data.is_mnist" in cell.source for cell in here.cells)


def said(cell_id):
    """Return the Markdown that a cell has stored."""
    notebook = nbformat.read(choose("07b"), as_version=4)
    (cell,) = (cell for cell in notebook.cells if cell.id == cell_id)
    return "\n".join(
        one.get("data", {}).get("text/markdown", "") for one in cell.outputs
    )


def test_what_it_saves_counts_all_runs_behind_a_suggestion():
    saved = re.search(r"(\d+) × (\d+) updates.*?(\d+) × (\d+) for", said("07b-words"))
    runs, updates, runs_of_falls, updates_of_falls = map(int, saved.groups())
    trainings, *times = re.search(
        r"The (\d+) trainings.*?([\d.]+) and ([\d.]+) times", said("07b-words")
    ).groups()
    valley = int(trainings) * 3 * updates_of_falls // 2  # 3 epochs each, a run has 2
    ours = runs * updates, runs_of_falls * updates_of_falls
    assert runs == runs_of_falls > 1
    assert [valley / one for one in ours] == pytest.approx(
        [float(one) for one in times], rel=0.01
    )


def test_the_rule_that_varies_most_does_so_over_the_repeats():
    table = read()
    peaks = table[(table.page == "07b") & (table.data == "MNIST")]
    by_rule = peaks[
        peaks.question.isin([f"log2 of the peak: {rule}" for rule in RULES])
    ]
    widths = by_rule.groupby("question").difference.agg(np.ptp)
    widest = widths.idxmax().removeprefix("log2 of the peak: ")
    assert f"the rule *{widest}* varies most" in said("07b-recap").replace("\n", " ")


def test_no_difference_detected_stands_beside_what_would_be():
    for words in (said("07b-words"), said("07b-recap")):
        nothing = [line for line in words.splitlines() if "no difference" in line]
        assert nothing
        assert all("would be detected" in line for line in nothing)
