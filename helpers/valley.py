"""Where the errors over the peaks of a grid are lowest."""

import math

import numpy as np

from helpers.arrays import ArrayLike, Floats
from helpers.checks import check_positive

__all__ = ["bottom"]

WALL = 10.0  # an error so many times the lowest belongs to what has all but diverged


def bottom(
    peaks: ArrayLike,
    errors: ArrayLike,
    within: float = 2.0,
    reach: float = 3.0,
) -> float:
    """Return the peak at the bottom of a valley, found by a local parabola.

    ``peaks`` are n different learning rates above 0, and ``errors`` what was measured
    at each, shape ``(n,)``; less is better, and what diverged is infinite or NaN. The
    parabola is fitted, by least squares, to the logarithms of both, through the lowest
    point, its neighbours, and what lies side by side with them: peaks within the factor
    ``reach`` of the best one, whose error is at most ``within`` times the lowest. It is
    less noisy than the best peak of the grid, and does not see the walls, as one
    through the whole valley would. Both limits are needed: where the lowest error is
    3 %, twice that is near the bottom; where it is 40 %, nearly all peaks are within. A
    neighbour ten times as high as the lowest point is a wall, as if it had diverged.

    The result has three digits and lies between the peaks that are fitted. Where fewer
    than three are left, or the parabola does not open upwards, it is the best peak of
    the grid. Errors that are not all above 0 (a merit with its sign turned) have no
    logarithm: then the parabola goes through the lowest and its neighbours as they are.
    ValueError if the shapes differ, a peak is not above 0, or nothing is finite.

    >>> bottom([0.1, 0.2, 0.4, 0.8], [5.0, 4.0, 4.0, 5.0], reach=5)
    0.283
    >>> bottom([0.1, 0.2, 0.4, 0.8], [5.0, 4.0, 9.0, float("inf")])
    0.164
    >>> bottom([0.1, 0.2, 0.4, 0.8], [5.0, 4.0, 90.0, 90.0])
    0.2
    >>> peaks, errors = [0.001, 0.003, 0.01, 0.03, 0.1], [80, 75, 65, 50, 52]
    >>> bottom(peaks, errors), bottom(peaks, errors, reach=math.inf)
    (0.0477, 0.1)
    """
    x, y = _rising(peaks, errors)
    check_positive("within", within)
    if reach != math.inf:
        check_positive("reach", reach)
    has_logarithm = (y > 0).all()
    lowest = int(np.argmin(y))
    near = np.abs(np.arange(len(y)) - lowest) <= 1
    if has_logarithm:
        y = np.where(y > WALL * y[lowest], np.inf, y)
        within_reach = abs(np.log(x / x[lowest])) <= math.log(reach)
        near |= within_reach & (y <= within * y[lowest])
    gaps = np.flatnonzero(~(near & np.isfinite(y)))
    after = np.searchsorted(gaps, lowest)
    first = gaps[after - 1] + 1 if after else 0
    end = gaps[after] if after < len(gaps) else len(y)
    best, x, y = x[lowest], np.log(x[first:end]), y[first:end]
    if len(x) < 3:
        return _three_digits(best)
    if has_logarithm:
        y = np.log(y)
    bend, slope, _ = np.polyfit(x - x.mean(), y, 2)
    if not bend > 1e-12:
        return _three_digits(best)
    found = np.clip(x.mean() - slope / (2 * bend), x[0], x[-1])
    return _three_digits(np.exp(found))


def _rising(peaks: ArrayLike, errors: ArrayLike) -> tuple[Floats, Floats]:
    """Return both as arrays, by rising peak, or raise ValueError."""
    x, y = np.asarray(peaks, float), np.asarray(errors, float)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(
            f"peaks of shape {x.shape} and errors of shape {y.shape} must be two "
            "columns of one length"
        )
    if not (np.isfinite(x).all() and (x > 0).all() and len({*x}) == len(x)):
        raise ValueError(f"peaks = {peaks!r} must be different rates above 0")
    if not np.isfinite(y).any():
        raise ValueError(f"errors = {errors!r} must have one that is finite")
    order = np.argsort(x)
    return x[order], np.where(np.isnan(y), np.inf, y)[order]


def _three_digits(peak: float) -> float:
    """Return a peak that is the same on all machines, and easy to read."""
    return float(f"{peak:.3g}")
