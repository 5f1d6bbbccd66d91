"""Half cosines in a column, wherever they begin and however long they are."""

import math
from dataclasses import dataclass

import numpy as np

from classroom.assignments.questions import close
from helpers.schedules.shapes import half_wave

__all__ = ["Wave", "fitted", "waves"]

LEAST_FALL = 0.01  # of the peak: with less, a rate that stays is half a cosine too
FEWEST = 3  # rates, as any two lie on one


@dataclass(frozen=True)
class Wave:
    """Half a cosine that falls to its ``floor``, where it is in the row ``end``.

    That is no whole number where a student counts parts of updates.
    """

    end: float
    floor: float


def waves(rates, peak, starts, longest):
    """Return the half cosines that the rates follow from one of these rows on.

    They fall from the peak to the floor that fits best, in at most so many rows. The
    column may be over before they are, or go on after them.
    """
    found = [
        fitted(rates, peak, start, length)
        for start in starts
        if close(rates[start : start + 1], [peak], peak)
        for length in range(FEWEST - 1, longest + 1)
    ]
    return [wave for wave in found if wave is not None]


def fitted(rates, peak, start, length):
    """Return the half cosine of this length if the rates from there are on it."""
    rows = np.arange(math.ceil(start), len(rates))
    fall, share = rates[rows], half_wave((rows - start) / length)
    left = 1 - share
    floor = (fall - peak * share) @ left / max(left @ left, 1e-12)
    follows = close(fall, floor + (peak - floor) * share, peak)
    falls = len(fall) >= FEWEST and floor < (1 - LEAST_FALL) * peak
    return Wave(start + length, floor) if follows and falls else None
