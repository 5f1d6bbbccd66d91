"""Paired differences put into words that only an interval chooses."""

import numpy as np
from scipy.stats import t

from helpers.checks import check_count


def interval(differences, comparisons=1):
    """Return the mean of paired differences and the half-width of its interval.

    ``differences`` has shape ``(n,)``, one value per seed, n at least 2. The interval
    is Student's. So that all of so many ``comparisons`` together are wrong with a
    chance of 5 % at most, each covers 1 − 0.05/comparisons (Bonferroni).
    """
    differences = np.asarray(differences, float)
    if differences.ndim != 1 or len(differences) < 2:
        raise ValueError(
            f"differences of shape {differences.shape} must be a column of 2 or more"
        )
    tail = 0.05 / check_count("comparisons", comparisons) / 2
    error = np.std(differences, ddof=1) / np.sqrt(len(differences))
    return np.mean(differences), t.ppf(1 - tail, len(differences) - 1) * error


def word(mean, half_width):
    """Say "better", "worse" or "no difference detected"; less is better.

    "Better" and "worse" mean that the interval leaves out 0.
    """
    if not abs(mean) > half_width:
        return "no difference detected"
    return "better" if mean < 0 else "worse"
