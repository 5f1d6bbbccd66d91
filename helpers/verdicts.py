"""Paired differences put into words that only an interval chooses."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import nct, t

from helpers.checks import check_count, check_positive


def interval(differences, comparisons=1):
    """Return the mean of paired differences and the half-width of its interval.

    ``differences`` has shape ``(n,)``, one value per seed, n at least 2. The interval
    is Student's. So that all of so many ``comparisons`` together are wrong with a
    chance of 5 % at most, each covers 1 − 0.05/comparisons (Bonferroni).

    That holds for differences that have nothing in common but their mean: each pair
    needs its own initial weights and its own order of the data.
    """
    mean, error, freedom = spread(differences)
    return mean, t.ppf(1 - tail(comparisons), freedom) * error


def detectable(differences, comparisons=1, power=0.8):
    """Return the smallest mean that so many differences would mostly have detected.

    If the true mean were this large and the scatter the one seen, the interval would
    leave out 0, on the right side, in the share ``power`` of all experiments: by the
    noncentral t distribution.
    """
    _, error, freedom = spread(differences)
    alarm = tail(comparisons)
    if not alarm < check_positive("power", power) < 1:
        raise ValueError(f"power = {power!r} must be above {alarm:g} and below 1")
    limit = t.ppf(1 - alarm, freedom)
    most = limit * (1 + 10 / np.sqrt(freedom)) + 10
    return error * brentq(lambda mean: nct.sf(limit, freedom, mean) - power, 0, most)


def spread(differences):
    """Return the mean of the differences, its standard error, and n − 1."""
    differences = np.asarray(differences, float)
    if differences.ndim != 1 or len(differences) < 2:
        raise ValueError(
            f"differences of shape {differences.shape} must be a column of 2 or more"
        )
    error = np.std(differences, ddof=1) / np.sqrt(len(differences))
    return np.mean(differences), error, len(differences) - 1


def tail(comparisons):
    """Return the chance to be missed on one side, of each of so many intervals."""
    return 0.05 / check_count("comparisons", comparisons) / 2


def word(mean, half_width):
    """Say "better", "worse" or "no difference detected"; less is better.

    "Better" and "worse" mean that the interval leaves out 0.
    """
    if not abs(mean) > half_width:
        return "no difference detected"
    return "better" if mean < 0 else "worse"
