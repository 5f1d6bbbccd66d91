"""The schedules that Keras has too give the same rates."""

import pytest

from helpers.keras_import import keras
from helpers.schedules import (
    cosine,
    cosine_restarts,
    linear,
    step_decay,
    table,
    with_warmup,
)
from tests.helpers.schedules.family import FLOOR, PEAK

FLOAT32 = 2e-6  # as a share of the peak


@pytest.mark.parametrize(
    ("schedule", "keras_schedule"),
    [
        (cosine(PEAK, 70), keras.optimizers.schedules.CosineDecay(PEAK, 70)),
        (
            cosine(PEAK, 70, FLOOR),
            keras.optimizers.schedules.CosineDecay(PEAK, 70, alpha=FLOOR / PEAK),
        ),
        (
            with_warmup(cosine(PEAK, 70, FLOOR), 10, start=0.01),
            keras.optimizers.schedules.CosineDecay(
                0.01, 70, FLOOR / PEAK, warmup_target=PEAK, warmup_steps=10
            ),
        ),
        (
            with_warmup(cosine(PEAK, 70), 140),
            keras.optimizers.schedules.CosineDecay(
                0.0, 70, warmup_target=PEAK, warmup_steps=140
            ),
        ),
        (
            linear(PEAK, 70, FLOOR),
            keras.optimizers.schedules.PolynomialDecay(PEAK, 70, FLOOR),
        ),
        (
            step_decay(PEAK, [20, 40]),
            keras.optimizers.schedules.PiecewiseConstantDecay(
                [19, 39], [PEAK, PEAK / 10, PEAK / 100]
            ),
        ),
    ],
    ids=[
        "cosine",
        "cosine to a floor",
        "warm cosine",
        "long warm-up",
        "linear",
        "steps",
    ],
)
def test_a_decay_agrees_with_that_of_keras(schedule, keras_schedule):
    theirs = table(keras_schedule, 90)
    assert table(schedule, 90) == pytest.approx(theirs, abs=FLOAT32 * PEAK)


@pytest.mark.parametrize(
    ("steps", "cycles", "multiplier", "peak_multiplier", "floor"),
    [
        (70, 7, 1, 1.0, 0.0),
        (70, 3, 2, 1.0, 0.0),
        (70, 3, 2, 0.5, FLOOR),
        (65, 4, 3, 1.0, FLOOR),
    ],
)
def test_restarts_agree_with_those_of_keras(
    steps, cycles, multiplier, peak_multiplier, floor
):
    first = steps // sum(multiplier**cycle for cycle in range(cycles))
    theirs = keras.optimizers.schedules.CosineDecayRestarts(
        PEAK, first, multiplier, peak_multiplier, alpha=floor / PEAK
    )
    steps = first * sum(multiplier**cycle for cycle in range(cycles))
    ours = cosine_restarts(PEAK, steps, cycles, floor, multiplier, peak_multiplier)
    assert table(ours, steps) == pytest.approx(table(theirs, steps), abs=FLOAT32 * PEAK)
