"""Paired differences, and the word for them that their interval decides."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import nct, sem, t

from helpers.arrays import ArrayLike, Floats
from helpers.checks import check_count, check_positive

__all__ = ["detectable", "interval", "word"]


def interval(differences: ArrayLike, comparisons: int = 1) -> tuple[float, float]:
    """Return the mean of paired differences and the half-width of its interval.

    ``differences`` has shape ``(n,)``, one value per seed, n at least 2; any other
    shape raises ValueError. The interval is Student's. Each of ``comparisons``
    intervals covers 1 − 0.05/comparisons (Bonferroni): the chance that any of them is
    wrong is then at most 5 %.

    That holds for differences that have nothing in common but their mean: each pair
    needs its own initial weights and its own order of the data.

    >>> mean, half = interval([-0.3, -0.1, -0.4, 0.1, -0.2])
    >>> print(f"{mean:.2f} ± {half:.2f}")
    -0.18 ± 0.24
    >>> _, half = interval([-0.3, -0.1, -0.4, 0.1, -0.2], comparisons=8)
    >>> print(f"± {half:.2f}")
    ± 0.45
    """
    differences = _column(differences)
    errors = t.ppf(1 - _missed_on_one_side(comparisons), len(differences) - 1)
    return np.mean(differences, dtype=np.float64), errors * sem(differences)


def detectable(
    differences: ArrayLike, comparisons: int = 1, power: float = 0.8
) -> float:
    """Return the smallest true mean that such an experiment detects most of the time.

    If the true mean were this large, and the differences as scattered as these are, the
    interval would leave out 0, on the right side, in the share ``power`` of all
    experiments: by the noncentral t distribution. ``differences`` and ``comparisons``
    are those of ``interval``. ``power`` is above the chance of a false alarm and below
    1, or ValueError.

    >>> least = detectable([-0.3, -0.1, -0.4, 0.1, -0.2])
    >>> print(f"{least:.2f}")
    0.32
    """
    differences = _column(differences)
    freedom = len(differences) - 1
    alarm = _missed_on_one_side(comparisons)
    if not alarm < check_positive("power", power) < 1:
        raise ValueError(f"power = {power!r} must be above {alarm:g} and below 1")
    limit = t.ppf(1 - alarm, freedom)
    most = limit * (1 + 10 / np.sqrt(freedom)) + 10
    mean = brentq(lambda mean: nct.sf(limit, freedom, mean) - power, 0, most)
    return sem(differences) * mean


def word(mean: float, half_width: float) -> str:
    """Return "better", "worse" or "no difference detected"; less is better.

    "Better" and "worse" mean that the interval leaves out 0.

    >>> word(-0.18, 0.24)
    'no difference detected'
    >>> word(-0.18, 0.1)
    'better'
    """
    if not abs(mean) > half_width:
        return "no difference detected"
    return "better" if mean < 0 else "worse"


def _missed_on_one_side(comparisons: int) -> float:
    """Return the chance that one interval lies above, or below, the true mean."""
    return 0.05 / check_count("comparisons", comparisons) / 2


def _column(differences: ArrayLike) -> Floats:
    column = np.asarray(differences, float)
    if column.ndim != 1 or len(column) < 2:
        raise ValueError(
            f"differences of shape {column.shape} must be a column of 2 or more"
        )
    return column
