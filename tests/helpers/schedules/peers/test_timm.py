import importlib.util

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.schedules import cosine, cosine_restarts, table, with_warmup
from tests.helpers.schedules.peers.drawn import (
    FLOAT64,
    PEAKS,
    SHARES,
    STEPS,
    WARMUPS,
    difference,
)
from tests.helpers.schedules.peers.readings import rates_of_timm, sgd, timm_scheduler

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("peers")]


def column(peak, steps, *settings, **named):
    return rates_of_timm(timm_scheduler()(sgd(peak), *settings, **named), steps)


@given(PEAKS, STEPS, SHARES)
def test_cosine_is_cosine(peak, steps, share):
    theirs = column(peak, steps + 3, steps, share * peak)
    ours = table(cosine(peak, steps, share * peak), steps + 3)
    assert difference(ours, theirs, peak) < FLOAT64


@given(PEAKS, STEPS, WARMUPS, SHARES, SHARES)
def test_warm_up_and_cosine_is_a_prefix(peak, steps, warmup, start, share):
    warmup = min(warmup, 10 * steps)
    theirs = column(
        peak,
        warmup + steps,
        steps,
        share * peak,
        warmup_t=warmup,
        warmup_lr_init=start * peak,
        warmup_prefix=True,
    )
    ours = with_warmup(cosine(peak, steps, share * peak), warmup, start * peak)
    assert difference(table(ours, warmup + steps), theirs, peak) < FLOAT64


@given(PEAKS, STEPS, st.integers(1, 5), SHARES)
def test_equal_cycles_need_a_limit(peak, cycle, cycles, share):
    steps = cycle * cycles
    theirs = column(peak, steps, cycle, share * peak, cycle_limit=cycles)
    ours = table(cosine_restarts(peak, steps, cycles, share * peak), steps)
    assert difference(ours, theirs, peak) < FLOAT64


def test_without_a_limit_there_is_one_cycle():
    assert column(1.0, 25, 10)[10:] == [0.0] * 15


def test_a_growing_cycle_may_be_missed():
    """``log(243, 3) < 5``: timm misses the restart at step 1210."""
    theirs = column(1.0, 1211, 10, cycle_mul=3, cycle_limit=9)
    steps = 10 * sum(3**cycle for cycle in range(6))
    ours = cosine_restarts(1.0, steps, 6, cycle_multiplier=3)
    assert ours(1210) == 1.0
    assert theirs[1210] != pytest.approx(1.0)


def test_who_asks_for_timm_finds_it_after_its_schedulers_are_loaded():
    timm_scheduler()
    assert importlib.util.find_spec("timm").name == "timm"
