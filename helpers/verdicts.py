"""Differences of repeated experiments, and the word that their interval decides."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import nct, sem, t

from helpers.arrays import ArrayLike, Floats
from helpers.checks import check_count, check_positive

__all__ = ["detectable", "detectable_by_scatter", "interval", "word"]


def interval(differences: ArrayLike, comparisons: int = 1) -> tuple[float, float]:
    """Return the mean of the differences and the half-width of its interval.

    ``differences`` has a value for each **repeat** of an experiment, shape ``(n,)``, or
    a row of paired differences for each, shape ``(n, pairs)``, whose mean is taken
    first; n is at least 2, and any other shape raises ValueError. The interval is
    Student's. Each of ``comparisons`` intervals covers 1 − 0.05/comparisons
    (Bonferroni): the chance that even one of them is wrong is then at most 5 %.

    That holds for repeats that have nothing in common but their mean. So each needs
    seeds of its own, for the initial weights, for the order of the data, and for the
    tuning: pairs at one chosen peak share the luck of that choice, and an interval over
    such pairs is too narrow, the more so the more pairs there are (Bouthillier et al.,
    2021, https://arxiv.org/abs/2103.03098, on what is fixed and so biases).

    >>> mean, half = interval([-0.3, -0.1, -0.4, 0.1, -0.2])
    >>> print(f"{mean:.2f} ± {half:.2f}")
    -0.18 ± 0.24
    >>> _, half = interval([-0.3, -0.1, -0.4, 0.1, -0.2], comparisons=8)
    >>> print(f"± {half:.2f}")
    ± 0.45
    >>> mean, half = interval([[-0.3, -0.1], [-0.4, 0.2], [-0.2, -0.2]])
    >>> print(f"{mean:.2f} ± {half:.2f}")
    -0.17 ± 0.14
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
    scatter = float(np.std(differences, ddof=1))
    return detectable_by_scatter(scatter, len(differences), comparisons, power)


def detectable_by_scatter(
    scatter: float, repeats: int, comparisons: int = 1, power: float = 0.8
) -> float:
    """Return what ``detectable`` would for repeats with this standard deviation.

    So it tells what another number of repeats, 2 or more, would bring.

    >>> [round(float(detectable_by_scatter(1.0, many)), 2) for many in (4, 8, 16, 32)]
    [2.13, 1.16, 0.75, 0.51]
    """
    freedom = check_count("repeats", repeats, at_least=2) - 1
    alarm = _missed_on_one_side(comparisons)
    if not alarm < check_positive("power", power) < 1:
        raise ValueError(f"power = {power!r} must be above {alarm:g} and below 1")
    limit = t.ppf(1 - alarm, freedom)
    most = limit * (1 + 10 / np.sqrt(freedom)) + 10
    mean = brentq(lambda mean: nct.sf(limit, freedom, mean) - power, 0, most)
    return scatter / np.sqrt(repeats) * mean


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
    """Return the value of each repeat, or raise ValueError."""
    column = np.asarray(differences, float)
    if column.ndim not in (1, 2) or len(column) < 2 or not column.size:
        raise ValueError(
            f"differences of shape {column.shape} must have a value, or a row of "
            "pairs, for each of 2 or more repeats"
        )
    return column if column.ndim == 1 else column.mean(axis=1)
