"""Name the schedule behind a column of rates."""

import math
from dataclasses import dataclass

import numpy as np

from helpers.arrays import ArrayLike
from helpers.schedules.calls import call_of
from helpers.schedules.column_rules import Problem
from helpers.schedules.columns import Schedule
from helpers.schedules.recognition.findings import Findings, problems_of
from helpers.schedules.recognition.logs import Log, read_log
from helpers.schedules.recognition.remarks import remarks_on
from helpers.schedules.recognition.search import search
from helpers.schedules.words import wrapped

__all__ = ["Recognized", "recognize"]


@dataclass(frozen=True)
class Recognized:
    """What a column of rates is: a schedule, or none, and what is wrong with it.

    ``schedule`` is what fits within the rounding that the rates show, or None, and
    ``nearest`` the closest in any case, None only where too few rows hold a rate.
    ``distance`` is the largest difference from it as a share of the largest rate. Its
    step 0 is the log's step ``first_step``, it goes on by one in ``updates_per_step``
    steps of the log, and begins again at the steps in ``again``. ``problems`` has what
    the rules have found, and ``notes`` what else there is to know. ``str`` says it all.

    >>> seen = recognize([0.4, 0.3, 0.2, 0.1])
    >>> seen.schedule.call.name, seen.schedule.steps, seen.distance < 1e-6
    ('linear', 4, True)
    """

    schedule: Schedule | None
    nearest: Schedule | None
    distance: float
    first_step: int = 0
    updates_per_step: int = 1
    again: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Name the schedule, say how far it is off, the problems and the notes."""
        lines = [f"! {problem}" for problem in self.problems]
        lines += [f"- {note}" for note in self.notes]
        return "\n".join([self._named, *map(wrapped, lines)])

    @property
    def _named(self) -> str:
        if self.nearest is None:
            return "No schedule: too few rows hold a rate."
        off = f"{100 * self.distance:.2g} % of the largest rate."
        call = call_of(self.nearest)
        if self.schedule is None:
            return f"No schedule of the family. The nearest is off by {off}\n  {call}"
        return f"{call}\n  differs by at most {off}"


def recognize(column: ArrayLike, steps: ArrayLike | None = None) -> Recognized:
    """Name the schedule of the family, and its arguments, behind a column of rates.

    ``column`` has one rate for each step from 0, shape ``(rows,)``, or it is a log's
    two columns, step and rate, shape ``(rows, 2)``; ``steps`` may also come apart. The
    steps are updates or epochs, not all of them need be there, and the rates may be
    rounded: what fits is what differs by no more than their last digits show, and of
    several schedules it is the one with the fewest and the roundest numbers.

    A straight line does not show where it would end. If at the end of the log it has
    come to a round share of its peak, at most a half, that is taken for its floor; else
    its end is where it comes to 0.

    Rates that are negative or not finite are a finding, no error. Fewer than two rows,
    another shape, steps that are not whole or do not increase raise ValueError, and
    what are no numbers TypeError.

    >>> print(recognize([0.1, 0.1, 0.1, 0.01, 0.01, 0.01, float("nan")]))
    step_decay(peak=0.1, boundaries=[3])
      differs by at most 1.7e-15 % of the largest rate.
    ! At update 6 the rate is nan, which is no learning rate: one such update spoils the
      weights.
    - A row holds no rate: left out.
    """
    at, rates = read_log(column, steps)
    kept = np.isfinite(rates) & (rates >= 0)
    if kept.sum() < 2:
        known = Findings(at, rates, None, None)
        problems, notes = problems_of(known), remarks_on(known)
        return Recognized(
            None, None, math.inf, problems=tuple(problems), notes=tuple(notes)
        )
    log = Log(at[kept], rates[kept])
    with np.errstate(over="ignore", invalid="ignore"):  # of numbers that fit nothing
        found = search(log)
    known = Findings(at, rates, log, found)
    return Recognized(
        found.schedule if found.fits else None,
        found.schedule,
        found.distance,
        found.clock.first,
        found.clock.each,
        found.clock.again,
        tuple(problems_of(known)),
        tuple(remarks_on(known)),
    )
