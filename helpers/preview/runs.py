"""What is known of a run of the loop: how long it is, and what happened in it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from helpers.arrays import Floats

__all__ = ["Failure", "Run", "Setting", "Timing", "failures_of", "known_length"]


@dataclass(frozen=True)
class Timing:
    """How long ``fit`` would train, in its own words.

    >>> Timing(epochs=3, steps_per_epoch=10, initial_epoch=1).batches
    20
    """

    epochs: int
    steps_per_epoch: int
    initial_epoch: int = 0
    steps_per_execution: int = 1

    @property
    def batches(self) -> int:
        """The number of batches of the whole ``fit``."""
        return (self.epochs - self.initial_epoch) * self.steps_per_epoch


@dataclass(frozen=True)
class Setting:
    """A callback has changed a rate, when so many batches were done.

    >>> Setting("RatePerEpoch", "optimizer", batch=0, before=0.1, after=0.2).after
    0.2
    """

    callback: str
    optimizer: str
    batch: int
    before: float
    after: float


@dataclass(frozen=True)
class Failure:
    """A callback has raised an error, when so many batches were done.

    >>> Failure("MyRates", "on_epoch_end", 60, KeyError("lr")).error
    KeyError('lr')
    """

    callback: str
    hook: str
    batch: int
    error: Exception

    @property
    def is_of_schedule(self) -> bool:
        """Whether it is Keras's own: no rate is set where there is a schedule."""
        is_type_error = isinstance(self.error, TypeError)
        return is_type_error and "LearningRateSchedule" in str(self.error)


def _sets() -> defaultdict[str, set[str]]:
    return defaultdict(set)


@dataclass
class Run:
    """What happened: how many batches were counted, and what each callback did.

    ``columns`` has the rates of each optimizer, by its name. ``asked`` has the metrics
    that a callback asked for, ``refused`` the files that it wanted to write, ``halted``
    the callbacks of which a method ended there, ``misnamed`` the optimizers whose
    ``lr`` it set, which Keras does not read, and ``ignored`` those that it gave a
    schedule too late. ``drew`` tells that random numbers were drawn, and
    ``out_of_time`` that the run was ended as it took too long.

    >>> run = Run()
    >>> run.asked["ReduceLROnPlateau"].add("val_loss")
    >>> dict(run.asked)
    {'ReduceLROnPlateau': {'val_loss'}}
    """

    batches: int = 0
    columns: dict[str, Floats] = field(default_factory=dict)
    settings: list[Setting] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    asked: dict[str, set[str]] = field(default_factory=_sets)
    refused: dict[str, set[str]] = field(default_factory=_sets)
    halted: set[str] = field(default_factory=set)
    misnamed: dict[str, set[str]] = field(default_factory=_sets)
    ignored: dict[str, set[str]] = field(default_factory=_sets)
    stopped_by: str | None = None
    drew: bool = False
    out_of_time: bool = False


def failures_of(
    runs: Mapping[str, Run], after_writes: bool = False
) -> Iterator[tuple[str, Failure]]:
    """List each callback's first failure, with the scenario in which it came.

    A callback that was kept from writing may fail because of that, and not in ``fit``.
    Those are listed, instead of the others, ``after_writes``.

    >>> failure = Failure("MyRates", "on_epoch_end", 60, KeyError("lr"))
    >>> [scenario for scenario, _ in failures_of({"falling": Run(failures=[failure])})]
    ['falling']
    """
    seen = set()
    for scenario, run in runs.items():
        for failure in run.failures:
            hindered = failure.callback in run.refused and not failure.is_of_schedule
            if failure.callback not in seen and hindered == after_writes:
                seen.add(failure.callback)
                yield scenario, failure


def known_length(columns: Sequence[Floats]) -> int | None:
    """Return how many rates are the same in all columns, None if all there are.

    >>> known_length([np.array([0.3, 0.2, 0.1]), np.array([0.3, 0.1])])
    1
    >>> known_length([np.array([0.3, 0.2, 0.1]), np.array([0.3, 0.2])])
    """
    longest = max(columns, key=len)
    pairs = [(one, longest[: len(one)]) for one in columns]
    same = [np.isclose(one, other, 0, 0, equal_nan=True) for one, other in pairs]
    differing = [np.flatnonzero(~equal) for equal in same]
    return min((int(places[0]) for places in differing if len(places)), default=None)
