"""What is predicted of peaks when a training gets longer, wider, or larger batches.

A small training has settings; one of them grows, and each predictor says with which
power of it the best peak goes. Page 13 lays the powers beside measured ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from helpers.arrays import Floats
from helpers.bounds import best_multiple
from helpers.gradient_noise import gradient_moments, mean_square
from helpers.schedules import constant, cosine, table, with_warmup
from helpers.sweep import Run, sweep
from helpers.sweep.protocol import LabelledImages

__all__ = [
    "AXES",
    "JUDGES",
    "PREDICTORS",
    "SCHEDULES",
    "Setting",
    "column",
    "predictions",
    "quantity",
    "sizes",
]


@dataclass(frozen=True)
class Setting:
    """Hold the updates, the batch and the width of one size of a training.

    >>> Setting(500, width=64)
    Setting(updates=500, batch=32, width=64)
    """

    updates: int
    batch: int = 32
    width: int = 32


EXAMPLES = 32_000  # that each training sees whose batch is changed: 8 epochs of 4 000
AXES: Mapping[str, tuple[Setting, ...]] = MappingProxyType(
    {
        "updates": tuple(Setting(n) for n in (250, 500, 1000, 2000, 4000)),
        "batch": tuple(Setting(EXAMPLES // n, n) for n in (16, 32, 64, 128, 256)),
        "width": tuple(Setting(500, width=n) for n in (16, 32, 64, 128)),
    }
)
"""The settings of each question, the smallest first."""

SCHEDULES: tuple[str, ...] = ("constant", "warm-up + cosine")
JUDGES: tuple[str, ...] = ("training loss", "held-out error", "held-out loss", "wall")
"""By what the best peak is chosen; a wall is where the error leaves its valley."""

# How the best peak goes with each size, by a rule that asks for no gradient. A wall:
# noise, rate over batch, sets the largest peak that is stable, and the best is near it.
PREDICTORS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "not at all": {"updates": 0.0, "batch": 0.0, "width": 0.0},
        "square root": {"updates": -0.5, "batch": 0.5, "width": -0.5},
        "in proportion": {"updates": -1.0, "batch": 1.0, "width": -1.0},
        "a wall": {"updates": 0.0, "batch": 1.0, "width": 0.0},
    }
)
"""The rivals of theory: their exponents for each question."""

TRIAL_SEEDS = range(900_000, 900_002)
TRIAL_UPDATES, TRIAL_PEAK, TRIAL_BATCH, TRIAL_LOOKS = 500, 0.064, 32, 6


def column(schedule: str, updates: int, peak: float = 1.0) -> Floats:
    """Return the column of one of ``SCHEDULES``, its warm-up a tenth of the updates.

    >>> column("warm-up + cosine", 20).round(2)[:4].tolist()
    [0.0, 0.5, 1.0, 0.99]
    """
    if schedule == "constant":
        return table(constant(peak), updates)
    tenth = updates // 10
    return table(with_warmup(cosine(peak, updates - tenth), tenth), updates)


def sizes(axis: str) -> list[int]:
    """Return the number that grows along one of ``AXES``.

    >>> sizes("width")
    [16, 32, 64, 128]
    """
    return [getattr(setting, axis) for setting in AXES[axis]]


def quantity(axis: str, schedule: str, judge: str) -> str:
    """Return the name that an exponent has in the table of predictions.

    >>> quantity("width", "constant", "wall")
    'width; constant; wall'
    """
    return f"{axis}; {schedule}; {judge}"


def predictions(train: LabelledImages) -> dict[tuple[str, str], dict[str, float]]:
    """Return for each quantity what theory and each rival predict as its exponent.

    Theory is the bound at its best multiple, D/G · √(A/B) of ``helpers.bounds``. A and
    B come from the column. D is taken to be one number for all settings. G, the root of
    the mean square of a batch's gradient, is taken to be one number for all budgets;
    for batches and widths it comes from trainings of ``TRIAL_SEEDS`` on ``train``, with
    warm-up + cosine, one peak and one batch for all. In the bound the best peak moves
    the whole valley, so the wall is to go with the same power. The rivals make no
    difference between schedules and judges.

    >>> from helpers.data import mnist_1d
    >>> digits = mnist_1d()
    >>> train = digits.x_train.reshape(len(digits.x_train), -1), digits.y_train
    >>> said = predictions(train)["MNIST-1D", "updates; constant; training loss"]
    >>> print(f"{said['theory']:.2f}, not at all {said['not at all']}")
    -0.56, not at all 0.0
    """
    moments = {width: _moments(width, train) for width in sizes("width")}
    grown = {
        axis: np.sqrt([_mean_square(moments[s.width], s.batch) for s in settings])
        for axis, settings in AXES.items()
        if axis != "updates"
    }
    found = {}
    for axis, settings in AXES.items():
        for schedule in SCHEDULES:
            best = [best_multiple(column(schedule, s.updates))[0] for s in settings]
            peaks = np.array(best) / grown.get(axis, 1.0)
            slope = float(np.polyfit(np.log(sizes(axis)), np.log(peaks), 1)[0])
            rivals = {name: rule[axis] for name, rule in PREDICTORS.items()}
            for judge in JUDGES:
                name = quantity(axis, schedule, judge)
                found["MNIST-1D", name] = {"theory": slope, **rivals}
    return found


def _moments(width: int, train: LabelledImages) -> list[tuple[float, float]]:
    """Return the moments of the gradients along the trial trainings of a width."""
    rates = column("warm-up + cosine", TRIAL_UPDATES, TRIAL_PEAK)
    looks = np.linspace(0, TRIAL_UPDATES, TRIAL_LOOKS).astype(int)
    runs = [Run(rates, seed) for seed in TRIAL_SEEDS]
    seen = sweep(
        runs, train, {}, looks, batch_size=TRIAL_BATCH, width=width, keep_weights=True
    )
    return [gradient_moments(weights, *train) for weights in seen["weights"]]


def _mean_square(moments: list[tuple[float, float]], batch: int) -> float:
    """Return the mean of G² over the looks."""
    return float(np.mean([mean_square(*both, batch) for both in moments]))
