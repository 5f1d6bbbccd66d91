"""What each predictor says of notebook 14b's trainings, before they are made.

Where the cross-entropy of examples that are learned goes to 0, the sharpness falls. So
the free rise of notebook 14 is a **free course** here, up and down again. Three kinds
of quantities, and for each a theory and two rivals:

- **course**, sharpness over edge in a stretch of a training. Theory: the sharpness is
  the lesser of the edge and the free course. Rivals: it is the edge; it stays what it
  was at first, or on the edge where that is less.
- **learned**, log2 of the largest peak at which a network learns with a warm-up, over
  that without. Theory: up to the peak, the free course must stay below the edge.
  Rivals: a warm-up gives what it gave to the large start of notebook 14; it changes
  nothing.
- **batch**, batch sharpness times rate, early in a training. Theory: 2(1 − β). Rivals:
  2, whatever β; no edge, the batch sharpness is that at a quarter of the rate.
"""

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
import pandas as pd

from helpers.arrays import Floats
from helpers.lesson import course_trial as trial
from helpers.lesson.edge_predictions import as_table
from helpers.lesson.edge_settling import Setting
from helpers.lesson.edge_trial import ratios, side_by_side, until_peak
from helpers.sharpness.edge import (
    FreeRise,
    batch_edges,
    distance,
    edge,
    largest_peak,
    lesser,
)

__all__ = [
    "FREE_SEEDS",
    "GENTLE",
    "TO_COME",
    "allowed_peaks",
    "free_courses",
    "gentle_levels",
    "predictions",
]

FREE_SEEDS: range = range(900_000, 900_004)
"""The seeds over which the sharpness of a free course is a mean."""

GENTLE_SEEDS = range(900_000, 900_002)
TO_COME: range = range(100, 109)
"""The seeds that no training had before the predictions were written down."""

GENTLE: float = 0.05
"""A rate far below any edge of these networks."""
LARGE_START: dict[int, float] = {30: 1.11, 100: 0.56}
"""log2 of what a warm-up gave to the large start of notebook 14."""


def free_courses(
    seeds: Sequence[int] = FREE_SEEDS, loss: str = trial.LOSS
) -> dict[str, FreeRise]:
    """Return the sharpness of each kind at a small rate, a mean over seeds.

    ``loss`` may be the squared one, for a control.

    >>> free = free_courses([900_000])
    >>> bool(free["tanh"].sharpness[-1] < free["tanh"].sharpness[0])
    True
    """
    column = np.full(1000, GENTLE)
    travelled = distance(column, trial.MOMENTUM)

    def course(kind: str) -> FreeRise:
        seen = trial.descended([column], kind, seeds, loss=loss)
        mean: Floats = np.asarray(seen.sharpness.mean(axis=0), float)
        return FreeRise(travelled[seen.at], mean)

    found = side_by_side(course, [*trial.KINDS])
    return dict(zip(trial.KINDS, found, strict=True))


def gentle_levels(seeds: Sequence[int] = GENTLE_SEEDS) -> dict[Setting, float]:
    """Return batch sharpness times rate, if it is that at a quarter of the rate.

    >>> all(level > 0 for level in gentle_levels([900_000]).values())
    True
    """
    gentle = trial.settled_early(seeds, 0.25)
    return {setting: 4 * float(levels.mean()) for setting, levels in gentle.items()}


def predictions(
    free: Mapping[str, FreeRise], gentle: Mapping[Setting, float]
) -> pd.DataFrame:
    """Return a row for each data set and quantity, a column for each predictor.

    ``free`` are the :func:`free_courses`, ``gentle`` the :func:`gentle_levels`.

    >>> level = FreeRise(np.array([0.0]), np.array([1.0]))
    >>> gentle = dict.fromkeys(trial.BATCHES, 3.0)
    >>> predictions(dict.fromkeys(trial.KINDS, level), gentle).shape
    (29, 3)
    """
    courses = [_courses(kind, free[kind]) for kind in trial.KINDS]
    learned = [_learned(kind, free[kind]) for kind in trial.KINDS]
    rows = dict(chain.from_iterable(part.items() for part in courses + learned))
    for setting in trial.BATCHES:
        small, _ = batch_edges(1.0, setting.momentum)
        rows[f"batch; {setting}"] = [small, 2.0, gentle[setting]]
    return as_table(rows)


def allowed_peaks(free: FreeRise) -> Floats:
    """Return the largest peak that theory allows behind each of ``WARMUPS``.

    >>> allowed_peaks(FreeRise(np.array([0.0]), np.array([1.9]))).round(1).tolist()
    [2.0, 2.0, 2.0]
    """
    columns = map(until_peak, trial.WARMUPS)
    return np.array([largest_peak(some, trial.MOMENTUM, free) for some in columns])


def _courses(kind: str, free: FreeRise) -> dict[str, list[float]]:
    said = {}
    looks = slice(0, None, trial.EVERY)
    as_at_first = FreeRise(free.distance[:1], free.sharpness[:1])
    for name, stretches in trial.STRETCHES.items():
        column = trial.PEAK[kind] * trial.COLUMNS[name]
        longer = np.append(column, column[-1])
        rows = [
            lesser(longer, trial.MOMENTUM, free)[looks],
            edge(longer, trial.MOMENTUM)[looks],
            lesser(longer, trial.MOMENTUM, as_at_first)[looks],
        ]
        for first, last in stretches:
            quantity = f"course; {kind}; {name}; updates {first} to {last}"
            said[quantity] = [
                float(ratios(row, column, (first, last), trial.EVERY)) for row in rows
            ]
    return said


def _learned(kind: str, free: FreeRise) -> dict[str, list[float]]:
    peaks = np.log2(allowed_peaks(free))
    return {
        f"learned; {kind}; warm-up of {warmup}": [
            float(peaks[place] - peaks[0]),
            LARGE_START[warmup],
            0.0,
        ]
        for place, warmup in enumerate(trial.WARMUPS)
        if warmup
    }
