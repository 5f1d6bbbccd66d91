"""The shapes of a rise or a fall, over a progress from 0 to 1."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from helpers.arrays import ArrayLike, Floats

__all__ = ["Shape", "between", "half_wave", "straight"]

Shape: TypeAlias = Callable[[Floats], Floats]
"""A function that takes progress and returns the share that is left, of that shape."""


def straight(progress: Floats) -> Floats:
    """Return the share that is left on a straight line: 1 at the start, 0 at the end.

    >>> straight(np.array([0, 0.25, 1])).tolist()
    [1.0, 0.75, 0.0]
    """
    return 1 - progress


def half_wave(progress: Floats) -> Floats:
    """Return the share that is left on half a cosine wave: (1 + cos(π progress)) / 2.

    >>> half_wave(np.array([0, 0.5, 1])).round(2).tolist()
    [1.0, 0.5, 0.0]
    """
    return (1 + np.cos(np.pi * progress)) / 2


def between(low: ArrayLike, high: ArrayLike, share: ArrayLike) -> Floats:
    """Return ``low`` at share 0 and ``high`` at share 1, exactly, rising in between.

    >>> between(1.0, 3.0, np.array([0, 0.5, 1])).tolist()
    [1.0, 2.0, 3.0]
    """
    low, high, share = np.asarray(low), np.asarray(high), np.asarray(share)
    # One sum and one product: however they are rounded, a larger share gives no less.
    inside = np.clip(low + (high - low) * share, low, high)
    return np.where(share == 1, high, inside)
