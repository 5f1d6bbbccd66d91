"""What more repeats or pairs would detect, by differences that scatter in two parts."""

import math

import numpy as np
import pandas as pd
import pytest

from helpers.compare import Results
from helpers.compare.outlook import detectable_with, scatter_with
from helpers.verdicts import detectable, interval
from tests.helpers.compare.stand_in import comparison, valley


def drawn(repeats, pairs, between=1.0, within=2.0, seed=0):
    random = np.random.default_rng(seed)
    shared = random.normal(scale=between, size=(repeats, 1))
    return shared + random.normal(scale=within, size=(repeats, pairs))


@pytest.mark.slow
@pytest.mark.parametrize(("between", "within"), [(1, 2), (0, 2), (1, 0.1)])
def test_both_parts_of_the_scatter_are_found(between, within):
    """On average over experiments of 8 repeats, for other numbers of pairs."""
    for pairs in (1, 2, 4):
        found = [
            scatter_with(drawn(8, 2, between, within, seed), pairs) ** 2
            for seed in range(1000)
        ]
        truth = between**2 + within**2 / pairs
        assert np.mean(found) == pytest.approx(truth, rel=0.3)


@pytest.mark.slow
def test_what_is_foretold_is_what_such_experiments_detect():
    """In about four of five experiments of 16 repeats of 4 pairs."""
    size = np.mean([detectable_with(drawn(8, 2, seed=s), 16, 4) for s in range(300)])
    detected = [
        np.greater(*interval(drawn(16, 4, seed=seed) + size)) for seed in range(1000)
    ]
    assert np.mean(detected) == pytest.approx(0.8, abs=0.05)


def test_the_same_numbers_give_what_is_known_and_few_repeats_nothing():
    rows = drawn(8, 2)
    assert detectable_with(rows, 8, 2) == pytest.approx(detectable(rows))
    assert math.isnan(detectable_with(rows[:3], 8, 2))
    assert math.isnan(detectable_with(rows[:, :1], 8, 2))
    assert detectable_with(rows[:, :1], 32, 1) < detectable_with(rows[:, :1], 8, 1)
    assert math.isnan(detectable_with(np.where(rows > 3, np.inf, rows), 8, 2))


def results(gaps):
    rows = [
        ("test", arm, repeat, 0.1, 1000 * pair + repeat, value, False)
        for repeat, pairs in enumerate(gaps)
        for pair, gap in enumerate(pairs, 1)
        for arm, value in (("a", float(pair)), ("b", pair + gap))
    ]
    names = ["stage", "arm", "repeat", "peak", "seed", "value", "diverged"]
    table = pd.DataFrame(rows, columns=names)
    return Results(table, pd.DataFrame(), "a", "loss", less_is_better=True, notes=[])


def test_results_without_a_clear_verdict_say_what_more_trainings_would_bring():
    gaps = drawn(8, 2, seed=3)
    found = results(gaps - gaps.mean())
    more, pairs = found.detectable_with(16)["b"], found.detectable_with(8, 4)["b"]
    assert more < found.verdicts.detectable["b"]
    assert (
        f"More trainings would mostly detect: with 16 repeats {more:.2g} (b), with 4 "
        f"pairs in each {pairs:.2g} (b). (From 8 repeats such sizes are known to a "
        "factor of 2.0.)"
    ) in str(found)
    assert "More trainings" not in str(results(gaps - 20))
    assert "More trainings" not in str(results(gaps[:3] - gaps[:3].mean()))


@pytest.mark.slow
def test_a_plan_for_more_repeats_says_what_they_would_detect(
    trained, untimed, tmp_path
):
    trained(valley(0.01))
    few = comparison(tmp_path, repeats=4)
    assert few.plan().outlook == ""
    found = few.run()
    plan = comparison(tmp_path, repeats=16, pairs=3).plan()
    size = found.detectable_with(16, 3)["falling"]
    assert f"4 repeats that are finished: falling {size:.2g} (known" in str(plan)
