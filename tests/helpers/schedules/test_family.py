"""What all schedules have in common: ends, floors, types, and rates worked out."""

import numpy as np
import pytest

from helpers.schedules import (
    constant,
    cosine,
    cosine_restarts,
    linear,
    one_cycle,
    step_decay,
    table,
    warmup_stable_decay,
    with_warmup,
)
from tests.helpers.schedules.family import (
    FAMILY,
    FLOOR,
    PEAK,
    decays,
    endpoints,
    family,
    rises,
    with_floor,
)


@decays
@endpoints
def test_a_decay_begins_at_its_peak(decay, endpoint):
    assert decay(100, endpoint)(0) == PEAK


@rises
@endpoints
def test_a_rise_begins_at_its_start_and_ends_at_the_peak(rise, endpoint):
    rates = table(rise(100, endpoint), 100)
    assert rates[0] == 0.01
    assert (np.diff(rates[:8]) > 0).all()
    assert rates[7] == PEAK


@with_floor
@endpoints
@pytest.mark.parametrize("steps", [41, 100, 2**53])
def test_the_floor_is_reached_after_the_last_step_and_kept(make, endpoint, steps):
    schedule = make(steps, endpoint)
    ends = [steps, min(steps + 1, 2**53), 2**53]
    assert schedule(ends).tolist() == [FLOOR] * 3


@with_floor
@pytest.mark.parametrize("steps", [41, 100])
def test_endpoint_says_whether_the_last_step_is_at_the_floor(make, steps):
    assert make(steps, True)(steps - 1) == FLOOR
    assert make(steps, True)(steps - 2) > FLOOR
    assert make(steps, False)(steps - 1) > FLOOR


@with_floor
@endpoints
def test_a_schedule_knows_its_number_of_steps(make, endpoint):
    assert make(100, endpoint).steps == 100


@pytest.mark.parametrize("schedule", [constant(PEAK), step_decay(PEAK, [3])])
def test_a_schedule_without_an_end_has_no_number_of_steps(schedule):
    assert schedule.steps is None
    assert with_warmup(schedule, 5).steps is None


@with_floor
@endpoints
def test_no_rate_is_outside_floor_and_peak(make, endpoint):
    rates = table(make(100, endpoint), 130)
    assert (rates.min(), rates.max()) == (FLOOR, PEAK)


@pytest.mark.parametrize("rate", [0.1, 0.3, 1e-3, 7e-5])
@pytest.mark.parametrize("decay", [linear, cosine])
def test_a_floor_at_the_peak_keeps_the_rate_to_the_last_bit(decay, rate):
    assert table(decay(rate, 100, rate), 100).tolist() == [rate] * 100


@pytest.mark.parametrize("name", ["linear", "cosine", "stable", "step_decay"])
def test_a_decay_without_restarts_never_rises(name):
    assert (np.diff(table(FAMILY[name], 130)) <= 0).all()


@family
def test_one_step_and_an_array_of_steps_give_the_same_float64(schedule):
    rates = schedule(np.arange(130).reshape(13, 10))
    assert rates.dtype == np.float64
    assert rates.ravel().tolist() == [schedule(step) for step in range(130)]
    assert isinstance(schedule(5), np.float64)


@family
def test_calling_a_schedule_changes_nothing(schedule):
    steps = np.arange(130)
    rates = schedule(steps)
    for step in (99, 3, 10**6, 0):
        schedule(step)
    assert schedule(steps).tolist() == rates.tolist()
    assert steps.tolist() == list(range(130))


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        (constant(0.5), [0.5, 0.5, 0.5, 0.5, 0.5]),
        (step_decay(1, [1, 3], 0.5), [1, 0.5, 0.5, 0.25, 0.25]),
        (step_decay(8, (2,)), [8, 8, 0.8, 0.8, 0.8]),
        (linear(1, 4), [1, 0.75, 0.5, 0.25, 0]),
        (linear(1, 5, 0.2, endpoint=True), [1, 0.8, 0.6, 0.4, 0.2]),
        (cosine(2, 3), [2, 1.5, 0.5, 0, 0]),
        (cosine(3, 3, 1), [3, 2.5, 1.5, 1, 1]),
        (cosine(3, 4, 1, endpoint=True), [3, 2.5, 1.5, 1, 1]),
        (cosine(1, 1), [1, 0, 0, 0, 0]),
        (cosine(1, 4, 1), [1, 1, 1, 1, 1]),
        (cosine_restarts(1, 4, 2), [1, 0.5, 1, 0.5, 0]),
        (cosine_restarts(2, 5, 5), [2, 2, 2, 2, 2]),
        (cosine_restarts(1, 4, 2, endpoint=True), [1, 0, 1, 0, 0]),
        (cosine_restarts(3, 4, 2, 1, peak_multiplier=0.5), [3, 2, 2, 1.5, 1]),
        (cosine_restarts(4, 3, 2, cycle_multiplier=2), [4, 4, 2, 0, 0]),
        (warmup_stable_decay(1, 5, 2, 2), [0, 0.5, 1, 1, 0.5]),
        (warmup_stable_decay(1, 4, 0, 4), [1, 0.75, 0.5, 0.25, 0]),
        (one_cycle(4, 4, 2, 0, 0), [0, 2, 4, 2, 0]),
        (one_cycle(4, 2, 0, 0, 0), [4, 2, 0, 0, 0]),
        (with_warmup(constant(1), 4, 0.2), [0.2, 0.4, 0.6, 0.8, 1]),
        (with_warmup(linear(1, 2), 2), [0, 0.5, 1, 0.5, 0]),
    ],
)
def test_the_first_rates_are_those_worked_out_by_hand(schedule, rates):
    assert table(schedule, 5) == pytest.approx(rates, abs=1e-15)
