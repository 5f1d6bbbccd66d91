"""What a program is to do: so many steps at the rates of a schedule or a column."""

from dataclasses import dataclass

from helpers.arrays import ArrayLike, Floats
from helpers.checks import check_count
from helpers.schedules.calls import call_of
from helpers.schedules.columns import RateFunction, check_table, table
from helpers.schedules.programs.parts import Hold, Parts
from helpers.schedules.programs.taken_apart import parts_of
from helpers.schedules.recognition import Recognized

__all__ = ["Run", "run_of"]


@dataclass(frozen=True)
class Run:
    """What a program is to do: so many steps at the rates of a column.

    ``parts`` is None where only the column is known. With ``steps_per_epoch`` a step is
    an epoch of so many updates; without it, an update.
    """

    title: str
    parts: Parts | None
    column: Floats
    steps_per_epoch: int | None

    @property
    def steps(self) -> int:
        """The steps of the run."""
        return len(self.column)

    @property
    def updates(self) -> int:
        """The updates of the run."""
        return self.steps * (self.steps_per_epoch or 1)

    @property
    def epoch(self) -> int:
        """The updates of an epoch: those that are given, or one of ten parts or so."""
        parts = next(parts for parts in range(10, 0, -1) if self.steps % parts == 0)
        return self.steps_per_epoch or self.steps // parts

    @property
    def peak(self) -> float:
        """The rate that an optimizer is made with."""
        return self.parts.peak if self.parts else float(self.column.max())

    @property
    def constant(self) -> bool:
        """Whether the rate is the same at all steps."""
        return self.parts is not None and self.parts == Parts(self.peak, Hold())


def run_of(
    schedule: RateFunction | ArrayLike | Recognized,
    steps: int | None = None,
    steps_per_epoch: int | None = None,
) -> Run:
    """Return what a program is to do for a schedule, a function or an array of rates.

    Of what ``recognize`` returns, the schedule is taken.

    ``steps`` may be left out for an array and for a schedule that has an end.

    >>> run_of([0.1, 0.05]).steps
    2
    """
    if isinstance(schedule, Recognized):
        if schedule.schedule is None:
            raise ValueError("schedule was not recognized: give the rates themselves")
        schedule = schedule.schedule
    if steps_per_epoch is not None:
        steps_per_epoch = check_count("steps_per_epoch", steps_per_epoch)
    if callable(schedule):
        steps = getattr(schedule, "steps", None) if steps is None else steps
        if steps is None:
            raise ValueError("steps = None must be given: the schedule has no end")
        column = table(schedule, steps)
        parts = parts_of(schedule)
    else:
        column = check_table("schedule", schedule)
        if steps is not None:
            column = column[: check_count("steps", steps, at_most=len(column))]
        parts = None
    if parts is None and (column == column[0]).all():
        parts = Parts(float(column[0]), Hold())
    title = str(call_of(schedule) or f"A column of {len(column)} rates")
    return Run(title, parts, column, steps_per_epoch)
