"""The family of schedules, each of a hundred steps or of any number."""

import pytest

from helpers.schedules import (
    constant,
    cosine,
    cosine_restarts,
    linear,
    one_cycle,
    step_decay,
    warmup_stable_decay,
    with_warmup,
)

PEAK, FLOOR = 0.11, 0.008  # a pair for which FLOOR + (PEAK - FLOOR) is not PEAK


DECAYS = {
    "linear": lambda steps, endpoint: linear(PEAK, steps, FLOOR, endpoint),
    "cosine": lambda steps, endpoint: cosine(PEAK, steps, FLOOR, endpoint),
    "restarts": lambda steps, endpoint: cosine_restarts(
        PEAK, steps, 5, FLOOR, endpoint=endpoint
    ),
    "doubling": lambda steps, endpoint: cosine_restarts(
        PEAK, steps, 3, FLOOR, cycle_multiplier=2, endpoint=endpoint
    ),
    "falling": lambda steps, endpoint: cosine_restarts(
        PEAK, steps, 3, FLOOR, peak_multiplier=0.5, endpoint=endpoint
    ),
    "stable": lambda steps, endpoint: warmup_stable_decay(
        PEAK, steps, 0, steps // 2, FLOOR, endpoint=endpoint
    ),
}


RISES = {
    "wsd": lambda steps, endpoint: warmup_stable_decay(
        PEAK, steps, 7, steps // 3, FLOOR, start=0.01, endpoint=endpoint
    ),
    "one_cycle": lambda steps, endpoint: one_cycle(
        PEAK, steps, 7, 0.01, FLOOR, endpoint
    ),
    "warm cosine": lambda steps, endpoint: with_warmup(
        cosine(PEAK, steps - 7, FLOOR, endpoint), 7, start=0.01
    ),
}


WITH_FLOOR = DECAYS | RISES


FAMILY = {name: make(100, False) for name, make in WITH_FLOOR.items()} | {
    "constant": constant(PEAK),
    "step_decay": step_decay(PEAK, [30, 60, 90]),
}


decays = pytest.mark.parametrize("decay", DECAYS.values(), ids=DECAYS)


rises = pytest.mark.parametrize("rise", RISES.values(), ids=RISES)


with_floor = pytest.mark.parametrize("make", WITH_FLOOR.values(), ids=WITH_FLOOR)


family = pytest.mark.parametrize("schedule", FAMILY.values(), ids=FAMILY)


endpoints = pytest.mark.parametrize("endpoint", [False, True])
