import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.keras_import import keras
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
    apart,
    difference,
)

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("peers")]

keras_schedules = keras.optimizers.schedules


def some(steps):
    """Up to 40 steps of a run: Keras takes a millisecond for each."""
    return np.unique(np.linspace(0, steps + 2, 40).astype(int))


@given(PEAKS, STEPS, SHARES)
def test_cosine_is_cosine_decay(peak, steps, share):
    theirs = keras_schedules.CosineDecay(peak, steps, alpha=share)
    ours = cosine(peak, steps, floor=share * peak)
    looks = some(steps)
    assert difference(ours(looks), theirs(looks), peak) < FLOAT32


@given(PEAKS, STEPS, SHARES, WARMUPS, SHARES)
def test_warm_up_and_cosine_is_cosine_decay_with_a_target(
    peak, steps, share, warmup, start
):
    theirs = keras_schedules.CosineDecay(
        start * peak, steps, share, warmup_target=peak, warmup_steps=warmup
    )
    warmup = min(warmup, 10 * steps)
    theirs.warmup_steps = warmup
    ours = with_warmup(cosine(peak, steps, share * peak), warmup, start * peak)
    looks = some(warmup + steps)
    found = [float(theirs(step)) for step in looks]
    assert difference(ours(looks), found, peak) < FLOAT32


@given(PEAKS, STEPS, st.integers(1, 5), SHARES, st.floats(0.1, 1))
def test_equal_cycles_are_cosine_decay_restarts(peak, cycle, cycles, share, factor):
    theirs = keras_schedules.CosineDecayRestarts(peak, cycle, 1.0, factor, share)
    ours = cosine_restarts(
        peak, cycles * cycle, cycles, share * peak, peak_multiplier=factor
    )
    looks = np.arange(cycles * cycle)
    assert difference(ours(looks), theirs(looks), peak) < FLOAT32


@given(PEAKS, st.integers(2, 50), SHARES)
def test_growing_cycles_differ_at_restarts_only(peak, first, share):
    """Keras finds the cycle with a float32 logarithm: some restarts come late."""
    theirs = keras_schedules.CosineDecayRestarts(peak, first, 2.0, 1.0, share)
    steps = first * 31
    ours = cosine_restarts(peak, steps, 5, share * peak, cycle_multiplier=2)
    looks = np.arange(steps)
    restarts = {first * (2**cycle - 1) for cycle in range(1, 5)}
    assert set(apart(ours(looks), theirs(looks), peak)) <= restarts


@given(PEAKS, STEPS, SHARES)
def test_linear_is_polynomial_decay(peak, steps, share):
    theirs = keras_schedules.PolynomialDecay(peak, steps, share * peak, power=1.0)
    ours = linear(peak, steps, share * peak)
    looks = some(steps)
    assert difference(ours(looks), theirs(looks), peak) < FLOAT32


@given(PEAKS, st.sets(st.integers(2, 60), min_size=1, max_size=4))
def test_step_decay_is_piecewise_constant_decay_one_step_earlier(peak, edges):
    edges = sorted(edges)
    rates = [peak * 0.1**k for k in range(len(edges) + 1)]
    theirs = keras_schedules.PiecewiseConstantDecay([e - 1 for e in edges], rates)
    ours = table(step_decay(peak, edges), 62)
    assert difference(ours, theirs(np.arange(62)), peak) < FLOAT32


def test_a_late_restart_is_still_there():
    """The step of a restart returns the floor: a logarithm that was rounded down."""
    theirs = keras_schedules.CosineDecayRestarts(1.0, 1, 2.0)
    ours = cosine_restarts(1.0, 2**14 - 1, 14, cycle_multiplier=2)
    assert (ours(8191), float(theirs(8191))) == (1.0, 0.0)
