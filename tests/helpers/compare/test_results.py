"""Verdicts in words, and the pictures and tables of results."""

import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers.compare import Results, draw_differences, draw_valleys
from helpers.compare.stages import Protocol
from helpers.compare.tables import tables
from helpers.verdicts import detectable, interval
from tests.helpers.compare.stand_in import PEAKS, comparison, valley


def results(values, less_is_better=True, peak=0.1, pairs=1):
    """Return results of tests with these values by arm; None diverged."""
    rows = [
        {
            "stage": stage, "arm": arm, "repeat": seed // pairs, "peak": at,
            "seed": seed, "value": math.nan if value is None else value,
            "diverged": value is None, "seconds": 1.0,
        }
        for arm, column in values.items()
        for seed, value in enumerate(column)
        for stage, at in [("test", peak), ("tuning", peak), ("tuning", 2 * peak)]
    ]  # fmt: skip
    reference = next(iter(values))
    frame = pd.DataFrame(rows)
    logs = frame[["stage", "arm", "repeat", "peak", "seed"]].assign(loss=frame.seed)
    return Results(frame, logs, reference, "error", less_is_better, [])


RNG = np.random.default_rng(1)
BASE = RNG.normal(1, 0.3, 10)
CLEAR = BASE - 0.5 + RNG.normal(0, 0.05, 10)
VAGUE = BASE + RNG.normal(0, 0.05, 10)


@pytest.mark.parametrize("less_is_better", [True, False])
def test_verdicts_are_those_of_the_intervals(less_is_better):
    table = results({"a": BASE, "b": CLEAR, "c": VAGUE}, less_is_better).verdicts
    assert list(table.index) == ["b", "c"]
    for arm, values in (("b", CLEAR), ("c", VAGUE)):
        mean, half = interval(values - BASE, comparisons=2)
        assert table.loc[arm, "difference"] == pytest.approx(mean)
        assert table.loc[arm, "±"] == pytest.approx(half)
        assert table.loc[arm, "detectable"] == pytest.approx(
            detectable(values - BASE, comparisons=2)
        )
    assert table.verdict["b"] == ("better" if less_is_better else "worse")
    assert table.verdict["c"] == "no difference detected"
    assert table["mean error"]["b"] == pytest.approx(CLEAR.mean())


def test_the_interval_is_over_the_means_of_the_repeats():
    found = results({"a": BASE, "b": CLEAR}, pairs=2)
    means = (CLEAR - BASE).reshape(5, 2).mean(axis=1)
    assert found.differences["b"].tolist() == pytest.approx(means)
    mean, half = interval((CLEAR - BASE).reshape(5, 2))
    assert found.verdicts.loc["b", ["difference", "±"]].tolist() == pytest.approx(
        [mean, half]
    )
    assert found.verdicts.better["b"] == 5
    assert "error on validation data, 5 repeats of 2 pairs, against a at" in str(found)


def test_a_repeat_with_a_pair_that_diverged_is_the_worst_or_a_tie():
    """In the first the arm diverges once, in the second each of the two does."""
    found = results(
        {"a": [1, 1, None, 1, 1, 1], "b": [2, None, 1, None, 0, 1]}, pairs=2
    )
    assert found.differences["b"].tolist() == [math.inf, 0.0, -0.5]
    assert "better in 1 of 3 repeats, worse in 1; 2 of 6 diverged" in str(found)


@pytest.mark.parametrize("less_is_better", [True, False])
def test_an_arm_that_diverges_is_worse_where_enough_repeats_say_so(less_is_better):
    best = -1 if less_is_better else 1
    near = BASE + 1e-3 * best
    lost = [None] * 10
    some = [None, None, *near[2:]]
    found = results({"a": BASE, "b": lost, "c": some}, less_is_better)
    table = found.verdicts
    assert table.verdict.tolist() == ["worse", "no difference detected"]
    assert table[["difference", "±", "detectable"]].isna().all(axis=None)
    assert table.diverged.tolist() == [10, 2]
    assert table.better.tolist() == [0, 8]
    assert "worse, better in 0 of 10 repeats, worse in 10; 10 of 10 div" in str(found)
    # Eight of ten are better: by signs, a chance of 11 %.
    assert np.isinf(found.differences["c"]).sum() == 2


def test_a_reference_that_diverges_makes_the_others_better():
    found = results({"a": [None] * 10, "b": BASE, "c": [None] * 10})
    assert found.verdicts.verdict.tolist() == ["better", "no difference detected"]
    assert found.differences["c"].tolist() == [0.0] * 10
    assert "against a at 0.1, which diverged in 10 of 10:" in str(found)


def test_what_diverged_in_both_of_a_pair_is_no_measured_difference():
    """Six ties and four differences of −0.9 would have an interval without 0."""
    lost = [None] * 6
    found = results({"a": [*lost, 1, 1, 1, 1], "b": [*lost, 0.1, 0.1, 0.1, 0.11]})
    assert found.verdicts.verdict.tolist() == ["no difference detected"]
    assert found.verdicts.better.tolist() == [4]


@pytest.mark.parametrize("other", [[0.9, 0.9], [0.9, 0.91], [0.9] * 4])
def test_differences_that_are_all_the_same_make_nothing_certain(other):
    """A share of few examples has few values, and two of them are soon alike."""
    found = results({"a": [1.0] * len(other), "b": other})
    assert found.verdicts.verdict.tolist() == ["no difference detected"]
    assert found.verdicts["±"].isna().all()
    assert results({"a": [1.0] * 8, "b": [0.9] * 8}).verdicts.verdict["b"] == "better"


def test_few_repeats_with_one_that_diverged_say_nothing():
    found = results({"a": [1.0, 1.0, 1.0], "b": [None, None, None]})
    assert found.verdicts.verdict.tolist() == ["no difference detected"]


def test_ties_are_no_difference():
    found = results({"a": BASE, "b": BASE})
    assert found.verdicts.verdict.tolist() == ["no difference detected"]
    assert found.verdicts.difference.tolist() == [0.0]
    assert "better in 0 of 10 repeats, worse in 0" in str(found)


@pytest.mark.slow
@pytest.mark.parametrize("less_is_better", [True, False])
def test_the_pictures_are_drawn_whatever_diverged(less_is_better):
    found = results(
        {"a": BASE, "b": [None] * 10, "c": [None, *VAGUE[1:]]}, less_is_better
    )
    for draw in (draw_valleys, draw_differences):
        figure = draw(found)
        figure.canvas.draw()
        assert figure.axes[-1].get_xlabel()
    said = [text.get_text() for text in plt.gcf().axes[0].texts]
    assert (
        said == found.verdicts.verdict.tolist() == ["worse", "no difference detected"]
    )


@pytest.mark.slow
def test_tables_have_the_labels_that_are_planned(trained, tmp_path):
    trained(valley(0.01))
    ours = comparison(tmp_path)
    ours.run()
    renamed = Protocol({"renamed": [1, 1, 1, 1]}, PEAKS, 4, 3, 2, 2)
    planned = renamed.tuning_trainings(PEAKS)
    trainings, evaluations = tables(planned, ours.store.finished())
    assert set(trainings.arm) == {"renamed"} == set(evaluations.arm)
    assert len(evaluations) == len(trainings) == 3 * 3 * 2
    assert trainings.repeat.tolist() == [0, 1, 2] * 6
