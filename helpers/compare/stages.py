"""The stages of the protocol: a grid of peaks, one between them, then fresh pairs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.compare.arms import column
from helpers.compare.peaks import (
    Grid,
    Valley,
    best,
    limits,
    lowest_point,
    notes,
    wider,
)
from helpers.compare.recipe import Kind
from helpers.compare.training import Key, Training

__all__ = [
    "Stage",
    "all_stages",
    "begun_stages",
    "finished_by_kind",
    "test_trainings",
    "trainings_at",
    "tuning_trainings",
]

FIRST_TEST_SEED = 1000  # the tuning has seen none from here on


@dataclass(frozen=True)
class Stage:
    """Trainings that can be carried out in any order.

    ``title`` is for display. ``peaks`` is the grid so far, and ``between`` the number
    of arms that try a peak between those of the grid, or None where that is not known
    yet. ``notes`` are sentences on the edges of the grid. The trainings of an earlier
    stage of the same kind are among those of a later one.
    """

    kind: Kind
    title: str
    peaks: Grid
    trainings: list[Training]
    between: int | None = None
    notes: tuple[str, ...] = ()


def all_stages(
    arms: Mapping[str, Any],
    peaks: Grid,
    tuning_seeds: int,
    pairs: int,
    updates: int,
    valleys_of: Callable[[list[Training]], dict[str, Valley]],
) -> Iterator[Stage]:
    """Yield each stage; the caller has to finish it before the next one is asked for.

    ``valleys_of`` returns what finished trainings found, a valley by arm. A best peak
    at an edge makes the grid wider for all arms. Then the lowest point of each arm's
    valley is tried with the same seeds, and the test is made at the best.
    """
    asked, (lowest, highest) = peaks, limits(peaks)
    title = "tuning"
    while True:
        tuned = tuning_trainings(arms, peaks, tuning_seeds, updates)
        yield Stage("tuning", title, peaks, tuned)
        valleys = valleys_of(tuned)
        grown = wider(peaks, map(best, valleys.values()), lowest, highest)
        if grown == peaks:
            break
        peaks, title = grown, "tuning on a wider grid"
    lowest_points = {arm: lowest_point(valley) for arm, valley in valleys.items()}
    between = [(a, peak) for a, peak in lowest_points.items() if peak not in valleys[a]]
    more = trainings_at("tuning", arms, between, range(tuning_seeds), updates)
    tuned = [*tuned, *more]
    yield Stage("tuning", "tuning between the peaks", peaks, tuned, len(between))
    chosen = {arm: best(valley) for arm, valley in valleys_of(tuned).items()}
    tested = test_trainings(arms, chosen, pairs, updates)
    said = tuple(notes(asked, peaks, chosen))
    yield Stage("test", "test", peaks, tested, len(between), said)


def begun_stages(
    stages: Iterable[Stage], finished: Mapping[Key, dict[str, Any]]
) -> list[Stage]:
    """Return the stages up to the first one with a training that is not finished."""
    begun = []
    for stage in stages:
        begun.append(stage)
        if any(training.key not in finished for training in stage.trainings):
            break
    return begun


def finished_by_kind(
    stages: Iterable[Stage], finished: Mapping[Key, dict[str, Any]]
) -> dict[Kind, int]:
    """Return the number of finished trainings that tune, and of those that test."""
    done: dict[Kind, int] = {"tuning": 0, "test": 0}
    for stage in stages:  # a later one of a kind counts those of an earlier one too
        done[stage.kind] = sum(one.key in finished for one in stage.trainings)
    return done


def tuning_trainings(
    arms: Mapping[str, Any], peaks: Grid, seeds: int, updates: int
) -> list[Training]:
    """Return the trainings that tune all arms on a grid of peaks."""
    points = [(arm, peak) for arm in arms for peak in peaks]
    return trainings_at("tuning", arms, points, range(seeds), updates)


def test_trainings(
    arms: Mapping[str, Any], chosen: Mapping[str, float], pairs: int, updates: int
) -> list[Training]:
    """Return the trainings of the test, at the peak ``chosen`` for each arm."""
    seeds = range(FIRST_TEST_SEED, FIRST_TEST_SEED + pairs)
    return trainings_at("test", arms, chosen.items(), seeds, updates)


def trainings_at(
    kind: Kind,
    arms: Mapping[str, Any],
    points: Iterable[tuple[str, float]],
    seeds: Iterable[int],
    updates: int,
) -> list[Training]:
    """Return a training for each point, an arm and its peak, and each seed.

    Raises a ValueError if an arm has the same rates at two peaks.
    """
    columns = {
        (arm, peak): column(arm, arms[arm], peak, updates) for arm, peak in points
    }
    check_that_peaks_matter(columns)
    return [
        Training(kind, arm, peak, seed, rates)
        for (arm, peak), rates in columns.items()
        for seed in seeds
    ]


def check_that_peaks_matter(columns: Mapping[tuple[str, float], np.ndarray]) -> None:
    """Raise a ValueError if an arm has the same rates at two peaks."""
    peaks: dict[tuple[str, bytes], float] = {}
    for (arm, peak), rates in columns.items():
        other = peaks.setdefault((arm, rates.tobytes()), peak)
        if other != peak:
            raise ValueError(
                f"arms[{arm!r}] has the same rates at the peaks {other:g} and "
                f"{peak:g}: it must be a function of the peak"
            )
