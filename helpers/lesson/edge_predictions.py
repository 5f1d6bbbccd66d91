"""What each predictor says of notebook 14's trainings, before they are made.

Three kinds of quantities, and for each a theory and two rivals:

- **ratio**, sharpness over edge in a stretch of a training. Theory: the sharpness is
  the lesser of the edge and the free rise. Rivals: it is the edge; it is the free rise,
  whatever the rate.
- **limit**, log2 of the largest peak that a start survives with a warm-up, over that
  without. Theory: up to the peak, the free rise must stay below the edge. Rivals: the
  usual story, a warm-up gives what it gives to the large start, whatever the start; it
  changes nothing.
- **batch**, batch sharpness times rate. Theory: 2(1 − β), and 2(1 + β) for batches of
  all examples. Rivals: 2, whatever β; no edge, the batch sharpness is that at a quarter
  of the rate.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from helpers.arrays import Floats
from helpers.lesson import edge_trial as trial
from helpers.lesson.edge_settling import BATCHES, Setting, settled
from helpers.sharpness.edge import (
    FreeRise,
    batch_edges,
    distance,
    edge,
    largest_peak,
    lesser,
)

__all__ = [
    "PREDICTORS",
    "TO_COME",
    "as_table",
    "free_rises",
    "gentle_levels",
    "predictions",
]

PREDICTORS: tuple[str, str, str] = ("theory", "rival 1", "rival 2")
FREE_SEEDS, GENTLE_SEEDS = range(900_000, 900_003), range(900_000, 900_002)
TO_COME: range = range(9)
"""The seeds that no training had before the predictions were written down."""

GENTLE = 0.05  # far below any edge of these networks


def free_rises(seeds: Sequence[int]) -> dict[str, FreeRise]:
    """Return the free rise of each start, a mean over seeds, at a small rate.

    >>> free = free_rises([900_000])
    >>> bool(free["small"].sharpness[0] < free["large"].sharpness[0])
    True
    """
    column = np.full(1000, GENTLE)
    travelled = distance(column, trial.MOMENTUM)

    def rise(start: str) -> FreeRise:
        seen = trial.descended([column], start, seeds)
        mean: Floats = np.asarray(seen.sharpness.mean(axis=0), float)
        return FreeRise(travelled[seen.at], mean)

    found = trial.side_by_side(rise, [*trial.STARTS])
    return dict(zip(trial.STARTS, found, strict=True))


def gentle_levels(
    seeds: Sequence[int], settings: Sequence[Setting] = BATCHES
) -> dict[Setting, float]:
    """Return batch sharpness times rate, if it is that at a quarter of the rate.

    >>> setting = Setting(256, 0.0, 0.2)
    >>> gentle_levels([900_000], [setting])[setting] < 2
    True
    """
    gentle = settled(seeds, 0.25, settings)
    return {setting: 4 * float(levels.mean()) for setting, levels in gentle.items()}


def predictions(
    free: Mapping[str, FreeRise], gentle: Mapping[Setting, float]
) -> pd.DataFrame:
    """Return a row for each data set and quantity, a column for each predictor.

    ``free`` are the :func:`free_rises`, ``gentle`` the :func:`gentle_levels`.

    >>> level = FreeRise(np.array([0.0]), np.array([10.0]))
    >>> gentle = dict.fromkeys(BATCHES, 3.0)
    >>> predictions({"small": level, "large": level}, gentle).columns.tolist()
    ['theory', 'rival 1', 'rival 2']
    """
    return as_table(_ratios(free) | _limits(free) | _batches(gentle))


def as_table(rows: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """Return what each of ``PREDICTORS`` says of each quantity, as it is sealed.

    >>> as_table({"batch; one": [2.0, 2.0, 0.5]}).loc["MNIST-1D"].shape
    (1, 3)
    """
    index = pd.MultiIndex.from_tuples(
        [("MNIST-1D", quantity) for quantity in rows], names=["data", "quantity"]
    )
    return pd.DataFrame([*rows.values()], index, [*PREDICTORS])


def _ratios(free: Mapping[str, FreeRise]) -> dict[str, list[float]]:
    said = {}
    looks = slice(0, None, trial.EVERY)
    for (start, name), stretches in trial.STRETCHES.items():
        column = trial.PEAK[start] * trial.COLUMNS[name]
        longer = np.append(column, column[-1])
        rows = [
            lesser(longer, trial.MOMENTUM, free[start])[looks],
            edge(longer, trial.MOMENTUM)[looks],
            free[start].at(distance(column, trial.MOMENTUM))[looks],
        ]
        for first, last in stretches:
            quantity = f"ratio; {start} start; {name}; updates {first} to {last}"
            said[quantity] = [
                float(trial.ratios(row, column, (first, last))) for row in rows
            ]
    return said


def _limits(free: Mapping[str, FreeRise]) -> dict[str, list[float]]:
    gains = {}
    for start in trial.STARTS:
        peaks = [
            largest_peak(trial.until_peak(warmup), trial.MOMENTUM, free[start])
            for warmup in trial.WARMUPS
        ]
        within = np.log2(np.clip(peaks, trial.PEAKS[0], trial.PEAKS[-1]))
        gains[start] = within[1:] - within[0]
    return {
        f"limit; {start} start; warm-up of {warmup}": [
            float(gains[start][place]),
            float(gains["large"][place]),
            0.0,
        ]
        for start in trial.STARTS
        for place, warmup in enumerate(trial.WARMUPS[1:])
    }


def _batches(gentle: Mapping[Setting, float]) -> dict[str, list[float]]:
    said = {}
    for setting in BATCHES:
        small, large = batch_edges(1.0, setting.momentum)
        level = large if setting.size == trial.EXAMPLES else small
        said[f"batch; {setting}"] = [level, 2.0, max(gentle[setting], 0.0)]
    return said
