"""What notebook 14 trains by small batches, and where the batch sharpness settles."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from helpers.arrays import Floats
from helpers.lesson.edge_trial import SIZES, STARTS, examples, side_by_side
from helpers.schedules import constant, cosine, table
from helpers.sharpness.batches import descend_by_batches
from helpers.sharpness.networks import initial

__all__ = ["BATCHES", "Setting", "settled"]


class Setting(NamedTuple):
    """A batch size, a momentum, a rate at first, and how it goes on.

    >>> print(Setting(64, 0.9, 0.1))
    size 64; momentum 0.9; rate 0.1; constant
    """

    size: int
    momentum: float
    rate: float
    column: str = "constant"

    def __str__(self) -> str:
        """Return a name without commas."""
        numbers = f"momentum {self.momentum:g}; rate {self.rate:g}"
        return f"size {self.size}; {numbers}; {self.column}"


BATCHES: list[Setting] = [
    Setting(16, 0.0, 0.4),
    Setting(16, 0.9, 0.04),
    Setting(64, 0.0, 0.2),
    Setting(64, 0.0, 0.4),
    Setting(64, 0.9, 0.05),
    Setting(64, 0.9, 0.1),
    Setting(64, 0.0, 0.4, "cosine"),
    Setting(64, 0.9, 0.1, "cosine"),
    Setting(256, 0.0, 0.2),
]
"""What is trained by batches, from the small start."""

LATE: dict[str, tuple[float, float]] = {"constant": (0.5, 1), "cosine": (0.5, 0.75)}
"""In which part of a training by batches the batch sharpness is judged."""

BY_BATCHES: dict[str, Floats] = {
    "constant": table(constant(1.0), 3072),
    "cosine": table(cosine(1.0, 3072), 3072),
}
"""The columns of trainings by batches, as shares of the rate at first."""


def settled(
    seeds: Sequence[int], share: float = 1.0, settings: Sequence[Setting] = BATCHES
) -> dict[Setting, Floats]:
    """Return batch sharpness times rate of each setting, for each seed.

    The mean over the looks of the part of the training that ``LATE`` says; ``share``
    multiplies all rates.

    >>> setting = Setting(256, 0.0, 0.2)
    >>> settled([900_000, 900_001], settings=[setting])[setting].round(1).tolist()
    [2.0, 2.0]
    """
    sizes = dict.fromkeys(setting.size for setting in settings)
    of_each = [[each for each in settings if each.size == size] for size in sizes]
    found = side_by_side(partial(_of_one_size, seeds, share), of_each)
    every = {setting: levels for some in found for setting, levels in some.items()}
    return {setting: every[setting] for setting in settings}


def _of_one_size(
    seeds: Sequence[int], share: float, some: Sequence[Setting]
) -> dict[Setting, Floats]:
    size = some[0].size
    names, rows = [*seeds] * len(some), len(seeds)
    columns = [share * each.rate * BY_BATCHES[each.column] for each in some]
    rates = np.repeat(np.array(columns), rows, axis=0)
    inputs, targets = (np.concatenate([part] * len(some)) for part in examples(seeds))
    momenta = np.repeat([each.momentum for each in some], rows).tolist()
    weights, pair = initial(names, SIZES, STARTS["small"]), (inputs, targets)
    seen = descend_by_batches(rates, weights, pair, size, names, momenta)
    levels = np.split(seen.batch_sharpness * rates[:, seen.at - 1], len(some))
    found: dict[Setting, Floats] = {}
    for each, own in zip(some, levels, strict=True):
        first, last = (len(seen.at) * np.array(LATE[each.column])).astype(int)
        found[each] = np.asarray(own[:, first:last].mean(axis=1))
    return found
