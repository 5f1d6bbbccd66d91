"""What is wrong with a log of rates."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.schedules import column_rules
from helpers.schedules.calls import call_of
from helpers.schedules.column_rules import Problem
from helpers.schedules.recognition.logs import Log
from helpers.schedules.recognition.rounding import FLOAT32
from helpers.schedules.recognition.search import Found
from helpers.schedules.words import number

__all__ = ["Findings", "problems_of"]


@dataclass(frozen=True)
class Findings:
    """What is known of a log: all its rows, those that are rates, and what they are.

    ``found`` is what is nearest, or None where too few rows are rates.

    >>> steps, rates = np.arange(3), np.array([0.1, 0.1, np.nan])
    >>> for problem in problems_of(Findings(steps, rates, None, None)):
    ...     print(problem)
    At update 2 the rate is nan, which is no learning rate: one such update spoils ...
    """

    steps: Ints
    rates: Floats
    log: Log | None
    found: Found | None

    @property
    def own(self) -> Ints:
        """The schedule's own steps, of the rows that are rates."""
        assert self.found is not None
        assert self.log is not None
        return self.found.clock(self.log.steps)

    @property
    def seen(self) -> Floats:
        """What the schedule's rates are there."""
        assert self.found is not None
        return self.found.schedule(self.own)


def problems_of(known: Findings) -> list[Problem]:
    """Return what the rules say of a log, in the order in which they speak."""
    rules = [_is_no_rate, _begins_at_zero, _ends_on_a_restart]
    if known.found is not None and known.found.fits:
        rules += [
            _ends_early,
            _never_reaches_its_floor,
            _climbs_again,
            _stays_for_an_epoch,
            _begins_again,
            _is_not_quite_zero,
        ]
    return [
        Problem(rule.__name__.strip("_").replace("_", " "), text)
        for rule in rules
        for text in rule(known)
    ]


def _is_no_rate(known: Findings) -> Iterator[str]:
    """A rate is negative, infinite, or not a number."""
    yield from column_rules.is_no_rate(known.rates, lambda row: int(known.steps[row]))


def _begins_at_zero(known: Findings) -> Iterator[str]:
    """The first updates have a rate of 0 and move nothing."""
    log = known.log
    if log is None:
        return

    def updates(rows: int) -> str:
        return f"{log.steps[rows] - log.steps[0]} updates"

    yield from column_rules.begins_at_zero(log.rates, updates, 1, log.last + 1)


def _ends_on_a_restart(known: Findings) -> Iterator[str]:
    """The last cycle has only begun when training ends."""
    log, found = known.log, known.found
    if log is None or found is None or found.clock.again or found.climbs is not None:
        return
    call = call_of(found.schedule) if found.fits else None
    floor = _floor(found) if call is not None else 0.0
    last = column_rules.ends_on_a_restart(np.maximum(log.rates - floor, 0.0))
    if last is not None:
        begin = int(log.steps[last.begin])
        last = column_rules.Unfinished(last.begin, last.where, float(log.rates[-1]))
        to_go = f"{log.last + 1 - begin} updates"
        yield (
            f"{last.text(begin, to_go)} Make whole cycles fit {log.last + 1} updates, "
            f"or train for {begin} updates."
        )


def _ends_early(known: Findings) -> Iterator[str]:
    """Training ends before half of the plan is done: epochs and steps are mixed up."""
    plan = _plan(known)
    if plan is not None and plan[3] < column_rules.HALF * plan[2]:
        yield column_rules.ends_early(*plan)


def _never_reaches_its_floor(known: Findings) -> Iterator[str]:
    """Training ends before the plan does, though not by far."""
    plan = _plan(known)
    if plan is not None and plan[3] >= column_rules.HALF * plan[2]:
        yield column_rules.never_reaches_its_floor(*plan)


def _plan(known: Findings) -> tuple[str, str, int, int, float, float] | None:
    """Return the length of a schedule that ends behind the log, and where that is."""
    log, found = known.log, known.found
    assert log is not None
    assert found is not None
    call, length = call_of(found.schedule), found.schedule.steps
    assert call is not None
    last_step = int(known.own[-1])
    last, floor = float(log.rates[-1]), _floor(found)
    explained = found.climbs is not None or found.clock.again
    if length is None or "restarts" in str(call) or explained:
        return None
    rows_to_come = max(log.gap // found.clock.each, 1)
    cut = last_step + rows_to_come < column_rules.NEARLY * length
    if not cut or not column_rules.rest_matters(last, floor, log.largest):
        return None
    unit = "update" if found.clock.each == 1 else "epoch"
    return str(call), unit, length, last_step + 1, last, floor


def _floor(found: Found) -> float:
    """Return the rate at which a schedule stays in the end."""
    steps = found.schedule.steps
    return 0.0 if steps is None else float(found.schedule(steps))


def _climbs_again(known: Findings) -> Iterator[str]:
    """The rate goes up again after the end, on the wave that it came down on."""
    found = known.found
    if found is not None and found.climbs is not None:
        clock = found.clock
        at = clock.first + found.climbs * clock.each
        last = known.rates[np.isfinite(known.rates)][-1]
        yield (
            f"The rate climbs again after its end, from update {at} on, up to "
            f"{number(last)}. Stop the schedule there, or make it as long as the "
            "training."
        )


def _stays_for_an_epoch(known: Findings) -> Iterator[str]:
    """The schedule is asked once an epoch, so that its rates are a staircase."""
    found = known.found
    if found is not None and found.clock.each > 1:
        yield (
            f"The rate changes once in {found.clock.each} updates, as if once an "
            "epoch: the schedule counts those. Step it after each update, with "
            "lengths in updates."
        )


def _begins_again(known: Findings) -> Iterator[str]:
    """The column begins anew in the middle, with its first rates."""
    found = known.found
    if found is not None and found.clock.again:
        at = ", ".join(map(str, found.clock.again))
        yield (
            f"The rates begin again with the first one, at update {at}: as after a "
            "resume that loads the weights and not the schedule's count."
        )


def _is_not_quite_zero(known: Findings) -> Iterator[str]:
    """A rate is what float32 leaves of 0."""
    log = known.log
    assert log is not None
    dust = np.isfinite(known.rates) & (np.abs(known.rates) <= FLOAT32 * log.largest)
    dust &= known.rates != 0
    if known.found is not None and known.found.climbs is None and dust.any():
        seen = known.found.schedule(np.maximum(known.found.clock(known.steps), 0))
        rows = np.flatnonzero(dust & (seen == 0))
        if rows.size:
            yield (
                f"From update {known.steps[rows[0]]} on the rate is "
                f"{number(known.rates[rows[0]])} where 0 is meant: that is what the "
                "float32 of its library leaves. It moves nothing, but it is not 0."
            )
