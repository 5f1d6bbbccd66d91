"""What theory predicts from a column of rates alone: a bound for convex functions.

Gradient descent makes T updates x_{t+1} = x_t − η_t g_t on a convex function f, of
which g_t is a subgradient at x_t with ‖g_t‖ ≤ G, from a start x_1 at the distance D of
a minimum x*. The weights after **all** updates are x_{T+1}. Let w be η_1, …, η_T, v:
the column with an extra row. With the tails S_k = Σ_{t≥k} w_t and Q_k = Σ_{t≥k} w_t²,

    f(x_{T+1}) − f(x*) ≤ D²/(2 S_1) + G²/2 · (Q_1/S_1 + Σ_{k≤T} w_k/S_{k+1} · Q_k/S_k)

This is theorem 1 of Schaipp et al. (2025), after theorem 10 of Defazio et al. (2023).
It holds for expectations too: of f, of g_t at its x_t, and G² bounds that of ‖g_t‖².
The papers' column ends with the rate of the point that is judged, before that rate is
applied, so T updates need the row v. No update is made with v: it is the weight of the
last point in an average. The bound holds for any v above 0, and not without such a row.
Here v is the one with the least bound at the best multiple of the column.

So the bound is A·D² + B·G², and for γ times the column A·D²/γ + B·G²·γ.
"""

import numpy as np
from scipy.ndimage import median_filter

from helpers.arrays import ArrayLike, Floats
from helpers.checks import check_positive
from helpers.schedules import check_table

__all__ = [
    "best_multiple",
    "bound",
    "bound_in_a_ball",
    "coefficients",
    "last_weight",
    "refined",
    "running_median",
]


def bound(rates: ArrayLike, distance: float = 1.0, gradient: float = 1.0) -> float:
    """Return the bound on the loss after all updates, above the least loss.

    ``rates`` are those of all updates, shape ``(T,)``, ``distance`` is D and
    ``gradient`` is G. At least one rate must be above 0, or ValueError.

    >>> from helpers.bounds import bound
    >>> from helpers.schedules import constant, linear, table
    >>> for schedule in (constant(0.1), linear(0.1, 100)):
    ...     print(f"{bound(table(schedule, 100)):.3f}")
    0.353
    0.200
    """
    distance = check_positive("distance", distance)
    gradient = check_positive("gradient", gradient)
    a, b = coefficients(rates)
    return a * distance**2 + b * gradient**2


def best_multiple(
    shape: ArrayLike, distance: float = 1.0, gradient: float = 1.0
) -> tuple[float, float]:
    """Return the γ that makes the bound of γ · ``shape`` least, and that bound.

    γ = D/G · √(A/B), and the bound there is 2 D G √(A B). ``shape`` is a column of
    rates, shape ``(T,)``.

    >>> from helpers.schedules import linear, table
    >>> peak, least = best_multiple(table(linear(1.0, 100), 100))
    >>> print(f"a bound of {least:.3f} at the peak {peak:.3f}")
    a bound of 0.200 at the peak 0.099
    """
    distance = check_positive("distance", distance)
    gradient = check_positive("gradient", gradient)
    a, b = coefficients(shape)
    least = 2 * distance * gradient * np.sqrt(a * b)
    return distance / gradient * np.sqrt(a / b), least


def coefficients(rates: ArrayLike) -> tuple[float, float]:
    """Return A and B of the bound A·D² + B·G² on the loss after all updates.

    >>> a, b = coefficients([0.1, 0.1, 0.1])
    >>> print(f"{a:.2f} {b:.3f}")
    0.98 0.158
    """
    a, b = _from_each_start(rates)
    return a[0], b[0]


def bound_in_a_ball(
    rates: ArrayLike, diameter: float = 1.0, gradient: float = 1.0
) -> float:
    """Return the bound for descent that stays in a convex set of that diameter.

    (After each update it steps to the set's nearest point.) Then each x_k is a start at
    most D from x*, so the least bound of all tails holds. After Attia & Koren (2025).

    >>> from helpers.schedules import linear, table
    >>> rates = table(linear(2.0, 100), 100)  # 20 times the best peak
    >>> print(f"{bound(rates):.2f}, in a ball {bound_in_a_ball(rates):.2f}")
    2.03, in a ball 0.50
    """
    diameter = check_positive("diameter", diameter)
    gradient = check_positive("gradient", gradient)
    a, b = _from_each_start(rates)
    return np.min(a * diameter**2 + b * gradient**2)


