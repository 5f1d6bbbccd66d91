import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.schedules import (
    cosine,
    cosine_restarts,
    linear,
    step_decay,
    table,
    with_warmup,
)
from tests.helpers.schedules.peers.drawn import (
    FLOAT32,
    PEAKS,
    SHARES,
    STEPS,
    WARMUPS,
    difference,
)
from tests.helpers.schedules.peers.readings import Later, rates_of_optax

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("peers")]

optax = Later("optax")


@given(PEAKS, STEPS, SHARES)
def test_cosine_is_cosine_decay(peak, steps, share):
    theirs = optax.cosine_decay_schedule(peak, steps, alpha=share)
    ours = table(cosine(peak, steps, share * peak), steps + 3)
    assert difference(ours, rates_of_optax(theirs, steps + 3), peak) < FLOAT32


@given(PEAKS, STEPS, WARMUPS, SHARES, SHARES)
def test_warm_up_and_cosine_counts_its_warm_up(peak, steps, warmup, start, share):
    """``decay_steps`` of optax includes the warm-up, and its floor is a rate."""
    warmup = min(warmup, 10 * steps)
    theirs = optax.warmup_cosine_decay_schedule(
        start * peak, peak, warmup, warmup + steps, share * peak
    )
    ours = with_warmup(cosine(peak, steps, share * peak), warmup, start * peak)
    total = warmup + steps + 3
    assert difference(table(ours, total), rates_of_optax(theirs, total), peak) < FLOAT32


@given(PEAKS, STEPS, SHARES)
def test_linear_is_linear(peak, steps, share):
    theirs = optax.linear_schedule(peak, share * peak, steps)
    ours = table(linear(peak, steps, share * peak), steps + 3)
    assert difference(ours, rates_of_optax(theirs, steps + 3), peak) < FLOAT32


@given(PEAKS, st.integers(2, 60), st.integers(1, 5), SHARES)
def test_restarts_are_joined_cosines(peak, cycle, cycles, share):
    parts = [optax.cosine_decay_schedule(peak, cycle, share) for _ in range(cycles)]
    edges = [cycle * number for number in range(1, cycles)]
    theirs = optax.join_schedules(parts, edges)
    ours = cosine_restarts(peak, cycle * cycles, cycles, share * peak)
    steps = cycle * cycles
    assert difference(table(ours, steps), rates_of_optax(theirs, steps), peak) < FLOAT32


@given(PEAKS, st.sets(st.integers(2, 60), min_size=1, max_size=4))
def test_step_decay_is_piecewise_constant(peak, edges):
    theirs = optax.piecewise_constant_schedule(peak, dict.fromkeys(edges, 0.1))
    ours = table(step_decay(peak, sorted(edges)), 62)
    assert difference(ours, rates_of_optax(theirs, 62), peak) < FLOAT32
