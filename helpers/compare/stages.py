"""The two stages of the protocol: peaks from one grid, then fresh pairs at the best."""

import math

from helpers.compare.arms import column
from helpers.compare.training import Training

FRESH = 1000  # the first seed of the test: no tuning has seen it


def tuning(arms, peaks, seeds, updates):
    """Return the trainings that tune all arms on a grid of peaks."""
    points = [(arm, peak) for arm in arms for peak in peaks]
    return trainings("tuning", arms, points, range(seeds), updates)


def test(arms, best, pairs, updates):
    """Return the trainings of the test, at the peak that ``best`` has for each arm."""
    return trainings("test", arms, best.items(), range(FRESH, FRESH + pairs), updates)


def trainings(stage, arms, points, seeds, updates):
    """Return a training for each point, an arm and its peak, and each seed."""
    columns = {
        (arm, peak): column(arm, arms[arm], peak, updates) for arm, peak in points
    }
    return [
        Training(stage, *point, seed, rates)
        for point, rates in columns.items()
        for seed in seeds
    ]


def best_peaks(tuned, finished, less_is_better):
    """Return the peak of each arm with the best mean value over its seeds.

    Where a training diverged, the mean is the worst there is.
    """
    values = {}
    for training in tuned:
        row = finished[training.key]
        value = math.inf if row["diverged"] else row["value"]
        if not (less_is_better or row["diverged"]):
            value = -value
        arm = values.setdefault(training.arm, {})
        arm[training.peak] = arm.get(training.peak, 0.0) + value
    return {arm: min(sums, key=sums.get) for arm, sums in values.items()}


def wider(peaks, best, lowest, highest):
    """Return the grid with one peak more on each side where a best peak is the last.

    It grows by the factor that it has there, but not beyond ``lowest`` and ``highest``.
    """
    below, above = peaks[0] ** 2 / peaks[1], peaks[-1] ** 2 / peaks[-2]
    if peaks[0] in best.values() and below >= lowest:
        peaks = (below, *peaks)
    if peaks[-1] in best.values() and above <= highest:
        peaks = (*peaks, above)
    return peaks
