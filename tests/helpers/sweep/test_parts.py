import numpy as np
import pytest

from helpers.sweep import Run
from helpers.sweep.parts import candidate_splits, split
from tests.helpers.sweep.small import RATES


@pytest.mark.parametrize("most", [1, 2, 3, 4, 64])
@pytest.mark.parametrize("workers", [1, 2, 5, 30])
def test_the_groups_of_a_part_are_equally_large(most, workers):
    orders = [5, 1, 5, 2, 1, 5, 2, 3, 5, 5]
    many = [Run(RATES, seed, order_seed=order) for seed, order in enumerate(orders)]
    kept = np.array(split(many, 16, workers, units=most * 16), object)
    assert sorted(place for part in kept for place in part) == list(range(10))
    assert max(map(len, kept)) <= most
    assert len(kept) >= min(workers, 4)
    places = [[0, 2, 5, 8, 9], [1, 4], [3, 6], [7]]
    for part in candidate_splits(places, most, workers)[-1]:
        assert len({len(group) for group in part}) == 1


@pytest.mark.parametrize(
    ("arms", "orders", "expected"),
    [
        (16, 3, [16, 16, 8, 8]),  # not three of 16, with one core idle
        (6, 3, [9, 9]),
        (2, 7, [8, 6]),
        (35, 3, [14] * 7 + [7]),
        (1, 1, [1]),
    ],
)
def test_two_cores_are_ready_at_about_the_same_time(arms, orders, expected):
    many = [Run(RATES, 0, order_seed=order) for order in range(orders)] * arms
    assert [len(part) for part in split(many, 64, 2, units=16 * 64)] == expected


@pytest.mark.parametrize(
    ("arms", "orders", "expected"),
    [
        (35, 3, [9] * 9 + [8] * 3),  # not in parts of 14, of two orders each
        (7, 10, [7] * 10),
        (1, 20, [10, 10]),  # runs with an order each share nothing, mixed or not
    ],
)
def test_orders_are_kept_apart_that_may_not_be_mixed(arms, orders, expected):
    many = [Run(RATES, 0, order_seed=order) for order in range(orders)] * arms
    parts = split(many, 64, 2, units=16 * 64, mixed=False)
    assert [len(part) for part in parts] == expected
    if arms > 1:
        assert all(len({r.order_seed for r in part.values()}) == 1 for part in parts)


def test_the_longest_parts_come_first():
    many = [Run(RATES[:4], 0)] * 3 + [Run(RATES, 0)] * 2
    assert [[*part] for part in split(many, 64)] == [[3, 4], [0, 1, 2]]
