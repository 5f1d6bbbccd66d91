"""How the runs of a sweep are put together: in parts, each to be trained in one go."""

import heapq
from collections.abc import Sequence
from itertools import chain
from typing import Any, TypeAlias

import numpy as np

from helpers.arrays import Ints
from helpers.sweep.cores import UNITS_ON_ALL_CORES
from helpers.sweep.run import Run
from helpers.sweep.update_rules import Rule

__all__ = [
    "candidate_splits",
    "estimated_cost",
    "evenly",
    "makespan",
    "may_mix_orders",
    "split",
]

Part: TypeAlias = list[Ints]
"""Groups of equal size: a group has the places of runs that share an order of images.

The place of a run is its row in the list of all runs.
"""

# In hidden units: what a part takes beside its networks, and each order of images in
# it. Measured on one core, 16 networks of width 64 and 40 inputs against fewer, and
# more orders.
PART_OVERHEAD, ORDER_OVERHEAD = 256, 24
LARGE = 2**14  # weights of a first layer
MOST_CANDIDATES = 8  # sizes of a group that are tried, from the largest down
PASSES = 2  # over the kinds of runs, of which each is cut by itself


def split(
    runs: Sequence[Run],
    width: int,
    workers: int = 1,
    units: int = UNITS_ON_ALL_CORES,
    mixed: bool = True,
) -> list[dict[int, Run]]:
    """Return parts of a sweep to train in one go: dicts of runs, by their place.

    The runs of a part have one optimizer and one number of updates, and those that see
    the images in one order stand in groups of equal size. No part has more than
    ``units`` hidden units, of which each network has ``width``. Unless orders may be
    ``mixed``, runs that share one have no other in their part. Several splits are
    tried, and the one is taken that ``workers`` finish first. The parts that take
    longest come first.

    >>> from helpers.schedules import constant, table
    >>> runs = [Run(table(constant(0.1), 100), seed) for seed in range(6)]
    >>> [list(part) for part in split(runs, width=64, workers=2)]
    [[0, 1, 2], [3, 4, 5]]
    """
    most = max(1, units // width)  # networks in a part
    kinds: dict[tuple[Rule, int], dict[Any, list[int]]] = {}
    for place, run in enumerate(runs):
        orders = kinds.setdefault((run.optimizer, len(run.rates)), {})
        orders.setdefault(run.seed_of_order, []).append(place)

    candidates = []  # for each kind: splits, whose parts have their cost in front
    for (_, updates), orders in kinds.items():
        splits = candidate_splits(list(orders.values()), most, workers, mixed)
        candidates.append(
            [
                [(updates * estimated_cost(part, width), part) for part in parts]
                for parts in splits
            ]
        )

    # All combinations of the kinds' splits would be too many. So one kind after the
    # other takes its best split while the others stay as they are, twice over.
    chosen = [first for first, *_ in candidates]
    for _ in range(PASSES):
        for kind, alternatives in enumerate(candidates):
            others = [*chain(*chosen[:kind], *chosen[kind + 1 :])]
            chosen[kind] = min(
                alternatives, key=lambda parts: makespan(others + parts, workers)
            )
    longest_first = sorted(chain(*chosen), key=lambda part: -part[0])
    return [
        {int(place): runs[place] for group in groups for place in group}
        for _, groups in longest_first
    ]


def may_mix_orders(inputs: int, width: int) -> bool:
    """Return whether networks of this size gain by sharing a part with other orders.

    A part's overhead is paid once. But one product for each order, in parts of their
    own, takes a tenth less than a batched one, and that is more where networks are
    large.

    >>> may_mix_orders(inputs=40, width=64), may_mix_orders(inputs=784, width=64)
    (True, False)
    """
    return inputs * width < LARGE


def candidate_splits(
    orders: Sequence[Sequence[int]], most: int, workers: int, mixed: bool = True
) -> list[list[Part]]:
    """Return several ways to cut runs of one kind into parts of at most ``most`` runs.

    ``orders`` lists for each order of images the places of the runs that share it. A
    part may have several orders if they may be ``mixed``, or if no run shares its own.

    >>> two_orders = [[0, 1, 2, 3], [4, 5, 6, 7]]
    >>> for parts in candidate_splits(two_orders, most=8, workers=2)[:3]:
    ...     print([[group.tolist() for group in part] for part in parts])
    [[[0, 1, 2, 3], [4, 5, 6, 7]]]
    [[[0, 1, 2, 3]], [[4, 5, 6, 7]]]
    [[[0, 1], [2, 3], [4, 5], [6, 7]]]
    """
    longest = max(map(len, orders))
    share = -(-sum(map(len, orders)) // workers)
    fewest, found = -(-longest // min(most, share)), []
    # Large groups share more work: a batch is read once for each. Small ones can be
    # spread more evenly.
    for pieces in range(fewest, min(longest, fewest + MOST_CANDIDATES) + 1):
        by_size: dict[int, list[Ints]] = {}
        for places in orders:
            for group in evenly(places, -(-longest // pieces)):
                by_size.setdefault(len(group), []).append(group)
        # Few parts cost least; a multiple of the workers leaves none without a part.
        for multiple in (1, workers):
            found.append(
                [
                    part
                    for size, groups in by_size.items()
                    for part in evenly(
                        groups, most // size if mixed or size == 1 else 1, multiple
                    )
                ]
            )
    return found


def evenly(things: Sequence[Any], most: int, multiple: int = 1) -> list[Any]:
    """Return the things in arrays of nearly equal size, none larger than ``most``.

    The number of arrays is a multiple of ``multiple``, if there are so many things.

    >>> [part.tolist() for part in evenly([1, 2, 3, 4, 5], most=3)]
    [[1, 2, 3], [4, 5]]
    >>> [part.tolist() for part in evenly([1, 2, 3, 4, 5], most=3, multiple=4)]
    [[1, 2], [3], [4], [5]]
    """
    number = -(-len(things) // most)
    number = min(len(things), -(-number // multiple) * multiple)
    return np.array_split(things, number)


def estimated_cost(groups: Part, width: int) -> int:
    """Return how long an update of a part takes, in hidden units.

    >>> estimated_cost([np.array([0, 1]), np.array([2, 3])], width=64)
    560
    """
    return PART_OVERHEAD + len(groups) * (ORDER_OVERHEAD + len(groups[0]) * width)


def makespan(parts: Sequence[tuple[float, Part]], workers: int) -> tuple[float, float]:
    """Return when the last of the workers is ready, if the longest parts come first.

    ``parts`` have their cost in front. The second number, the cost of all together,
    decides between splits with which the last worker is ready at the same time.

    >>> makespan([(5, []), (4, []), (3, [])], workers=2)
    (7, 12)
    """
    loads: list[float] = [0] * workers
    costs = sorted((cost for cost, _ in parts), reverse=True)
    for cost in costs:  # each goes to the worker that is ready first
        heapq.heapreplace(loads, loads[0] + cost)
    return max(loads), sum(costs)
