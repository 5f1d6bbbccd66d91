"""What holds for any settings, looked for by Hypothesis."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers.callbacks import CosineAnnealingLearningRateSchedule
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

LARGEST = 2**53
STEPS = st.one_of(st.integers(2, 100), st.integers(2, LARGEST))
PEAKS = st.floats(1e-12, 1e6)
SHARES = st.floats(0, 1)
ANY_STEPS = st.lists(st.integers(0, LARGEST), min_size=1, max_size=20)


@st.composite
def decays(draw):
    """A schedule that never rises, with its floor and its peak."""
    peak, steps, endpoint = draw(PEAKS), draw(STEPS), draw(st.booleans())
    floor = peak * draw(SHARES)
    kind = draw(st.sampled_from([constant, linear, cosine, step_decay]))
    if kind is constant:
        return constant(peak), peak, peak
    if kind is step_decay:
        edges = sorted(draw(st.sets(st.integers(1, steps), min_size=1, max_size=9)))
        factor = draw(st.floats(0.01, 1))
        return step_decay(peak, edges, factor), 0.0, peak
    return kind(peak, steps, floor, endpoint), floor, peak


@st.composite
def restarts(draw):
    """Settings of ``cosine_restarts`` that are valid."""
    multiplier = draw(st.integers(1, 10))
    cycles = draw(st.integers(1, 12))
    shortest = 2 * sum(multiplier**cycle for cycle in range(cycles))
    steps = draw(st.integers(shortest, LARGEST))
    peak = draw(PEAKS)
    return {
        "peak": peak,
        "steps": steps,
        "cycles": cycles,
        "floor": peak * draw(SHARES),
        "cycle_multiplier": multiplier,
        "peak_multiplier": draw(st.floats(0.01, 1)),
        "endpoint": draw(st.booleans()),
    }


@st.composite
def rises(draw):
    """A schedule with a warm-up, its warm-up, start, peak and floor."""
    peak, steps = draw(PEAKS), draw(st.integers(4, 10**6))
    start, floor = peak * draw(SHARES), peak * draw(SHARES)
    endpoint = draw(st.booleans())
    warmup = draw(st.integers(1, steps // 2))
    kind = draw(st.sampled_from([with_warmup, warmup_stable_decay, one_cycle]))
    if kind is with_warmup:
        fall = cosine(peak, steps, floor, endpoint)
        return with_warmup(fall, warmup, start), warmup, start, peak, floor
    if kind is one_cycle:
        cycle = one_cycle(peak, steps, warmup, start, floor, endpoint)
        return cycle, warmup, start, peak, floor
    decay = draw(st.integers(2, steps - warmup))
    schedule = warmup_stable_decay(peak, steps, warmup, decay, floor, start, endpoint)
    return schedule, warmup, start, peak, floor


@given(decays(), ANY_STEPS)
def test_a_decay_stays_between_floor_and_peak_and_never_rises(decay, steps):
    schedule, floor, peak = decay
    rates = schedule(np.array(sorted(steps)))
    assert floor <= rates.min()
    assert rates.max() <= peak
    assert (np.diff(rates) <= 0).all()
    assert schedule(0) == peak


@given(restarts(), ANY_STEPS)
def test_restarts_stay_between_floor_and_peak(arguments, steps):
    rates = cosine_restarts(**arguments)(np.array(steps))
    assert arguments["floor"] <= rates.min()
    assert rates.max() <= arguments["peak"]


@given(restarts())
def test_restarts_come_at_exactly_the_right_step(arguments):
    schedule = cosine_restarts(**arguments)
    multiplier, cycles = arguments["cycle_multiplier"], arguments["cycles"]
    floor, peak = arguments["floor"], arguments["peak"]
    lengths = [Fraction(multiplier) ** cycle for cycle in range(cycles)]
    for cycle in range(cycles):
        share = sum(lengths[:cycle], Fraction(0)) / sum(lengths)
        start = math.floor(arguments["steps"] * share)
        factor = arguments["peak_multiplier"] ** cycle
        top = min(max(floor * (1 - factor) + peak * factor, floor), peak)
        assert schedule(start) == pytest.approx(top, rel=1e-14)
        if cycle:
            last = schedule(start - 1)
            assert last <= schedule(max(start - 2, 0))
            if factor == 1 and floor < 0.9 * peak:
                assert last < top


@given(st.one_of(decays(), rises()), ANY_STEPS)
def test_scalars_and_arrays_give_the_same_and_nothing_changes(made, steps):
    schedule, given_steps = made[0], np.array(steps)
    before = given_steps.copy()
    at_once = schedule(given_steps)
    one_by_one = [schedule(step) for step in steps]
    assert at_once.tolist() == one_by_one
    assert schedule(given_steps[::-1])[::-1].tolist() == one_by_one
    assert (given_steps == before).all()


@given(rises())
def test_a_warm_up_joins_without_a_jump(rise):
    schedule, warmup, start, peak, floor = rise
    around = np.arange(warmup - 1, warmup + 2)
    before, join, after = schedule(around)
    assert schedule(0) == pytest.approx(start, rel=1e-12)
    assert join == pytest.approx(peak, rel=1e-12)
    # A cosine's steepest step is π/2 times that of a straight line.
    steepest = math.pi / 2 * (peak - start) / warmup
    assert join - before <= steepest * (1 + 1e-9) + 1e-12 * peak
    assert min(start, floor) <= min(before, after)
    assert max(before, after) <= peak


@given(decays(), st.integers(1, 1000), SHARES, st.lists(st.integers(0, 10**6)))
def test_behind_its_warm_up_a_schedule_is_as_it_was(decay, warmup, share, steps):
    schedule, _, peak = decay
    assume(schedule.steps is None or warmup <= 10 * schedule.steps)
    delayed = with_warmup(schedule, warmup, share * peak)
    steps = np.array([0, 1, *steps])
    assert delayed(warmup + steps).tolist() == schedule(steps).tolist()


@given(rises())
def test_a_warm_up_never_falls_and_the_rest_never_rises(rise):
    schedule, warmup, *_ = rise
    rising = schedule(np.unique(np.linspace(0, warmup, 50).astype(int)))
    falling = schedule(np.unique(np.linspace(warmup, 4 * warmup + 50, 50).astype(int)))
    assert (np.diff(rising) >= 0).all()
    assert (np.diff(falling) <= 0).all()


@given(st.integers(1, 3000), st.data())
def test_the_callback_follows_its_table(epochs, data):
    cycles = data.draw(st.integers(1, epochs))
    peak = data.draw(PEAKS)
    floor = peak * data.draw(SHARES)
    callback = CosineAnnealingLearningRateSchedule(epochs, cycles, peak, floor)
    for epoch in range(epochs + 2):
        callback.on_epoch_begin(epoch)
    schedule = cosine_restarts(peak, epochs, cycles, floor)
    assert callback.lrates == [*table(schedule, epochs), floor, floor]


@pytest.fixture(scope="module")
def model():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.5), "mse")
    return model


@pytest.mark.slow
@settings(max_examples=20)
@given(
    st.integers(1, 12),
    st.data(),
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3)), min_size=1, max_size=3),
)
def test_the_callback_sets_the_rate_of_every_epoch_of_every_fit(
    model, epochs, data, fits
):
    cycles = data.draw(st.integers(1, epochs))
    callback = CosineAnnealingLearningRateSchedule(epochs, cycles, 0.1, 0.001)
    rates = table(cosine_restarts(0.1, epochs, cycles, 0.001), epochs + 1)
    one = np.ones((1, 1))
    for first, count in fits:
        past = model.fit(
            one,
            one,
            initial_epoch=first,
            epochs=first + count,
            callbacks=[callback],
            verbose=0,
        )
        rows = np.minimum(np.arange(first, first + count), epochs)
        assert callback.lrates == rates[rows].tolist()
        used = np.float32(past.history["learning_rate"])
        assert used.tolist() == np.float32(rates[rows]).tolist()


VALID = {
    constant: {"rate": 0.1},
    linear: {"peak": 0.1, "steps": 9, "floor": 0.01, "endpoint": True},
    cosine: {"peak": 0.1, "steps": 9, "floor": 0.01, "endpoint": True},
    step_decay: {"peak": 0.1, "boundaries": [3, 5], "factor": 0.5},
    cosine_restarts: {
        "peak": 0.1,
        "steps": 9,
        "cycles": 2,
        "floor": 0.01,
        "cycle_multiplier": 2,
        "peak_multiplier": 0.5,
        "endpoint": False,
    },
    warmup_stable_decay: {
        "peak": 0.1,
        "steps": 9,
        "warmup": 3,
        "decay": 4,
        "floor": 0.01,
        "start": 0.01,
        "endpoint": False,
    },
    one_cycle: {
        "peak": 0.1,
        "steps": 9,
        "warmup": 3,
        "start": 0.01,
        "floor": 0.001,
        "endpoint": False,
    },
}
ANYTHING = st.one_of(
    st.integers(),
    st.integers(-2, 12),
    st.floats(),
    st.floats(-0.1, 1.1),
    st.booleans(),
    st.none(),
    st.text(max_size=3),
    st.complex_numbers(),
    st.fractions(),
    st.decimals(),
    st.lists(st.integers(-1, 9), max_size=4),
    st.sampled_from(
        [np.float32(0.1), np.int8(5), np.nan, np.zeros(2), 10**400, object]
    ),
)


@pytest.mark.slow
@settings(max_examples=1000)
@given(st.sampled_from(list(VALID)), st.data())
def test_anything_else_is_refused_by_name_and_what_is_taken_gives_rates(make, data):
    names = st.sets(st.sampled_from(list(VALID[make])), min_size=1, max_size=2)
    others = {name: data.draw(ANYTHING) for name in sorted(data.draw(names))}
    arguments = VALID[make] | others
    try:
        schedule = make(**arguments)
    except (TypeError, ValueError) as problem:
        refused = str(problem)
        assert re.match(rf"({'|'.join(arguments)})\b", refused)  # noqa: PT017
        return
    rates = schedule(np.array([*range(12), 1000, LARGEST]))
    assert np.isfinite(rates).all()
    assert rates.min() >= 0
    assert rates.max() == float(arguments.get("peak", arguments.get("rate")))


@pytest.mark.slow
@given(st.sampled_from([linear, cosine]), ANYTHING, st.data())
def test_a_step_that_is_none_is_refused(make, step, data):
    whole = isinstance(step, (int, np.integer)) and not isinstance(step, bool)
    assume(not (whole and 0 <= step <= LARGEST))
    assume(not (isinstance(step, list) and step and min(step) >= 0))
    with pytest.raises((TypeError, ValueError, OverflowError), match="step"):
        make(0.1, 10)(step)
