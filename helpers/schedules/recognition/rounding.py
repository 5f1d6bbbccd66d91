"""How rates were rounded: what their digits show, and the roundest number nearby."""

import math

import numpy as np

from helpers.arrays import Array, Floats

__all__ = ["FLOAT32", "digits_of", "halves_of_a_digit", "roundest", "to_digits"]

FLOAT32: float = 5e-7
"""What computing in float32 costs, as a share of the largest rate."""

SAME = 1e-7  # numbers this close, as a share, are one number in float32
MOST = 7  # digits; with more, float32 decides
FEW = 6  # different rates: too few to tell rounded ones from simple ones
TINY = 1e-280  # what is smaller has no digits
AT_LEAST = 3  # digits that are believed in, where rates are few
# As they are written: ``10.0 ** power`` is off in its last bit, which one hangs on the
# processor.
LOWEST = -323
TENS = np.array([float(f"1e{power}") for power in range(LOWEST, 309)])


def halves_of_a_digit(rates: Floats) -> Floats:
    """Return half a unit of each rate's last digit, but at least what float32 costs.

    Rates are rounded to so many digits, or so many decimals, as the longest has.

    >>> halves_of_a_digit(np.array([0.1, 0.0567, 0.00234, 0.0013, 0.001, 0])).round(7)
    array([5.e-04, 5.e-05, 5.e-06, 5.e-06, 5.e-06, 5.e-06])
    """
    largest = np.abs(rates).max(initial=0.0)
    exact = FLOAT32 * largest or FLOAT32
    few = len(np.unique(rates)) < FEW
    fitting = [
        digits
        for digits in range(AT_LEAST if few else 1, MOST)
        if _is_close(to_digits(rates, digits), rates)
    ]
    if not fitting:
        return np.full(rates.shape, exact)
    by_digits = 0.5 * _ten(_unit(rates, fitting[0]))
    decimals = [p for p in range(16) if _is_close(np.round(rates, p), rates)]
    by_decimals = 0.5 * _ten(-decimals[0]) if decimals and not few else 0.0
    return np.maximum(np.maximum(by_digits, by_decimals), exact)


def to_digits(values: Array | float, digits: int) -> Array:
    """Return values with so many significant digits.

    >>> to_digits(np.array([0.12345, 0.0, 98765.0]), 2).tolist()
    [0.12, 0.0, 99000.0]
    """
    values = np.asarray(values, np.float64)
    power = _unit(values, digits)
    shifted = np.round(values / _ten(power))
    # A quotient by a power of ten is the number that one writes; a product is not.
    return np.where(power < 0, shifted / _ten(-power), shifted * _ten(power))


def digits_of(value: float) -> int:
    """Return how many significant digits a number has.

    >>> digits_of(1500), digits_of(0.0375), digits_of(0)
    (2, 3, 1)
    """
    return next((d for d in range(1, 17) if to_digits(value, d) == value), 17)


def roundest(low: int, high: int) -> int:
    """Return the whole number above ``low``, up to ``high``, with the fewest digits.

    Of several the last is taken, so that it is ``high`` where none is rounder.

    >>> roundest(290, 300), roundest(306, 310), roundest(311, 314)
    (300, 310, 314)
    """
    for zeros in range(math.ceil(math.log10(high + 1)), -1, -1):
        found = high // 10**zeros * 10**zeros
        if found > low:
            return found
    return high


def _unit(values: Floats, digits: int) -> Array:
    """Return the power of ten of the last of so many digits; 0 has no digit."""
    size = np.maximum(np.abs(values), TINY)
    power = np.floor(np.log10(size)).astype(int)
    return power + (_ten(power + 1) <= size) - digits + 1


def _ten(power: Array | int) -> Floats:
    """Return ten to a power, as a text of it is read; beyond the last, the last."""
    return TENS[np.clip(power, LOWEST, 308) - LOWEST]


def _is_close(rounded: Floats, rates: Floats) -> bool:
    return bool((np.abs(rounded - rates) <= SAME * np.abs(rates)).all())
