"""What notebook 14b trains: networks of 07's kind, by full batches and small ones.

40-64-10, with the cross-entropy and Keras's usual initial weights, on 256 sequences of
MNIST-1D that each seed draws for itself. Three kinds: with ReLU, with tanh, and with
ReLU on labels that are drawn at random, so that each must be learned by heart.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.arrays import Floats, Floats32
from helpers.checks import check_choice
from helpers.lesson import edge_trial
from helpers.lesson.edge_settling import Setting
from helpers.schedules import constant, cosine, table, with_warmup
from helpers.sharpness.batches import descend_by_batches
from helpers.sharpness.descent import Descent, descend
from helpers.sharpness.networks import Weights, initial

__all__ = [
    "BATCHES",
    "COLUMNS",
    "EVERY",
    "KINDS",
    "LEARNED",
    "LOSS",
    "MOMENTUM",
    "PEAK",
    "PEAKS",
    "SIZES",
    "STRETCHES",
    "WARMUPS",
    "descended",
    "largest_learned",
    "losses_at_peaks",
    "settled_early",
]

SIZES: tuple[int, int, int] = (40, 64, 10)
MOMENTUM: float = 0.9
UPDATES = 200
EVERY: int = 10
"""Updates between two looks at the sharpness."""
LOSS: str = "cross-entropy"

KINDS: dict[str, str] = {
    "ReLU": "relu",
    "tanh": "tanh",
    "ReLU on random labels": "relu",
}
"""The activation of each kind of network."""

PEAK: dict[str, float] = {"ReLU": 1.0, "tanh": 1.6, "ReLU on random labels": 1.0}
COLUMNS: dict[str, Floats] = {
    "constant": table(constant(1.0), UPDATES),
    "cosine": table(cosine(1.0, UPDATES), UPDATES),
    "warm-up of 100": table(with_warmup(constant(1.0), 100), UPDATES),
}
"""The columns of rates, as shares of ``PEAK``."""

STRETCHES: dict[str, list[tuple[int, int]]] = {
    "constant": [(0, 50), (50, 200)],
    "cosine": [(0, 50), (50, 150)],
    "warm-up of 100": [(0, 100), (100, 200)],
}
"""In which updates the ratio of sharpness to edge is judged."""

PEAKS: dict[str, Floats] = {
    kind: first * 2 ** (np.arange(9) / 2)
    for kind, first in zip(KINDS, (1.0, 4.0, 1.0), strict=True)
}
WARMUPS: tuple[int, ...] = (0, 30, 100)
AFTER = 100  # updates at the peak, behind a warm-up
LEARNED: float = float(np.log(10) / 2)
"""Below this loss a network has learned: half of that of guessing."""

BATCHES: list[Setting] = [
    Setting(64, 0.0, 0.4),
    Setting(64, 0.0, 0.8),
    Setting(64, 0.9, 0.04),
    Setting(64, 0.9, 0.08),
    Setting(64, 0.0, 0.8, "cosine"),
]
"""What the first kind is trained with by small batches."""

BY_BATCHES: dict[str, Floats] = {
    "constant": table(constant(1.0), 256),
    "cosine": table(cosine(1.0, 256), 256),
}


def examples(kind: str, seeds: Sequence[int]) -> tuple[Floats32, Floats32]:
    """Return the sequences that each seed draws, and the labels of a kind.

    >>> [part.shape for part in examples("tanh", [0, 1])]
    [(2, 256, 40), (2, 256, 10)]
    """
    inputs, targets = edge_trial.examples(seeds)
    if kind.endswith("on random labels"):
        drawn = [
            np.random.default_rng([seed, 3]).integers(0, 10, targets.shape[1])
            for seed in seeds
        ]
        targets = np.eye(10, dtype=np.float32)[np.array(drawn)]
    return inputs, targets


def descended(
    columns: Sequence[Floats],
    kind: str,
    seeds: Sequence[int],
    products: int = 6,
    loss: str = LOSS,
) -> Descent:
    """Train by each column the network of each seed: seeds fastest, full batches.

    ``columns`` have one length; ``kind`` is one of ``KINDS``. The sharpness is measured
    by so many ``products`` at each look, and not at all with 0 of them.

    >>> seen = descended([np.full(20, 0.1)], "tanh", [900_000, 900_001])
    >>> seen.sharpness.shape
    (2, 3)
    """
    activation = KINDS[check_choice("kind", kind, KINDS)]
    rows = np.repeat(np.array(columns), len(seeds), axis=0)
    weights, pair = stacked(kind, seeds, len(columns))
    return descend(rows, weights, pair, MOMENTUM, EVERY, products, loss, activation)


def stacked(
    kind: str, seeds: Sequence[int], times: int
) -> tuple[Weights, tuple[Floats32, Floats32]]:
    """Return the initial weights and the examples of all seeds, so many times."""
    inputs, targets = (np.tile(part, (times, 1, 1)) for part in examples(kind, seeds))
    return initial([*seeds] * times, SIZES), (inputs, targets)


def largest_learned(
    kind: str,
    warmup: int,
    seeds: Sequence[int],
    after: int = AFTER,
    limit: float = LEARNED,
) -> Floats:
    """Return log2 of the peak up to which each seed's network learns.

    It learns at that peak and all smaller ones of the grid ``PEAKS``; at none of them
    is half a doubling below the first. It is trained for ``after`` updates at the peak,
    behind a warm-up, and has learned if its loss is then below ``limit``.

    >>> largest_learned("ReLU", 0, [900_000]).shape
    (1,)
    """
    peaks = PEAKS[kind]
    final = losses_at_peaks(kind, warmup, seeds, after)
    learned = final < limit  # NaN is not
    each = np.minimum.accumulate(learned, axis=0).sum(axis=0)
    found: Floats = np.log2(peaks[0]) + (each - 1) / 2
    return found


def losses_at_peaks(
    kind: str, warmup: int, seeds: Sequence[int], after: int = AFTER
) -> Floats:
    """Return the last loss at each of ``PEAKS``, for each seed: ``(peaks, seeds)``.

    >>> losses_at_peaks("tanh", 0, [900_000], after=10).shape
    (9, 1)
    """
    rows, peaks = edge_trial.until_peak(warmup), PEAKS[kind]
    updates = EVERY * -(-(warmup + after) // EVERY)
    shape = np.append(rows, np.ones(updates - len(rows)))
    seen = descended([peak * shape for peak in peaks], kind, seeds, products=0)
    last: Floats = seen.losses[:, -1].reshape(len(peaks), len(seeds))
    return last


def settled_early(seeds: Sequence[int], share: float = 1.0) -> Mapping[Setting, Floats]:
    """Return batch sharpness times rate of each of ``BATCHES``, for each seed.

    The mean over the looks of the second quarter of 256 updates; ``share`` multiplies
    all rates.

    >>> levels = settled_early([900_000])
    >>> [one.shape for one in levels.values()] == [(1,)] * len(BATCHES)
    True
    """
    count = len(seeds)
    columns = [share * each.rate * BY_BATCHES[each.column] for each in BATCHES]
    rates = np.repeat(np.array(columns), count, axis=0)
    momenta = np.repeat([each.momentum for each in BATCHES], count).tolist()
    weights, pair = stacked("ReLU", seeds, len(BATCHES))
    names = [*seeds] * len(BATCHES)
    seen = descend_by_batches(
        rates, weights, pair, BATCHES[0].size, names, momenta, 16, LOSS, "relu"
    )
    inside = (seen.at > 64) & (seen.at <= 128)
    levels = (seen.batch_sharpness * rates[:, seen.at - 1])[:, inside].mean(axis=1)
    return dict(zip(BATCHES, np.split(levels, len(BATCHES)), strict=True))
