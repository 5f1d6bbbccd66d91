import math
from fractions import Fraction

import numpy as np
import pytest

from helpers.keras_import import keras
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

PEAK, FLOOR = 0.11, 0.008  # a pair for which FLOOR + (PEAK - FLOOR) is not PEAK
FLOAT32 = 2e-6  # as a share of the peak

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


@pytest.mark.parametrize("steps", [1, 2, 7, 100])
def test_linear_and_cosine_have_the_same_mean_rate(steps):
    straight, wave = table(linear(1, steps), steps), table(cosine(1, steps), steps)
    assert wave.mean() == pytest.approx(straight.mean())


def test_linear_and_cosine_differ_by_a_tenth_of_the_peak_at_most():
    apart = np.abs(table(linear(1, 1000), 1000) - table(cosine(1, 1000), 1000))
    assert apart.max() == pytest.approx(0.105, abs=5e-4)


@pytest.mark.parametrize(
    ("cycles", "multiplier"), [(1, 1), (3, 1), (7, 1), (13, 1), (3, 2), (5, 2), (4, 3)]
)
@pytest.mark.parametrize("steps", [100, 1210, 163_830, 2**53 - 1, 2**53])
def test_restarts_come_at_the_steps_of_exact_arithmetic(steps, cycles, multiplier):
    lengths = [Fraction(multiplier) ** cycle for cycle in range(cycles)]
    starts = [
        math.floor(steps * sum(lengths[:cycle]) / sum(lengths))
        for cycle in range(cycles)
    ]
    schedule = cosine_restarts(PEAK, steps, cycles, FLOOR, cycle_multiplier=multiplier)
    assert schedule(starts).tolist() == [PEAK] * cycles
    assert all(schedule(start - 1) < 0.8 * PEAK for start in starts[1:])


def test_each_cycle_rises_a_share_as_far_above_the_floor():
    schedule = cosine_restarts(PEAK, 90, 3, FLOOR, peak_multiplier=0.5)
    heights = schedule([0, 30, 60]) - FLOOR
    assert heights == pytest.approx((PEAK - FLOOR) * np.array([1, 0.5, 0.25]))


@pytest.mark.parametrize(
    ("first", "multiplier", "cycles", "restarts"),
    [
        (10, 2, 3, [10, 30]),
        (10, 2, 14, [10, 30, 70, 81_910]),
        (1, 2, 14, [1, 3, 7, 8191]),
        (10, 3, 6, [10, 40, 130, 400, 1210]),
        (10, 10, 3, [10, 110]),
    ],
)
def test_growing_cycles_restart_where_a_logarithm_would_miss(
    first, multiplier, cycles, restarts
):
    steps = first * sum(multiplier**cycle for cycle in range(cycles))
    schedule = cosine_restarts(PEAK, steps, cycles, cycle_multiplier=multiplier)
    rates = table(schedule, steps)
    starts = np.flatnonzero(rates == PEAK)
    assert len(starts) == cycles
    assert set(restarts) <= set(starts.tolist())


def test_a_hundred_steps_in_three_cycles_end_without_a_restart():
    rates = table(cosine_restarts(PEAK, 100, 3, FLOOR), 101)
    assert np.flatnonzero(rates == PEAK).tolist() == [0, 33, 66]
    assert rates[99] == rates[66:100].min()
    assert rates[100] == FLOOR


def test_every_cycle_of_a_hundred_steps_in_three_reaches_the_floor():
    rates = table(cosine_restarts(PEAK, 100, 3, FLOOR, endpoint=True), 100)
    assert np.flatnonzero(rates == FLOOR).tolist() == [32, 65, 99]


def test_one_cycle_of_restarts_is_a_plain_cosine():
    restarts = cosine_restarts(PEAK, 50, 1, FLOOR)
    assert table(restarts, 60).tolist() == table(cosine(PEAK, 50, FLOOR), 60).tolist()


def test_more_than_fifty_doubling_cycles_fit_into_the_largest_run_only():
    assert cosine_restarts(1, 2**53, 53, cycle_multiplier=2)(2**52) == 1
    with pytest.raises(ValueError, match="do not fit into steps = 9007199254740992"):
        cosine_restarts(1, 2**53, 2**53, cycle_multiplier=2)


@family
@pytest.mark.parametrize("warmup", [0, 1, 20])
def test_a_warm_up_rises_to_where_the_schedule_begins(schedule, warmup):
    warm = with_warmup(schedule, warmup, start=0.002)
    top = schedule(0)
    rise = [0.002 + (top - 0.002) * step / warmup for step in range(warmup)]
    assert table(warm, warmup + 1)[:-1] == pytest.approx(rise)
    after = warm(np.arange(warmup, warmup + 130))
    assert after.tolist() == table(schedule, 130).tolist()


@pytest.mark.parametrize("name", [name for name in FAMILY if FAMILY[name].steps])
def test_a_warm_up_adds_to_the_number_of_steps(name):
    assert with_warmup(FAMILY[name], 20).steps == 120


def test_a_warm_up_takes_any_function_of_a_step():
    warm = with_warmup(lambda step: 1 / (1 + step), 2)
    assert table(warm, 5).tolist() == [0, 0.5, 1, 1 / 2, 1 / 3]


def test_one_cycle_has_the_default_start_and_floor_of_pytorch():
    schedule = one_cycle(1, 100, 30)
    assert schedule(0) == 1 / 25
    assert schedule(100) == pytest.approx(1 / 25 / 10_000)


