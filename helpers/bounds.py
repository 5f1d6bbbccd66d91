"""What a column of rates promises before any training: a bound of convex theory.

Gradient descent makes T updates x_{t+1} = x_t − η_t g_t on a convex function f, of
which g_t is a subgradient at x_t with ‖g_t‖ ≤ G, from a start x_1 at the distance D of
a minimum x*. The weights after **all** updates are x_{T+1}. Let w be η_1, …, η_T, v:
the column with an extra row. With the tails S_k = Σ_{t≥k} w_t and Q_k = Σ_{t≥k} w_t²,

    f(x_{T+1}) − f(x*) ≤ D²/(2 S_1) + G²/2 · (Q_1/S_1 + Σ_{k≤T} w_k/S_{k+1} · Q_k/S_k)

This is theorem 1 of Schaipp et al. (2025), after theorem 10 of Defazio et al. (2023).
It holds for expectations too: of f, of g_t at its x_t, and G² bounds that of ‖g_t‖².
The papers' column ends with the rate of the point that is judged, before that rate is
applied, so T updates need the row v. Nothing is trained with v: it weighs the last
point in an average. Any v above 0 will do, but without such a row the right side is no
bound. Here v is what makes it least at the best multiple of the column.

So the bound is A·D² + B·G², and for γ times the column A·D²/γ + B·G²·γ.
"""

import numpy as np
from scipy.ndimage import median_filter

from helpers.checks import check_positive
from helpers.schedules import check_table


def bound(rates, distance=1.0, gradient=1.0):
    """Return how far the loss after all updates is from the least, at most.

    ``rates`` are those of all updates, shape ``(T,)``, ``distance`` is D and
    ``gradient`` is G. At least one rate must be above 0, or ValueError.
    """
    distance = check_positive("distance", distance)
    gradient = check_positive("gradient", gradient)
    a, b = coefficients(rates)
    return a * distance**2 + b * gradient**2


def best_multiple(shape, distance=1.0, gradient=1.0):
    """Return the γ that makes the bound of γ · ``shape`` least, and that bound.

    γ = D/G · √(A/B), and the bound there is 2 D G √(A B).
    """
    distance = check_positive("distance", distance)
    gradient = check_positive("gradient", gradient)
    a, b = coefficients(shape)
    least = 2 * distance * gradient * np.sqrt(a * b)
    return distance / gradient * np.sqrt(a / b), least


def coefficients(rates):
    """Return A and B of the bound A·D² + B·G² on the loss after all updates."""
    a, b = from_each_start(rates)
    return a[0], b[0]


def bound_in_a_ball(rates, diameter=1.0, gradient=1.0):
    """Return the bound for descent that never leaves a convex set of that diameter.

    (After each update it steps to the set's nearest point.) Then each x_k is a start at
    most D from x*, so the least bound of all tails holds. After Attia & Koren (2025).
    """
    diameter = check_positive("diameter", diameter)
    gradient = check_positive("gradient", gradient)
    a, b = from_each_start(rates)
    return np.min(a * diameter**2 + b * gradient**2)


def refined(norms, share=0.1):
    """Return the column that theory makes of gradient norms, its largest rate 1.

    ``norms`` are those of the gradients of T updates, shape ``(T,)``, all above 0. With
    Ĝ their running median over a ``share`` of the run and weights w_t = Ĝ_t^−2,

        η_t ∝ w_t · Σ_{p>t} w_p

    Constant norms give linear decay to 0. Here too the sum has an extra row after the
    updates, another w_T, or the last rate would be 0. At its ends the running median
    goes on with the first norm and with a mirror of the last ones. Defazio et al. 2023,
    section on refinement.
    """
    norms = check_table("norms", norms)
    if not (norms > 0).all():
        row = int(np.argmin(norms))
        raise ValueError(f"norms[{row}] = {norms[row]} must be above 0")
    smooth = running_median(norms, check_positive("share", share, at_most=1))
    weights = (np.min(smooth) / smooth) ** 2
    later = tails(np.append(weights, weights[-1]))[1:]
    rates = weights * later
    return rates / np.max(rates)


def moving_part(rates):
    """Return a column from its first to its last rate above 0.

    An update of rate 0 moves nothing: at the ends it is as if it were not there.
    """
    rates = check_table("rates", rates)
    rows = np.flatnonzero(rates)
    if not rows.size:
        raise ValueError(f"rates: of {len(rates)} rates one at least must be above 0")
    return rates[rows[0] : rows[-1] + 1]


def from_each_start(rates):
    """Return A and B of the column's tails, of which each is a column too."""
    column = moving_part(rates)
    peak = np.max(column)
    a, b = with_last(column / peak, last_weight(column / peak))
    return a / peak, b * peak


def last_weight(shape):
    """Return the v that makes A·B least, found on a grid that closes in on it."""
    low, high = shape[-1] / 4, 8 * np.max(shape)
    for points in (33, 17, 17):
        grid = np.geomspace(low, high, points)
        products = [np.prod([x[0] for x in with_last(shape, v)]) for v in grid]
        best = np.argmin(products)
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, points - 1)]
    return grid[best]


def with_last(shape, v):
    """Return A and B of all tails of a column to which v is appended."""
    column = np.append(shape, v)
    rate, square = tails(column), tails(column**2)
    jumps = column[:-1] / rate[1:] * square[:-1] / rate[:-1]
    return 0.5 / rate[:-1], 0.5 * (square[:-1] / rate[:-1] + tails(jumps))


def tails(values):
    """Return the sums from each row to the last."""
    return np.cumsum(values[::-1])[::-1]


def running_median(values, share):
    """Return the medians of windows that span a share of all values, an odd number."""
    half = int(share * len(values)) // 2
    padded = np.pad(values, (0, half), "reflect")
    # "nearest" goes on with the first value; what it adds at the end is cut off.
    return median_filter(padded, 2 * half + 1, mode="nearest")[: len(values)]
