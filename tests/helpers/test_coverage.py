"""Does an interval hold what it says? Thousands of experiments, from real trainings.

Two sides count: the share of intervals that hold the mean of all experiments, which
Student's interval over repeats gives whatever peaks they choose; and whether the peaks
that are chosen lie at the bottom, which decides what the mean of all is.
"""

from functools import partial

import numpy as np
import pytest

from benchmarks.held import held
from helpers.valley import bottom
from tests.helpers.resampled import (
    Way,
    best_of_grid,
    choices,
    experiments,
    mean_valley,
    pool,
)

pytestmark = pytest.mark.slow

ROOT2 = np.sqrt(2)
PLAYGROUND = Way(repeats=8, tuning_seeds=1, pairs=8, grid=ROOT2)
COMPARISON = Way(repeats=8, tuning_seeds=1, pairs=2)
PAGE = Way(repeats=9, tuning_seeds=3, pairs=10)
NOW = {"playground": PLAYGROUND, "comparison": COMPARISON, "page": PAGE}
BEFORE = {
    "8 seeds, 64 pairs": Way(1, 8, 64, ROOT2, best_of_grid),
    "3 seeds, 10 pairs": Way(1, 3, 10, 2.0, best_of_grid),
    "3 seeds, 30 pairs": Way(1, 3, 30, 2.0, best_of_grid),
}
CONFIDENCE = 0.99  # of a share's exact interval: six of them are asked
# Half a point is what the narrowest interval here leaves open; half of that is near.
NEAR = 0.25
NULL, TRUE = ("jittered constant", "constant"), ("cosine", "constant")


def by_name(ways):
    return pytest.mark.parametrize("way", ways.values(), ids=ways)


def share_held(way, arms):
    return held(*experiments(way, *arms), CONFIDENCE)


def above_the_bottom(way, arm):
    """Return by how many points the mean valley is higher where the choices lie."""
    peaks, valley = mean_valley(arm)
    middle = np.log(choices(way, arm)).mean()
    return np.interp(middle, np.log(peaks), valley) - valley.min()


@by_name(NOW)
@pytest.mark.parametrize("arms", [NULL, TRUE], ids=["null", "true difference"])
def test_95_percent_of_the_intervals_over_repeats_hold_the_mean_of_all(way, arms):
    found = share_held(way, arms)
    assert found.is_as_promised, found


@by_name(BEFORE)
def test_intervals_over_pairs_at_one_chosen_peak_do_not(way):
    found = share_held(way, TRUE)
    assert found.high < 0.85, found


def test_more_pairs_at_one_chosen_peak_make_it_worse():
    few, more = (
        share_held(BEFORE[f"3 seeds, {n} pairs"], TRUE).share for n in (10, 30)
    )
    assert more < few - 0.1


def test_a_better_choice_does_not_mend_an_interval_over_pairs():
    found = share_held(Way(1, 8, 64, ROOT2), TRUE)
    assert found.high < 0.95, found


@by_name(NOW)
def test_a_column_that_only_jitters_is_rarely_called_another(way):
    means, halves = experiments(way, *NULL)
    assert np.mean(np.abs(means) > halves) == pytest.approx(0.05, abs=0.02)


@by_name(NOW)
def test_a_true_difference_is_found(way):
    means, halves = experiments(way, *TRUE)
    assert np.mean(means < -halves) > 0.95


@by_name(NOW)
@pytest.mark.parametrize("arm", pool()[1])
def test_the_peaks_that_are_chosen_lie_near_the_bottom(way, arm):
    assert above_the_bottom(way, arm) < NEAR


@pytest.mark.parametrize("grid", [ROOT2, 2.0], ids=["fine", "coarse"])
def test_a_parabola_through_the_walls_would_not_lie_there(grid):
    """Its intervals hold the mean of all, and that is the mean of something else."""
    through_all = Way(8, 1, 8, grid, partial(bottom, reach=np.inf))
    assert above_the_bottom(through_all, "cosine") > 2 * NEAR
    assert share_held(through_all, TRUE).is_as_promised
    means, _ = experiments(through_all, *TRUE)
    near, _ = experiments(PLAYGROUND, *TRUE)
    assert means.mean() > near.mean() + 1


def test_repeats_choose_with_less_scatter_than_by_the_best_of_a_grid():
    scatter = [
        np.log(choices(way, "cosine")).std()
        for way in (COMPARISON, Way(8, 1, 2, 2.0, best_of_grid))
    ]
    assert scatter[0] < 0.7 * scatter[1]
