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

Where each gradient has a norm of its own, ‖g_t‖ ≤ G_t, nothing changes but one sum: it
is Q_k = Σ_{t≥k} w_t² G_t², and the G² before the bracket falls away. The theorem has
this form too. The extra row needs the norm at the last point.
"""

import numpy as np

from helpers.arrays import ArrayLike, Floats
from helpers.checks import check_positive
from helpers.schedules import check_table

__all__ = [
    "best_multiple",
    "bound",
    "bound_in_a_ball",
    "check_norms",
    "coefficients",
    "last_weight",
]


def bound(rates: ArrayLike, distance: float = 1.0, gradient: ArrayLike = 1.0) -> float:
    """Return the bound on the loss after all updates, above the least loss.

    ``rates`` are those of all updates, shape ``(T,)``, and ``distance`` is D.
    ``gradient`` is G, or a column of the norms G_t, each above 0: one for each update,
    or one more, at the last point, which else has that of the last update. At least one
    rate must be above 0. A wrong argument raises ValueError or TypeError.

    >>> from helpers.bounds import bound
    >>> from helpers.schedules import constant, linear, table
    >>> for schedule in (constant(0.1), linear(0.1, 100)):
    ...     print(f"{bound(table(schedule, 100)):.3f}")
    0.353
    0.200
    >>> print(f"{bound([0.1, 0.1, 0.1], gradient=[2, 1, 1]):.3f}")
    1.012
    """
    distance = check_positive("distance", distance)
    a, b = coefficients(rates, gradient)
    return a * distance**2 + b


def best_multiple(
    shape: ArrayLike, distance: float = 1.0, gradient: ArrayLike = 1.0
) -> tuple[float, float]:
    """Return the γ that makes the bound of γ · ``shape`` least, and that bound.

    γ = D/G · √(A/B), and the bound there is 2 D G √(A B); with a column of norms G is
    within B. ``shape`` is a column of rates; the other arguments are as in ``bound``.

    >>> from helpers.schedules import linear, table
    >>> peak, least = best_multiple(table(linear(1.0, 100), 100))
    >>> print(f"a bound of {least:.3f} at the peak {peak:.3f}")
    a bound of 0.200 at the peak 0.099
    """
    distance = check_positive("distance", distance)
    a, b = coefficients(shape, gradient)
    return distance * np.sqrt(a / b), 2 * distance * np.sqrt(a * b)


def coefficients(rates: ArrayLike, gradient: ArrayLike = 1.0) -> tuple[float, float]:
    """Return A and B of the bound A·D² + B on the loss after all updates.

    So for a ``gradient`` of 1, B is what G² is multiplied by.

    >>> a, b = coefficients([0.1, 0.1, 0.1])
    >>> print(f"{a:.2f} {b:.3f}")
    0.98 0.158
    """
    a, b = _from_each_start(rates, gradient)
    return a[0], b[0]


def bound_in_a_ball(
    rates: ArrayLike, diameter: float = 1.0, gradient: ArrayLike = 1.0
) -> float:
    """Return the bound for descent that stays in a convex set of that diameter.

    (After each update it steps to the set's nearest point.) Then each x_k is a start at
    most D from x*, so the least bound of all tails holds. ``gradient`` is that of
    ``bound``. After Attia & Koren (2025).

    >>> from helpers.schedules import linear, table
    >>> rates = table(linear(2.0, 100), 100)  # 20 times the best peak
    >>> print(f"{bound(rates):.2f}, in a ball {bound_in_a_ball(rates):.2f}")
    2.03, in a ball 0.50
    """
    diameter = check_positive("diameter", diameter)
    a, b = _from_each_start(rates, gradient)
    return np.min(a * diameter**2 + b)


def check_norms(name: str, norms: ArrayLike) -> Floats:
    """Return a column of norms as float64, shape ``(T,)``, if each is above 0.

    >>> check_norms("norms", [2, 0])
    Traceback (most recent call last):
    ValueError: norms[1] = 0.0 must be above 0
    """
    column = check_table(name, norms)
    if not (column > 0).all():
        row = int(np.argmin(column))
        raise ValueError(f"{name}[{row}] = {column[row]} must be above 0")
    return column


def last_weight(shape: Floats, norms: Floats | float = 1.0) -> float:
    """Return the v that makes A·B least, found on a grid that closes in on it.

    ``shape`` is a column of rates, shape ``(T,)``, the last above 0, and ``norms`` are
    those of ``with_last``.

    >>> print(f"{last_weight(np.array([1.0, 1.0, 1.0])):.2f}")
    2.12
    """
    low, high = shape[-1] / 4, 8 * np.max(shape)
    for points in (33, 17, 17):
        grid = np.geomspace(low, high, points)
        products = [np.prod([x[0] for x in with_last(shape, v, norms)]) for v in grid]
        best = int(np.argmin(products))
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, points - 1)]
    return grid[best]


def with_last(
    shape: Floats, v: float, norms: Floats | float = 1.0
) -> tuple[Floats, Floats]:
    """Return A and B of all tails of a column to which v is appended.

    ``norms`` are those of all its rows, v's too, shape ``(T + 1,)``, or one for all.
    """
    column = np.append(shape, v)
    rate, square = tails(column), tails((column * norms) ** 2)
    jumps = column[:-1] / rate[1:] * square[:-1] / rate[:-1]
    return 0.5 / rate[:-1], 0.5 * (square[:-1] / rate[:-1] + tails(jumps))


def tails(values: Floats) -> Floats:
    """Return the sums from each row to the last."""
    return np.cumsum(values[::-1])[::-1]


def _from_each_start(rates: ArrayLike, gradient: ArrayLike) -> tuple[Floats, Floats]:
    """Return A and B of the column's tails, of which each is a column too.

    An update of rate 0 moves nothing: at the ends it is as if it were not there.
    """
    column = check_table("rates", rates)
    moving = np.flatnonzero(column)
    if not moving.size:
        raise ValueError(f"rates: of {len(column)} rates one at least must be above 0")
    first, end = moving[0], moving[-1] + 1
    norms = _norm_of_each_row(gradient, len(column))[first : end + 1]
    peak, largest = np.max(column), np.max(norms)
    shape, norms = column[first:end] / peak, norms / largest
    a, b = with_last(shape, last_weight(shape, norms), norms)
    return a / peak, b * peak * largest**2


def _norm_of_each_row(gradient: ArrayLike, updates: int) -> Floats:
    """Return the norms of all rows and of the extra one, shape ``(updates + 1,)``."""
    if np.ndim(gradient) == 0:
        return np.full(updates + 1, check_positive("gradient", gradient))
    norms = check_norms("gradient", gradient)
    if len(norms) not in (updates, updates + 1):
        raise ValueError(
            f"gradient has {len(norms)} norms, but {updates} updates need as many, or "
            "one more"
        )
    return np.append(norms, norms[-1])[: updates + 1]
