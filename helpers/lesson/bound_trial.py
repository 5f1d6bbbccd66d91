"""The trial of page 11d: two tasks, seven schedules, and norms to predict them by.

The tasks are MNIST-1D with its own labels and with wrong ones; the schedules are those
of notebook 05; the norms are of networks with seeds that are never used again.
"""

from functools import cache

import numpy as np

from helpers.arrays import Floats
from helpers.data import mnist_1d
from helpers.gradient_norms import gradient_norms, root_mean_square
from helpers.schedules import (
    constant,
    cosine,
    cosine_restarts,
    linear,
    step_decay,
    table,
    warmup_stable_decay,
    with_warmup,
)
from helpers.sweep.protocol import LabelledImages, updates_per_epoch
from helpers.sweep.run import Run

__all__ = [
    "BUDGET",
    "NAMES",
    "PEAKS",
    "TASKS",
    "WIDTH",
    "draw",
    "norms_of",
    "shapes",
]

TASKS: tuple[str, str] = ("MNIST-1D", "wrong labels")
KEPT = 26 * 128  # sequences to train on; the other 1 672 are held back
BUDGET: int = 15 * updates_per_epoch(KEPT)
WIDTH: int = 32
SHARE_WRONG = 0.2
NORM_SEEDS = range(900_000, 900_006)
NAMES: tuple[str, ...] = (
    "constant",
    "step decay",
    "linear",
    "cosine",
    "warm-up + cosine",
    "restarts",
    "warm-up, stable, decay",
)
PEAKS: dict[str, dict[str, float]] = {
    task: dict(zip(NAMES, peaks, strict=True))
    for task, peaks in (
        ("MNIST-1D", (0.2, 0.3, 0.5, 0.5, 0.5, 0.4, 0.3)),
        ("wrong labels", (0.15, 0.25, 0.4, 0.35, 0.35, 0.25, 0.25)),
    )
}
"""Where norms are measured: near the best, by a look with seeds from 900 000 on."""


def shapes(steps: int = BUDGET) -> dict[str, Floats]:
    """Return the columns of the seven schedules, each with a peak of 1.

    >>> [round(float(shape.mean()), 2) for shape in shapes(100).values()]
    [1.0, 0.53, 0.51, 0.51, 0.5, 0.53, 0.85]
    """
    tenth = steps // 10
    arms = (
        constant(1.0),
        step_decay(1.0, [steps // 2, steps * 3 // 4]),
        linear(1.0, steps),
        cosine(1.0, steps),
        with_warmup(cosine(1.0, steps - tenth), tenth),
        cosine_restarts(1.0, steps, cycles=5),
        warmup_stable_decay(1.0, steps, tenth, 2 * tenth),
    )
    return {n: table(arm, steps) for n, arm in zip(NAMES, arms, strict=True)}


def draw(task: str, seed: int) -> tuple[LabelledImages, LabelledImages]:
    """Return sequences to train on and sequences held back, drawn by ``seed``.

    Of the 5 000 of MNIST-1D, 26 batches of 128 are for training. In the task "wrong
    labels" a fifth of *their* labels is replaced by another digit.

    >>> (x, y), (held, _) = draw("wrong labels", 1)
    >>> x.shape, held.shape
    ((3328, 40), (1672, 40))
    >>> print(f"{(y != draw('MNIST-1D', 1)[0][1]).mean():.2f}")
    0.19
    """
    sequences, labels = _all_sequences()
    random = np.random.default_rng(seed)
    order = random.permutation(len(labels))
    kept, held = order[:KEPT], order[KEPT:]
    own = labels[kept].copy()
    if task == "wrong labels":
        wrong = random.random(KEPT) < SHARE_WRONG
        own[wrong] = (own[wrong] + random.integers(1, 10, wrong.sum())) % 10
    return (sequences[kept], own), (sequences[held], labels[held])


@cache
def _all_sequences() -> LabelledImages:
    """Return all of MNIST-1D, which takes a second to make."""
    data = mnist_1d()
    sequences = np.concatenate([data.x_train, data.x_test])
    return sequences, np.concatenate([data.y_train, data.y_test])


def norms_of(task: str) -> dict[str, Floats]:
    """Return the gradient norms of each schedule's training, shape ``(BUDGET,)`` each.

    They are the root of the mean square over six networks, one draw of the data.

    >>> norms = norms_of("MNIST-1D")["linear"]
    >>> bool(norms[:13].mean() > norms[-13:].mean())
    True
    """
    train, _ = draw(task, NORM_SEEDS[0])
    runs = [
        Run(PEAKS[task][name] * shape, seed)
        for name, shape in shapes().items()
        for seed in NORM_SEEDS
    ]
    found = gradient_norms(runs, train, width=WIDTH)
    each = found.reshape(len(NAMES), len(NORM_SEEDS), BUDGET)
    return dict(zip(NAMES, map(root_mean_square, each), strict=True))
