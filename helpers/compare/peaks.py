"""The search for an arm's best peak: on a grid that grows, then between its peaks.

A valley is a dict from each peak to the mean value over the tuning seeds, turned so
that less is better; where a training diverged, it is infinite.
"""

import math
from collections.abc import Iterable, Mapping
from statistics import fmean
from typing import Any

from helpers.compare.training import Key, Training

__all__ = [
    "Grid",
    "Valley",
    "best",
    "limits",
    "lowest_point",
    "notes",
    "valleys",
    "wider",
]

Valley = dict[float, float]
Grid = tuple[float, ...]

WIDENINGS = 3  # by so many peaks the grid grows on either side, at most


def valleys(
    tuned: Iterable[Training],
    finished: Mapping[Key, dict[str, Any]],
    less_is_better: bool,
) -> dict[str, Valley]:
    """Return the valley of each arm, by the outcomes of the trainings that tuned it."""
    values: dict[str, dict[float, list[float]]] = {}
    for training in tuned:
        row = finished[training.key]
        value = math.inf if row["diverged"] else row["value"]
        if not (less_is_better or row["diverged"]):
            value = -value
        values.setdefault(training.arm, {}).setdefault(training.peak, []).append(value)
    return {
        arm: {peak: fmean(several) for peak, several in valley.items()}
        for arm, valley in values.items()
    }


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
    """Return where a parabola through the best peak and its neighbours is lowest.

    Its axis is the logarithm of the peak. From the middle of the one gap to the middle
    of the other the slope of a parabola changes linearly, and at the lowest point it is
    0. The result has three digits, so that all machines find the same peak. A best peak
    at an edge, beside one that diverged, or no better than its neighbours is returned
    as it is.

    A valley with a steep wall is no parabola: try the peak before you trust it.
    """
    peaks = sorted(valley)
    place = peaks.index(best(valley))
    near = peaks[max(place - 1, 0) : place + 2]
    values = [valley[peak] for peak in near]
    if len(near) < 3 or not math.isfinite(sum(values)) or len({*values}) == 1:
        return peaks[place]
    low, middle, high = map(math.log, near)
    falling = (values[0] - values[1]) / (middle - low)
    rising = (values[2] - values[1]) / (high - middle)
    share = falling / (falling + rising)
    found = float(f"{math.exp((low + middle) / 2 + share * (high - low) / 2):.3g}")
    return peaks[place] if math.isclose(found, peaks[place], rel_tol=0.02) else found


def notes(asked: Grid, peaks: Grid, chosen: Mapping[str, float]) -> list[str]:
    """Return what to tell of the edges of a grid, a sentence for each.

    ``asked`` is the grid asked for, ``peaks`` what it became, and ``chosen`` has the
    best peak of each arm.
    """
    sentences = []
    if peaks != asked:
        sentences.append(
            "A best peak lay at an edge of the grid, so that it grew: it now goes from "
            f"{peaks[0]:.2g} to {peaks[-1]:.2g}."
        )
    for arm, peak in chosen.items():
        if peak in (peaks[0], peaks[-1]):
            sentences.append(
                f"The best peak of {arm!r}, {peak:.2g}, is at an edge of the grid: "
                "beyond it there may be a better one."
            )
    return sentences
