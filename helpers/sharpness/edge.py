"""The edge of stability, and what it predicts from a column of rates alone.

On a quadratic with curvature λ the update v ← βv − ηλw, w ← w + v is stable while
ηλ < 2 + 2β. So a column has an edge in each row, (2 + 2β)/η. Cohen et al. (2021) saw
that the sharpness of a network's loss rises to it and then stays there.

How fast the sharpness rises where no edge is near is measured once, at a small rate:
the **free rise**. It is told by the distance travelled, not by the number of updates,
so that one measurement serves all columns.
"""

from dataclasses import dataclass

import numpy as np

from helpers.arrays import ArrayLike, Floats
from helpers.checks import check_positive, check_rate
from helpers.schedules import check_table

__all__ = [
    "FreeRise",
    "batch_edges",
    "distance",
    "edge",
    "largest_peak",
    "lesser",
]

LARGEST_MOMENTUM = 0.999999


def edge(rates: ArrayLike, momentum: float) -> Floats:
    """Return the edge (2 + 2β)/η of each row, infinite where the rate is 0.

    ``rates`` has shape ``(steps,)``; ``momentum`` is β, from 0 to below 1.

    >>> edge([0.5, 0.25, 0.0], momentum=0.9).round(2).tolist()
    [7.6, 15.2, inf]
    """
    with np.errstate(divide="ignore"):
        return (2 + 2 * _momentum(momentum)) / check_table("rates", rates)


def batch_edges(rate: float, momentum: float) -> tuple[float, float]:
    """Return where the batch sharpness is said to settle: small batches, large ones.

    2(1 − β)/η and 2(1 + β)/η, after Andreyev et al. (2026).

    >>> print(*batch_edges(0.1, momentum=0.5))
    10.0 30.0
    """
    rate, beta = check_positive("rate", rate), _momentum(momentum)
    return 2 * (1 - beta) / rate, 2 * (1 + beta) / rate


def distance(rates: ArrayLike, momentum: float) -> Floats:
    """Return how far each row has been carried: by a gradient of length 1 all along.

    The sum of the velocities u_t = β u_{t−1} + η_t; the first row begins at 0, and the
    last of ``len(rates) + 1`` numbers is after all updates.

    >>> distance([1.0, 1.0, 1.0], momentum=0.5).tolist()
    [0.0, 1.0, 2.5, 4.25]
    """
    beta, velocity = _momentum(momentum), 0.0
    travelled = [0.0]
    for rate in check_table("rates", rates):
        velocity = beta * velocity + rate
        travelled.append(travelled[-1] + velocity)
    return np.array(travelled)


@dataclass(frozen=True)
class FreeRise:
    """The sharpness that training reaches at a rate too small for an edge.

    ``distance`` rises from 0, ``sharpness`` has as many numbers. Beyond the last
    distance the last sharpness is kept.

    >>> FreeRise(np.array([0.0, 10.0]), np.array([2.0, 6.0])).at([5.0, 20.0]).tolist()
    [4.0, 6.0]
    """

    distance: Floats
    sharpness: Floats

    def at(self, distance: ArrayLike) -> Floats:
        """Return the free sharpness at these distances."""
        reached: Floats = np.interp(
            np.asarray(distance, float), self.distance, self.sharpness
        )
        return reached


def lesser(rates: ArrayLike, momentum: float, free: FreeRise) -> Floats:
    """Return in each row the lesser of its edge and the free sharpness.

    >>> free = FreeRise(np.array([0.0, 1.0, 2.0]), np.array([1.0, 8.0, 9.0]))
    >>> lesser([0.5, 0.5, 0.5], 0.0, free).tolist()
    [1.0, 4.0, 4.0]
    """
    reached = free.at(distance(rates, momentum)[:-1])
    return np.minimum(edge(rates, momentum), reached)


def largest_peak(shape: ArrayLike, momentum: float, free: FreeRise) -> float:
    """Return the largest multiple of a column that never meets an edge on its way.

    γ · shape_t · F(distance_t) ≤ 2 + 2β in every row, for this γ and each smaller one.
    ``shape`` is the column up to its first row at the peak: from there on the sharpness
    may ride on the edge.

    >>> level = FreeRise(np.array([0.0]), np.array([4.0]))
    >>> round(largest_peak([0.5, 1.0], 0.0, level), 2)
    0.5
    """
    shape = check_table("shape", shape)
    travelled = distance(shape, momentum)[:-1]
    multiples = np.geomspace(1e-3, 1e3, 6001)
    met = multiples[:, None] * shape * free.at(multiples[:, None] * travelled)
    unstable = np.any(met > 2 + 2 * momentum, axis=1)
    if unstable[0] or not unstable.any():
        raise ValueError("shape must have its largest multiple between 0.001 and 1000")
    return float(multiples[unstable.argmax() - 1])


def _momentum(value: float) -> float:
    return check_rate("momentum", value, at_most=LARGEST_MOMENTUM)
