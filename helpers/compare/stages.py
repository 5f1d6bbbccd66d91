"""The stages of the protocol: a grid of peaks for each repeat, then its fresh pairs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from helpers.compare.arms import column
from helpers.compare.peaks import (
    Grid,
    Valleys,
    best,
    limits,
    lowest_point,
    mean_valley,
    notes,
    wider,
)
from helpers.compare.recipe import Kind
from helpers.compare.seeds import pair_seed, tuning_seed
from helpers.compare.training import Key, Training

__all__ = [
    "Protocol",
    "Stage",
    "begun_stages",
    "finished_by_kind",
    "trainings_at",
]

Columns = dict[tuple[str, float], np.ndarray]  # rates by arm and peak


@dataclass(frozen=True)
class Stage:
    """Trainings that can be carried out in any order.

    ``title`` is for display, ``peaks`` is the grid so far, and ``notes`` are sentences
    on its edges. The trainings of an earlier stage of the same kind are among those of
    a later one.
    """

    kind: Kind
    title: str
    peaks: Grid
    trainings: list[Training]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Protocol:
    """What is trained: the arms, the first grid of peaks, the budget, and how often.

    ``tuning_seeds`` and ``pairs`` count what each of the ``repeats`` has. A
    ``control`` is the share of its peak at which the first arm is tested once more.
    ``columns`` keeps the rates by arm and peak from one stage to the next.
    """

    arms: Mapping[str, Any]
    peaks: Grid
    updates: int
    repeats: int
    tuning_seeds: int
    pairs: int
    control: float | None = None
    columns: Columns = field(default_factory=dict, compare=False, repr=False)

    def stages(
        self, valleys_of: Callable[[list[Training]], Valleys]
    ) -> Iterator[Stage]:
        """Yield each stage; the caller has to finish it before asking for the next.

        ``valleys_of`` returns what finished trainings found, valleys by arm. A lowest
        point of their mean that lies at an edge makes the grid wider for all arms and
        repeats. Then each repeat tests each arm at the bottom of its own valley.
        """
        peaks, (lowest, highest) = self.peaks, limits(self.peaks)
        title = "tuning"
        while True:
            tuned = self.tuning_trainings(peaks)
            yield Stage("tuning", title, peaks, tuned)
            valleys = valleys_of(tuned)
            lowest_of_all = [best(mean_valley(several)) for several in valleys.values()]
            grown = wider(peaks, lowest_of_all, lowest, highest)
            if grown == peaks:
                break
            peaks, title = grown, "tuning on a wider grid"
        chosen = {arm: [*map(lowest_point, own)] for arm, own in valleys.items()}
        said = tuple(notes(self.peaks, peaks, valleys))
        yield Stage("test", "test", peaks, self.test_trainings(chosen), said)

    def tuning_trainings(self, peaks: Grid) -> list[Training]:
        """Return the trainings that tune all arms on a grid of peaks."""
        counts = product(range(self.tuning_seeds), range(self.repeats))
        seeds = [tuning_seed(repeat, number) for number, repeat in counts]
        points = product(self.arms, peaks, seeds)
        known = self.updates, self.columns
        return trainings_at("tuning", self.arms, points, *known)

    def test_trainings(self, chosen: Mapping[str, list[float]]) -> list[Training]:
        """Return the trainings of the test; each arm has a chosen peak a repeat."""
        arms = dict(self.arms)
        if self.control is not None:
            reference = next(iter(arms))
            arms[self.control_arm] = arms[reference]
            lowered = [self.control * peak for peak in chosen[reference]]
            chosen = {**chosen, self.control_arm: lowered}
        points = [
            (arm, peak, pair_seed(repeat, pair))
            for arm, of_repeats in chosen.items()
            for repeat, peak in enumerate(of_repeats)
            for pair in range(self.pairs)
        ]
        return trainings_at("test", arms, points, self.updates, self.columns)

    @property
    def control_arm(self) -> str:
        """The name of the arm that must lose, or none."""
        if self.control is None:
            return ""
        return f"{next(iter(self.arms))} at {self.control:g} of its peak"


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


def trainings_at(
    kind: Kind,
    arms: Mapping[str, Any],
    points: Iterable[tuple[str, float, int]],
    updates: int,
    columns: Columns | None = None,
) -> list[Training]:
    """Return a training for each point: an arm, its peak, and a seed.

    ``columns`` has those that are known by arm and peak; new ones are added to it, as
    to make one takes long with a schedule of Keras. Raises a ValueError if an arm has
    the same rates at two peaks.
    """
    points, columns = [*points], {} if columns is None else columns
    for arm, peak, _ in points:
        if (arm, peak) not in columns:
            columns[arm, peak] = column(arm, arms[arm], peak, updates)
    check_that_peaks_matter(columns)
    return [
        Training(kind, arm, peak, seed, columns[arm, peak])
        for arm, peak, seed in points
    ]


def check_that_peaks_matter(columns: Columns) -> None:
    """Raise a ValueError if an arm has the same rates at two peaks."""
    peaks: dict[tuple[str, bytes], float] = {}
    for (arm, peak), rates in columns.items():
        other = peaks.setdefault((arm, rates.tobytes()), peak)
        if other != peak:
            raise ValueError(
                f"arms[{arm!r}] has the same rates at the peaks {other:g} and "
                f"{peak:g}: it must be a function of the peak"
            )
