import math
from fractions import Fraction

import numpy as np
import pytest

from helpers.schedules import cosine, cosine_restarts, linear, table
from tests.helpers.schedules.family import FLOOR, PEAK


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


def test_rounding_lets_no_rate_rise_before_a_restart():
    schedule = cosine_restarts(3.0, 2454267026, 11, 1.5, cycle_multiplier=8)
    before = schedule(306783378 - np.arange(5, 0, -1))
    assert (np.diff(before) <= 0).all()
