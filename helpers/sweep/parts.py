"""How the runs of a sweep are put together: in parts, each to be trained in one go."""

import heapq

import numpy as np

from helpers.sweep.cores import UNITS_ON_ALL_CORES

# In hidden units: what a part takes beside its networks, and each order of images in
# it. Measured on one core, 16 networks of width 64 against fewer, and more orders.
EACH_PART, EACH_ORDER = 256, 24
WAYS = 8  # to cut the runs of an order, from the fewest pieces up
PASSES = 2  # over the kinds of runs, of which each is cut by itself


def split(runs, width, workers=1, units=UNITS_ON_ALL_CORES):
    """Return parts of a sweep to train in one go: dicts of runs, by their place.

    The runs of a part have one optimizer and one number of updates, and those that see
    the images in one order stand in groups of equal size. No part has more hidden units
    than ``units``. Of several ways to cut, the one is taken with which so many
    ``workers`` are ready first. The parts that take longest come first.
    """
    kinds = {}
    for place, run in enumerate(runs):
        orders = kinds.setdefault((run.optimizer, len(run.rates)), {})
        orders.setdefault(run.order_seed, []).append(place)
    found = [
        [
            [(updates * cost(part, width), part) for part in way]
            for way in ways(list(orders.values()), max(1, units // width), workers)
        ]
        for (_, updates), orders in kinds.items()
    ]
    chosen = [first for first, *_ in found]
    for _ in range(PASSES):  # one kind after the other, while the others stay
        for kind, alternatives in enumerate(found):
            others = [
                part for way in chosen[:kind] + chosen[kind + 1 :] for part in way
            ]
            chosen[kind] = min(
                alternatives, key=lambda way: finish(others + way, workers)
            )
    parts = sorted((part for way in chosen for part in way), key=lambda part: -part[0])
    return [
        {int(place): runs[place] for group in groups for place in group}
        for _, groups in parts
    ]


def ways(orders, most, workers):
    """Return ways to cut the places of runs: lists of parts of at most ``most``.

    ``orders`` lists the places that share an order. A part is a list of groups.
    """
    longest = max(map(len, orders))
    share = -(-sum(map(len, orders)) // workers)
    fewest, found = -(-longest // min(most, share)), []
    for pieces in range(fewest, min(longest, fewest + WAYS) + 1):
        by_size = {}
        for places in orders:
            for group in evenly(places, -(-longest // pieces)):
                by_size.setdefault(len(group), []).append(group)
        for multiple in (1, workers):
            found.append(
                [
                    part
                    for size, groups in by_size.items()
                    for part in evenly(groups, most // size, multiple)
                ]
            )
    return found


def evenly(things, most, multiple=1):
    """Return the things in parts of nearly equal size, none larger than ``most``.

    The number of parts is a multiple, if there are so many things.
    """
    number = -(-len(things) // most)
    number = min(len(things), -(-number // multiple) * multiple)
    return np.array_split(things, number)


def cost(groups, width):
    """Return how long an update of a part takes, in hidden units."""
    return EACH_PART + len(groups) * (EACH_ORDER + len(groups[0]) * width)


def finish(parts, workers):
    """Return when the last of the workers is ready, the longest parts first.

    ``parts`` have their cost in front. The second number is that of all together.
    """
    loads, costs = [0] * workers, sorted((cost for cost, _ in parts), reverse=True)
    for one in costs:
        heapq.heapreplace(loads, loads[0] + one)
    return max(loads), sum(costs)
