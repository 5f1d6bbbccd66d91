"""Experiments by the thousand, drawn from a stored pool of real trainings.

``benchmarks/coverage_pool.py`` has made the pool. The peaks are chosen and the
intervals made by ``helpers.valley`` and ``helpers.verdicts``, as anywhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from benchmarks.coverage_pool import EXAMPLES, FILE
from helpers.valley import bottom
from helpers.verdicts import interval

WORST = 90.0  # % wrong of a network that diverged, as by guessing
SETS = 1000  # of several tuning seeds, which experiments draw from


def best_of_grid(peaks, errors):
    """Return the peak with the least mean error: the old way to choose."""
    return peaks[np.nanargmin(errors)]


@dataclass(frozen=True)
class Way:
    """How an experiment is made: its repeats, and what each of them trains.

    ``grid`` is the factor from one peak to the next in the grid, √2 or 2. With one
    repeat the interval is over its pairs, as it used to be.
    """

    repeats: int
    tuning_seeds: int
    pairs: int
    grid: float = 2.0
    choose: Callable = bottom


@cache
def pool():
    """Return the peaks, and the errors in % by arm and part, (seeds, peaks)."""
    with np.load(FILE) as file:
        stored = dict(file)
    arms = {}
    for place, arm in enumerate(stored["arms"].tolist()):
        arms[arm] = {}
        for part, examples in EXAMPLES.items():
            wrong = stored[part][:, place]
            arms[arm][part] = np.where(wrong < 0, np.nan, 100 / examples * wrong)
    return stored["peaks"], arms


def mean_valley(arm):
    """Return the peaks at which no network diverged, and their mean errors, in %."""
    peaks, arms = pool()
    means = arms[arm]["validation"].mean(axis=0)
    return peaks[~np.isnan(means)], means[~np.isnan(means)]


def on_grid(way):
    """Return the places in the pool of the peaks of a way's grid."""
    peaks, _ = pool()
    step = round(2 * np.log2(way.grid))
    return np.arange(len(peaks))[step - 1 :: step]


def tuning_sets(way):
    """Return sets of tuning seeds, (sets, seeds): each seed alone, or sets drawn."""
    _, arms = pool()
    count = len(arms["constant"]["test"])
    if way.tuning_seeds == 1:
        return np.arange(count)[:, None]
    random = np.random.default_rng(1)
    drawn = random.permuted(np.tile(np.arange(count), (SETS, 1)), axis=1)
    return drawn[:, : way.tuning_seeds]


@cache
def choices(way, arm):
    """Return the peak that each of the ``tuning_sets`` chooses for an arm."""
    peaks, arms = pool()
    places = on_grid(way)
    valleys = arms[arm]["validation"][tuning_sets(way)].mean(axis=1)[:, places]
    return np.array([way.choose(peaks[places], valley) for valley in valleys])


def at(errors, chosen):
    """Return each seed's error at the peaks that were chosen, (chosen, seeds).

    Between two peaks of the pool it is interpolated over the logarithm of the peak.
    """
    peaks, _ = pool()
    errors = np.where(np.isnan(errors), WORST, errors).T
    place = np.interp(np.log(chosen), np.log(peaks), np.arange(len(peaks)))
    below = np.minimum(place.astype(int), len(peaks) - 2)
    share = (place - below)[:, None]
    return (1 - share) * errors[below] + share * errors[below + 1]


@cache
def experiments(way, schedule, constant, count=4000):
    """Return the means and the half-widths of ``count`` experiments.

    Repeats are drawn independently, so that the pool is all that there is: were no seed
    drawn twice, the means would scatter less than they do in the world. No pair of a
    repeat has one of its own tuning seeds.
    """
    _, arms = pool()
    of_schedule, of_constant = (
        at(arms[arm]["test"], choices(way, arm)) for arm in (schedule, constant)
    )
    differences, sets = of_schedule - of_constant, tuning_sets(way)
    random = np.random.default_rng(2)
    chosen = random.integers(len(sets), size=(count, way.repeats))
    seeds = random.integers(differences.shape[1], size=(*chosen.shape, way.pairs))
    while (seen := (seeds[..., None] == sets[chosen][:, :, None]).any(-1)).any():
        seeds[seen] = random.integers(differences.shape[1], size=seen.sum())
    drawn = differences[chosen[..., None], seeds]
    over = drawn if way.repeats > 1 else drawn[:, 0]
    return np.transpose([interval(found) for found in over])
