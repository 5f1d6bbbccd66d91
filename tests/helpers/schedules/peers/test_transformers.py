import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.schedules import (
    cosine,
    cosine_restarts,
    linear,
    table,
    warmup_stable_decay,
    with_warmup,
)
from tests.helpers.schedules.peers.drawn import (
    FLOAT64,
    PEAKS,
    STEPS,
    WARMUPS,
    difference,
)
from tests.helpers.schedules.peers.readings import Later, rates_of_pytorch, sgd

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("peers")]

optimization = Later("transformers.optimization")


def column(make, peak, steps, **settings):
    return rates_of_pytorch(make(sgd(peak), **settings), steps)


@given(PEAKS, STEPS, WARMUPS)
def test_warm_up_and_cosine_counts_its_warm_up(peak, steps, warmup):
    warmup = min(warmup, 10 * steps)
    total = warmup + steps
    theirs = column(
        optimization.get_cosine_schedule_with_warmup,
        peak,
        total,
        num_warmup_steps=warmup,
        num_training_steps=total,
    )
    ours = with_warmup(cosine(peak, steps), warmup)
    assert difference(table(ours, total), theirs, peak) < FLOAT64


def test_past_its_end_the_cosine_rises_again():
    make = optimization.get_cosine_schedule_with_warmup
    theirs = column(make, 1.0, 21, num_warmup_steps=0, num_training_steps=10)
    assert theirs[20] == pytest.approx(1.0)
    assert cosine(1.0, 10)(20) == 0


@given(PEAKS, st.integers(2, 80), st.integers(1, 5))
def test_restarts_are_hard_restarts(peak, cycle, cycles):
    steps = cycle * cycles
    theirs = column(
        optimization.get_cosine_with_hard_restarts_schedule_with_warmup,
        peak,
        steps + 3,
        num_warmup_steps=0,
        num_training_steps=steps,
        num_cycles=cycles,
    )
    ours = table(cosine_restarts(peak, steps, cycles), steps + 3)
    # A share of the run in float64 can round to just before a restart.
    near = [abs(a - b) < FLOAT64 * peak for a, b in zip(ours, theirs, strict=True)]
    late = [step for step, same in enumerate(near) if not same]
    assert all(step % cycle == 0 and theirs[step] < 1e-9 * peak for step in late)


@given(PEAKS, STEPS, WARMUPS)
def test_linear_is_linear(peak, steps, warmup):
    warmup = min(warmup, 10 * steps)
    total = warmup + steps
    theirs = column(
        optimization.get_linear_schedule_with_warmup,
        peak,
        total + 3,
        num_warmup_steps=warmup,
        num_training_steps=total,
    )
    ours = with_warmup(linear(peak, steps), warmup)
    assert difference(table(ours, total + 3), theirs, peak) < FLOAT64


@given(PEAKS, WARMUPS, st.integers(0, 100), st.integers(1, 100), st.floats(0, 1))
def test_warm_up_stable_decay_is_wsd_that_rises_from_its_floor(
    peak, warmup, stable, decay, share
):
    theirs = column(
        optimization.get_wsd_schedule,
        peak,
        warmup + stable + decay + 3,
        num_warmup_steps=warmup,
        num_stable_steps=stable,
        num_decay_steps=decay,
        decay_type="linear",
        min_lr_ratio=share,
    )
    steps, floor = warmup + stable + decay, share * peak
    ours = warmup_stable_decay(peak, steps, warmup, decay, floor, start=floor)
    assert difference(table(ours, steps + 3), theirs, peak) < FLOAT64