@pytest.mark.parametrize(("total", "pct_start"), [(100, 0.3), (20, 0.25), (10, 0.9)])
def test_one_cycle_follows_the_formula_of_pytorch(total, pct_start):
    def anneal(begin, end, progress):
        return end + (begin - end) / 2 * (1 + math.cos(math.pi * progress))

    def pytorch(step, max_lr=0.1, div_factor=25, final_div_factor=1e4):
        initial = max_lr / div_factor
        top, last = pct_start * total - 1, total - 1
        if step <= top:
            return anneal(initial, max_lr, step / top)
        lowest = initial / final_div_factor
        return anneal(max_lr, lowest, (step - top) / (last - top))

    warmup = round(pct_start * total) - 1
    schedule = one_cycle(0.1, total, warmup, endpoint=True)
    assert table(schedule, total) == pytest.approx([*map(pytorch, range(total))])


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


NO_RATES = [-0.1, math.nan, math.inf, True, "0.1", None, [0.1]]
NO_COUNTS = [-1, 10.0, 2.5, math.nan, True, "10", None, 2**53 + 1]
NO_FLAGS = [1, 0.0, "yes", None]
NO_EDGES = [[0, 5], [5, 5], [5, 3], [2.5], [True], ["3"], 5, None, [[3], [5]]]
NO_SCHEDULES = [0.1, None, "cosine"]

ARGUMENTS = {
    constant: {"rate": (0.1, NO_RATES)},
    step_decay: {
        "peak": (0.1, [0, *NO_RATES]),
        "boundaries": ([3, 6], NO_EDGES),
        "factor": (0.5, [0, 1.5, *NO_RATES]),
    },
    linear: {
        "peak": (0.1, [0, *NO_RATES]),
        "steps": (10, [0, *NO_COUNTS]),
        "floor": (0.01, [0.2, *NO_RATES]),
        "endpoint": (False, NO_FLAGS),
    },
    cosine: {
        "peak": (0.1, [0, *NO_RATES]),
        "steps": (10, [0, *NO_COUNTS]),
        "floor": (0.01, [0.2, *NO_RATES]),
        "endpoint": (False, NO_FLAGS),
    },
    cosine_restarts: {
        "peak": (0.1, [0, *NO_RATES]),
        "steps": (10, [0, *NO_COUNTS]),
        "cycles": (2, [0, 11, *NO_COUNTS]),
        "floor": (0.01, [0.2, *NO_RATES]),
        "cycle_multiplier": (2, [0, 10, *NO_COUNTS]),
        "peak_multiplier": (0.5, [0, 1.5, *NO_RATES]),
        "endpoint": (False, NO_FLAGS),
    },
    warmup_stable_decay: {
        "peak": (0.1, [0, *NO_RATES]),
        "steps": (10, [0, *NO_COUNTS]),
        "warmup": (3, [7, 11, *NO_COUNTS]),
        "decay": (4, [0, 11, *NO_COUNTS]),
        "floor": (0.01, [0.2, *NO_RATES]),
        "start": (0.0, [0.2, *NO_RATES]),
        "endpoint": (False, NO_FLAGS),
    },
    one_cycle: {
        "peak": (0.1, [0, *NO_RATES]),
        "steps": (10, [0, *NO_COUNTS]),
        "warmup": (3, [10, *NO_COUNTS]),
        "start": (0.0, [0.2, *filter(None, NO_RATES)]),
        "floor": (0.0, [0.2, *filter(None, NO_RATES)]),
        "endpoint": (False, NO_FLAGS),
    },
    with_warmup: {
        "schedule": (cosine(0.1, 10), NO_SCHEDULES),
        "warmup": (3, [101, *NO_COUNTS]),
        "start": (0.0, [0.2, *NO_RATES]),
    },
}
BAD_CALLS = [
    pytest.param(make, name, value, id=f"{make.__name__}-{name}={value!r}")
    for make, arguments in ARGUMENTS.items()
    for name, (_, values) in arguments.items()
    for value in values
]


@pytest.mark.parametrize(("make", "name", "value"), BAD_CALLS)
def test_a_bad_argument_is_named_with_its_value(make, name, value):
    arguments = {key: good for key, (good, _) in ARGUMENTS[make].items()}
    make(**arguments)
    with pytest.raises((TypeError, ValueError)) as error:
        make(**{**arguments, name: value})
    assert f"{name} = {value!r}" in str(error.value)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: linear(1, 1, endpoint=True), "steps = 1 must be from 2"),
        (lambda: cosine(1, 1, endpoint=True), "steps = 1 must be from 2"),
        (
            lambda: cosine_restarts(1, 10, 6, endpoint=True),
            "cycles = 6 must be from 1 to 5",
        ),
        (
            lambda: warmup_stable_decay(1, 10, 2, 1, endpoint=True),
            "decay = 1 must be from 2 to 10",
        ),
        (
            lambda: one_cycle(1, 10, 9, endpoint=True),
            "warmup = 9 must be from 0 to 8",
        ),
    ],
)
def test_a_fall_that_includes_its_endpoint_needs_two_steps(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_warm_up_of_steps_before_epochs_is_refused_a_long_one_is_not():
    assert with_warmup(cosine(0.1, 1000), 2000).steps == 3000
    assert with_warmup(cosine(0.1, 20), 200).steps == 220
    with pytest.raises(ValueError, match="warmup = 201 .* 200, ten times the 20 steps"):
        with_warmup(cosine(0.1, 20), 201)
    assert with_warmup(constant(0.1), 10**6).steps is None


def test_rounding_lets_no_rate_rise_before_a_restart():
    schedule = cosine_restarts(3.0, 2454267026, 11, 1.5, cycle_multiplier=8)
    before = schedule(306783378 - np.arange(5, 0, -1))
    assert (np.diff(before) <= 0).all()
