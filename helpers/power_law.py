"""A power law over sizes, fitted to each repeat, and whether it fits at all.

A quantity that goes like size^b is a straight line of slope b in the logarithms of
both. A slope can be fitted to anything, so the line is put to the test: what the
repeats have in common, beside a line, must be no more than their scatter explains.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import null_space
from scipy.stats import f

from helpers.arrays import ArrayLike, Floats

__all__ = ["PowerLaw", "power_law"]


@dataclass(frozen=True)
class PowerLaw:
    """Hold what a fit has found; all factors are 1 where there is nothing.

    ``exponents`` has the slope of each repeat, shape ``(repeats,)``. ``scatter`` is the
    factor by which the values of one size differ from repeat to repeat: one standard
    deviation, at the size where it is largest. ``departure`` is the largest factor
    between the repeats' mean and their line. ``chance`` is the probability that repeats
    of a power law, which scatter like these, depart from it as much: Hotelling's test,
    NaN if there are too few repeats for it.

    >>> found = power_law([1, 2, 4], [[3, 6, 12], [1, 4, 16]])
    >>> found.exponents.round(2).tolist()
    [1.0, 2.0]
    """

    exponents: Floats
    scatter: float
    departure: float
    chance: float


def power_law(sizes: ArrayLike, values: ArrayLike) -> PowerLaw:
    """Fit value ∝ size^b to each repeat, by least squares in the logarithms.

    ``sizes`` are n different numbers above 0, three or more, and ``values`` numbers
    above 0 with a row for each of two or more repeats, shape ``(repeats, n)``; other
    shapes and numbers raise ValueError. The test takes the n − 2 ways to depart from a
    line together (H. Hotelling, *The Generalization of Student's Ratio*, 1931) and
    needs more repeats than these.

    >>> sizes, noise = [1, 2, 4, 8], np.random.default_rng(0).normal(0, 0.1, (9, 4))
    >>> law = power_law(sizes, 3 * np.sqrt(sizes) * np.exp(noise))
    >>> float(round(law.exponents.mean(), 1)), law.chance > 0.05
    (0.5, True)
    >>> bent = power_law(sizes, [1, 2, 3, 3] * np.exp(noise))
    >>> round(bent.departure, 2), bent.chance < 0.01
    (1.2, True)
    """
    x, y = _logarithms(sizes, values)
    line = np.stack([np.ones_like(x), x], axis=1)
    fitted, *_ = np.linalg.lstsq(line, y.T, rcond=None)
    left = y - (line @ fitted).T
    return PowerLaw(
        exponents=fitted[1],
        scatter=float(np.exp(y.std(axis=0, ddof=1).max())),
        departure=float(np.exp(abs(left.mean(axis=0)).max())),
        chance=_chance(left @ null_space(line.T)),
    )


def _logarithms(sizes: ArrayLike, values: ArrayLike) -> tuple[Floats, Floats]:
    """Return the logarithms of both, or raise ValueError."""
    x, y = np.asarray(sizes, float), np.asarray(values, float)
    if x.ndim != 1 or len(x) < 3 or len({*x}) < len(x):
        raise ValueError(f"sizes = {sizes!r} must be three or more different numbers")
    if y.ndim != 2 or len(y) < 2 or y.shape[1] != len(x):
        raise ValueError(
            f"values of shape {y.shape} must have two or more rows of {len(x)}, the "
            "number of sizes"
        )
    for name, array in (("sizes", x), ("values", y)):
        if not (np.isfinite(array).all() and (array > 0).all()):
            raise ValueError(f"{name} = {array} must be finite and above 0")
    return np.log(x), np.log(y)


def _chance(contrasts: Floats) -> float:
    """Return the p-value of "all means are 0", shape ``(repeats, contrasts)``."""
    repeats, number = contrasts.shape
    covariance = np.atleast_2d(np.cov(contrasts.T))
    if repeats <= number or np.linalg.matrix_rank(covariance) < number:
        return float("nan")
    means = contrasts.mean(axis=0)
    t_squared = repeats * means @ np.linalg.solve(covariance, means)
    free = repeats - number
    return float(f.sf(t_squared * free / (number * (repeats - 1)), number, free))
