"""What more repeats, or more pairs in each, would be able to detect.

Differences scatter between the repeats, by the luck of the chosen peaks, and between
the pairs of one repeat. More pairs average out the second part alone.
"""

import math

import numpy as np
from scipy.stats import chi2

from helpers.arrays import ArrayLike, Floats
from helpers.verdicts import detectable_by_scatter

__all__ = ["FEWEST", "detectable_with", "known_to_a_factor", "scatter_with"]

FEWEST = 4  # repeats, from which on their scatter is known well enough to go by


def scatter_with(differences: ArrayLike, pairs: int) -> float:
    """Return the standard deviation of repeats that have so many pairs.

    ``differences`` has a row for each repeat, shape ``(repeats, pairs of each)``. If it
    has one pair in each, nothing tells the two parts of the scatter apart, and the
    number is nan for any other. The true ones are here √(1 + 4/pairs):

    >>> random = np.random.default_rng(0)
    >>> found = random.normal(size=(5000, 1)) + 2 * random.normal(size=(5000, 4))
    >>> [round(scatter_with(found, pairs), 1) for pairs in (1, 4, 100)]
    [2.2, 1.4, 1.0]
    """
    rows: Floats = np.asarray(differences, float)
    before = rows.shape[1]
    of_means = np.var(rows.mean(axis=1), ddof=1)
    if pairs == before:
        return math.sqrt(of_means)
    if before == 1:
        return math.nan
    within = min(np.var(rows, axis=1, ddof=1).mean(), before * of_means)
    return math.sqrt(of_means - within / before + within / pairs)


def detectable_with(
    differences: ArrayLike, repeats: int, pairs: int, comparisons: int = 1
) -> float:
    """Return the size of a difference that most such experiments would detect.

    It is nan where ``differences``, a row for each repeat, do not tell: if they have
    fewer than four repeats, if a training diverged, or as ``scatter_with`` says.
    """
    rows: Floats = np.asarray(differences, float)
    if len(rows) < FEWEST or not np.isfinite(rows).all():
        return math.nan
    return detectable_by_scatter(scatter_with(rows, pairs), repeats, comparisons)


def known_to_a_factor(repeats: int) -> float:
    """Return by which factor a scatter of so many repeats may be too small.

    The true one is larger in 1 of 40 experiments, where the differences are normal.

    >>> [round(known_to_a_factor(repeats), 1) for repeats in (4, 8, 16, 64)]
    [3.7, 2.0, 1.5, 1.2]
    """
    freedom = repeats - 1
    return math.sqrt(freedom / chi2.ppf(0.025, freedom))