def refined(norms: ArrayLike, share: float = 0.1) -> Floats:
    """Return the column that theory derives from gradient norms; its largest rate is 1.

    ``norms`` are those of the gradients of T updates, shape ``(T,)``, all above 0. With
    Ĝ their running median over a ``share`` of the run and weights w_t = Ĝ_t^−2,

        η_t ∝ w_t · Σ_{p>t} w_p

    Constant norms give linear decay to 0. Here too the sum has an extra row after the
    updates, another w_T, or the last rate would be 0. At its ends the running median
    goes on with the first norm and with a mirror of the last ones. Defazio et al. 2023,
    section on refinement. A norm of 0 raises ValueError.

    >>> refined([1, 1, 1, 1]).tolist()
    [1.0, 0.75, 0.5, 0.25]
    >>> refined([2, 2, 1, 1]).round(2).tolist()  # small gradients, large rates
    [0.41, 0.38, 1.0, 0.5]
    """
    column = check_table("norms", norms)
    if not (column > 0).all():
        row = int(np.argmin(column))
        raise ValueError(f"norms[{row}] = {column[row]} must be above 0")
    smooth = running_median(column, check_positive("share", share, at_most=1))
    weights = (np.min(smooth) / smooth) ** 2
    later = _tails(np.append(weights, weights[-1]))[1:]
    rates = weights * later
    return rates / np.max(rates)


def last_weight(shape: Floats) -> float:
    """Return the v that makes A·B least, found on a grid that closes in on it.

    ``shape`` is a column of rates, shape ``(T,)``, the last above 0.

    >>> print(f"{last_weight(np.array([1.0, 1.0, 1.0])):.2f}")
    2.12
    """
    low, high = shape[-1] / 4, 8 * np.max(shape)
    for points in (33, 17, 17):
        grid = np.geomspace(low, high, points)
        products = [np.prod([x[0] for x in with_last(shape, v)]) for v in grid]
        best = int(np.argmin(products))
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, points - 1)]
    return grid[best]


def running_median(values: Floats, share: float) -> Floats:
    """Return the median of the values around each value, shape ``(T,)`` as they are.

    The windows are ``share`` of all values long, an odd number of them.

    >>> running_median(np.array([1.0, 9.0, 2.0, 3.0]), share=0.5).tolist()
    [1.0, 2.0, 3.0, 2.0]
    """
    half = int(share * len(values)) // 2
    padded = np.pad(values, (0, half), "reflect")
    # "nearest" goes on with the first value; what it adds at the end is cut off.
    return median_filter(padded, 2 * half + 1, mode="nearest")[: len(values)]


def _moving_part(rates: ArrayLike) -> Floats:
    """Return a column from its first to its last rate above 0.

    An update of rate 0 moves nothing: at the ends it is as if it were not there.
    """
    column = check_table("rates", rates)
    rows = np.flatnonzero(column)
    if not rows.size:
        raise ValueError(f"rates: of {len(column)} rates one at least must be above 0")
    return column[rows[0] : rows[-1] + 1]


def _from_each_start(rates: ArrayLike) -> tuple[Floats, Floats]:
    """Return A and B of the column's tails, of which each is a column too."""
    column = _moving_part(rates)
    peak = np.max(column)
    a, b = with_last(column / peak, last_weight(column / peak))
    return a / peak, b * peak


def with_last(shape: Floats, v: float) -> tuple[Floats, Floats]:
    """Return A and B of all tails of a column to which v is appended."""
    column = np.append(shape, v)
    rate, square = _tails(column), _tails(column**2)
    jumps = column[:-1] / rate[1:] * square[:-1] / rate[:-1]
    return 0.5 / rate[:-1], 0.5 * (square[:-1] / rate[:-1] + _tails(jumps))


def _tails(values: Floats) -> Floats:
    """Return the sums from each row to the last."""
    return np.cumsum(values[::-1])[::-1]
