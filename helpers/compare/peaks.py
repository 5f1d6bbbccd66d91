"""The search for the best peak of an arm in a repeat: on a grid that grows.

A valley is a dict from each peak to the mean value over the tuning seeds of a repeat,
turned so that less is better; where a training diverged, it is infinite.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any

from helpers.compare.seeds import repeat_of
from helpers.compare.training import Key, Training
from helpers.valley import bottom

__all__ = [
    "Grid",
    "Valley",
    "Valleys",
    "best",
    "limits",
    "lowest_point",
    "mean_valley",
    "notes",
    "valleys",
    "wider",
]

Valley = dict[float, float]
Valleys = dict[str, list[Valley]]  # of each arm one for each repeat
Grid = tuple[float, ...]

WIDENINGS = 3  # by so many peaks the grid grows on either side, at most
ROUNDED = 0.006  # more than three digits of a peak are off by


def valleys(
    tuned: Iterable[Training],
    finished: Mapping[Key, dict[str, Any]],
    less_is_better: bool,
) -> Valleys:
    """Return the valleys of each arm, by the outcomes of the trainings that tuned it.

    There is one for each repeat, in their order.
    """
    values: dict[str, dict[int, dict[float, list[float]]]] = {}
    for training in tuned:
        row = finished[training.key]
        value = math.inf if row["diverged"] else row["value"]
        if not (less_is_better or row["diverged"]):
            value = -value
        of_repeat = values.setdefault(training.arm, {}).setdefault(
            repeat_of(training.seed), {}
        )
        of_repeat.setdefault(training.peak, []).append(value)
    return {
        arm: [
            {peak: fmean(several) for peak, several in by_repeat[repeat].items()}
            for repeat in sorted(by_repeat)
        ]
        for arm, by_repeat in values.items()
    }


def mean_valley(several: Sequence[Valley]) -> Valley:
    """Return the mean of the valleys of all repeats."""
    return {peak: fmean(valley[peak] for valley in several) for peak in several[0]}


def best(valley: Valley) -> float:
    """Return the peak with the best value."""
    return min(valley, key=lambda peak: valley[peak])


def limits(peaks: Grid) -> tuple[float, float]:
    """Return the lowest and the highest peak that a grid may grow to."""
    lowest = peaks[0] * (peaks[0] / peaks[1]) ** WIDENINGS
    highest = peaks[-1] * (peaks[-1] / peaks[-2]) ** WIDENINGS
    return 0.99 * lowest, 1.01 * highest


def wider(peaks: Grid, best: Iterable[float], lowest: float, highest: float) -> Grid:
    """Return the grid with one more peak on each side where a ``best`` is the last.

    It grows by the factor that it has there, but not beyond ``lowest`` and ``highest``.
    """
    best = {*best}
    below, above = peaks[0] ** 2 / peaks[1], peaks[-1] ** 2 / peaks[-2]
    if peaks[0] in best and below >= lowest:
        peaks = (below, *peaks)
    if peaks[-1] in best and above <= highest:
        peaks = (*peaks, above)
    return peaks


def lowest_point(valley: Valley) -> float:
    """Return the peak at the bottom of a valley, between the peaks of the grid or not.

    A wall beside it, a loss of 1e22 for instance, is no part of the valley. Where all
    trainings diverged it is the lowest peak there is.

    >>> lowest_point({0.01: 4.0, 0.03: 3.0, 0.1: 3.5, 0.3: math.inf})
    0.0375
    >>> lowest_point({0.01: 4.0, 0.03: 3.0, 0.1: 1e22})
    0.03
    >>> lowest_point({0.01: math.inf, 0.03: math.inf, 0.1: math.inf})
    0.01
    """
    if not has_a_bottom(valley):
        return min(valley)
    return bottom([*valley], [*valley.values()])


def has_a_bottom(valley: Valley) -> bool:
    """Return whether a peak is left at which no training diverged."""
    return any(map(math.isfinite, valley.values()))


def notes(asked: Grid, peaks: Grid, found: Valleys) -> list[str]:
    """Return what to tell of the edges of a grid, a sentence for each.

    ``asked`` is the grid asked for, ``peaks`` what it became, and ``found`` has the
    valleys on it.
    """
    sentences = []
    if peaks != asked:
        sentences.append(
            "A best peak lay at an edge of the grid, so that it grew: it now goes from "
            f"{peaks[0]:.2g} to {peaks[-1]:.2g}."
        )
    at_edges = []
    for arm, several in found.items():
        with_bottom = [*filter(has_a_bottom, several)]
        if lost := len(several) - len(with_bottom):
            sentences.append(
                f"In {lost} of {len(several)} repeats all trainings that tuned {arm!r} "
                f"diverged: there its peak is the lowest of the grid, {peaks[0]:.2g}."
            )
        chosen = [*map(lowest_point, with_bottom)]
        for edge in (peaks[0], peaks[-1]):
            count = sum(math.isclose(one, edge, rel_tol=ROUNDED) for one in chosen)
            if count:
                at_edges.append(
                    f"{arm!r} chose {edge:.2g} in {count} of {len(several)} repeats"
                )
    if at_edges:
        sentences.append(
            "Beyond an edge of the grid there may be a better peak: "
            f"{', '.join(at_edges)}."
        )
    return sentences
