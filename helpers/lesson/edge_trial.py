"""What notebook 14 trains, and how it is judged.

One network, 40-100-10 with tanh and the squared loss, on 256 sequences of MNIST-1D that
each seed draws for itself. It starts from small weights or from large ones.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

import numpy as np

from helpers.arrays import Floats, Floats32
from helpers.checks import check_choice
from helpers.data.sequences import mnist_1d
from helpers.schedules import constant, cosine, table, with_warmup
from helpers.sharpness.descent import Descent, descend
from helpers.sharpness.edge import edge
from helpers.sharpness.networks import initial
from helpers.sweep.cores import number_of_cores

__all__ = [
    "EXAMPLES",
    "COLUMNS",
    "MOMENTUM",
    "PEAK",
    "PEAKS",
    "STARTS",
    "SIZES",
    "STRETCHES",
    "WARMUPS",
    "descended",
    "examples",
    "peaks_survived",
    "ratios",
    "side_by_side",
    "until_peak",
]

Part = TypeVar("Part")
Result = TypeVar("Result")

SIZES: tuple[int, int, int] = (40, 100, 10)
EXAMPLES: int = 256
MOMENTUM: float = 0.9
UPDATES, EVERY = 600, 20
PEAK: dict[str, float] = {"small": 0.25, "large": 0.2}
STARTS: dict[str, float] = {"small": 0.2, "large": 1.5}
"""By which factor Glorot's initial weights are multiplied."""

COLUMNS: dict[str, Floats] = {
    "constant": table(constant(1.0), UPDATES),
    "cosine": table(cosine(1.0, UPDATES), UPDATES),
    "warm-up of 30": table(with_warmup(constant(1.0), 30), UPDATES),
    "warm-up of 200": table(with_warmup(constant(1.0), 200), UPDATES),
}
"""The columns of rates, as shares of ``PEAK``."""

STRETCHES: dict[tuple[str, str], list[tuple[int, int]]] = {
    ("small", "constant"): [(200, 400), (400, 600)],
    ("small", "cosine"): [(100, 200), (200, 300), (300, 450)],
    ("small", "warm-up of 200"): [(100, 200), (400, 600)],
    ("large", "warm-up of 30"): [(100, 200), (400, 600)],
    ("large", "warm-up of 200"): [(100, 200), (400, 600)],
}
"""In which updates the ratio of sharpness to edge is judged."""

PEAKS: Floats = 0.088 * 2 ** (np.arange(7) / 2)
WARMUPS: tuple[int, ...] = (0, 30, 100, 200)
AFTER = 100  # updates at the peak, behind a warm-up


@cache
def sequences() -> tuple[Floats32, Floats32]:
    """Return all training sequences, and their labels as rows of 0 and 1."""
    data = mnist_1d()
    return data.x_train, np.eye(10, dtype=np.float32)[data.y_train]


def examples(seeds: Sequence[int]) -> tuple[Floats32, Floats32]:
    """Return the sequences that each seed draws, and their labels as rows of 0 and 1.

    >>> [part.shape for part in examples([0, 1])]
    [(2, 256, 40), (2, 256, 10)]
    """
    inputs, targets = sequences()
    chosen = [
        np.random.default_rng([seed, 2]).choice(len(inputs), EXAMPLES, replace=False)
        for seed in seeds
    ]
    return inputs[chosen], targets[chosen]


def descended(
    columns: Sequence[Floats], start: str, seeds: Sequence[int], looks: bool = True
) -> Descent:
    """Train by each column the network of each seed: seeds fastest, full batches.

    ``columns`` have one length; ``start`` is one of ``STARTS``. Without ``looks`` the
    sharpness is not measured.

    >>> seen = descended([np.full(20, 0.1)], "small", [900_000, 900_001])
    >>> seen.sharpness.shape
    (2, 2)
    """
    scale = STARTS[check_choice("start", start, STARTS)]
    rows = np.repeat(np.array(columns), len(seeds), axis=0)
    every = [*seeds] * len(columns)
    parts = [np.concatenate([part] * len(columns)) for part in examples(seeds)]
    weights = initial(every, SIZES, scale)
    pair = parts[0], parts[1]
    return descend(rows, weights, pair, MOMENTUM, EVERY, 6 if looks else 0)


def side_by_side(work: Callable[[Part], Result], parts: Sequence[Part]) -> list[Result]:
    """Return ``work(part)`` for each part, as many at a time as there are cores.

    >>> side_by_side(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    sequences()  # made once, before all of them ask for it
    with ThreadPoolExecutor(number_of_cores()) as pool:
        return [*pool.map(work, parts)]


def ratios(
    sharpness: Floats, column: Floats, stretch: tuple[int, int], every: int = EVERY
) -> Floats:
    """Return sharpness/edge, the mean over the looks of a stretch, for each network.

    ``sharpness`` has a look before the first and after each ``every`` updates, shape
    ``(…, looks)``; a stretch begins behind its first number.

    >>> riding = np.full(31, 15.2)
    >>> print(ratios(riding, np.full(600, 0.25), (200, 400)).round(2))
    1.0
    """
    at = np.arange(0, len(column) + 1, every)
    inside = at[(at > stretch[0]) & (at <= stretch[1])]
    edges = edge(np.append(column, column[-1]), MOMENTUM)[inside]
    found: Floats = np.mean(sharpness[..., inside // every] / edges, axis=-1)
    return found


def until_peak(warmup: int) -> Floats:
    """Return a warm-up up to its first row at the peak, which is 1.

    >>> until_peak(4).tolist(), until_peak(0).tolist()
    ([0.25, 0.5, 0.75, 1.0], [1.0])
    """
    rows = max(warmup, 1)
    return np.arange(1, rows + 1) / rows


def peaks_survived(start: str, warmup: int, seeds: Sequence[int]) -> Floats:
    """Return log2 of the largest peak that each seed's network survives.

    Counted from below on the grid ``PEAKS``: as many as there are survivors among the
    networks that are trained by a constant rate behind a warm-up of so many updates.

    >>> 2 ** peaks_survived("small", 0, [900_000]).round(1) >= PEAKS[0].round(2)
    array([ True])
    """
    rows = until_peak(warmup)
    updates = EVERY * -(-(warmup + AFTER) // EVERY)
    shape = np.append(rows, np.ones(updates - len(rows)))
    seen = descended([peak * shape for peak in PEAKS], start, seeds, looks=False)
    survivors = seen.survived.reshape(len(PEAKS), len(seeds)).sum(axis=0)
    step = np.log2(PEAKS[1] / PEAKS[0])
    found: Floats = np.log2(PEAKS[0]) + step * (survivors - 1)
    return found
