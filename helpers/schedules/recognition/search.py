"""The whole family beside a log: what fits, or what is nearest."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from helpers.arrays import Array
from helpers.schedules.columns import Schedule
from helpers.schedules.recognition.clocks import Clock, clocks
from helpers.schedules.recognition.cycles import cycles
from helpers.schedules.recognition.fitting import WITHIN, Fit
from helpers.schedules.recognition.humps import humps
from helpers.schedules.recognition.logs import Log
from helpers.schedules.recognition.stairs import stairs

__all__ = ["Found", "search"]


@dataclass(frozen=True)
class Found:
    """A schedule beside a log, and how it is read there.

    ``distance`` is the largest difference as a share of the largest rate, and
    ``climbs`` is the step, of the schedule's own, from which on the log goes up again.
    """

    schedule: Schedule
    clock: Clock
    distance: float
    fits: bool
    climbs: int | None = None


def search(log: Log) -> Found:
    """Return the simplest schedule that is what a log shows, else the nearest one.

    >>> from helpers.schedules import linear, table
    >>> found = search(Log(np.arange(45), table(linear(0.1, 70), 45)))
    >>> found.fits, str(found.schedule.call)
    (True, 'linear(peak=0.1, steps=70)')
    """
    nearest: Found | None = None
    for clock in clocks(log):
        for fit, climbs in _family(clock.read(log.steps, log.rates)):
            found = _beside(fit, climbs, log, clock)
            if found is None:
                continue
            if found.fits:
                return found
            usual = clock.each == 1 and not clock.again and not climbs
            if usual and (nearest is None or found.distance < nearest.distance):
                nearest = found
    assert nearest is not None  # some constant always is
    return nearest


def _family(log: Log) -> Iterator[tuple[Fit, bool]]:
    """Fit the whole family to a log, and tell of each fit whether it climbs again."""
    forms = [stairs(log), humps(log)]
    if _jumps(log):
        forms.insert(1, cycles(log))
    for fits in forms:
        yield from ((fit, False) for fit in fits)
    if _turns(log):
        yield from ((fit, True) for fit in humps(log, climbs=True))


def _beside(fit: Fit, climbs: bool, log: Log, clock: Clock) -> Found | None:
    """Compare a fit with all rows of a log."""
    try:
        schedule = fit.schedule
    except ValueError:  # as where a warm-up is too long for what follows
        return None
    own = clock(log.steps)
    rates = fit.curve(fit.values, own.astype(np.float64)) if climbs else schedule(own)
    end = round(fit.values["warmup"] + fit.values["fall"]) if climbs else None
    enough = len(fit.log.steps) > sum(value != 0 for value in fit.values.values())
    fits = enough and log.off(rates) <= WITHIN
    return Found(schedule, clock, log.share_off(rates), fits, end)


def _jumps(log: Log) -> bool:
    """Tell whether the rate rises after it has fallen."""
    lowest = np.minimum.accumulate(np.where(_risen(log), log.rates, np.inf))
    return bool((log.rates > lowest + 2 * log.tolerance).any())


def _risen(log: Log) -> Array:
    """Tell of each row whether the first fall has begun before it."""
    falls = np.diff(log.rates, prepend=log.rates[0]) < -2 * log.tolerance
    return np.cumsum(falls) > 0


def _turns(log: Log) -> bool:
    """Tell whether the rate falls, and rises again from one row to the next."""
    if not _jumps(log):
        return False
    changes = np.diff(log.rates)
    lowest = len(log.rates) - 1 - int(np.argmin(log.rates[::-1]))
    after = changes[lowest:]
    return bool(after.size and (after >= -2 * log.tolerance[lowest + 1 :]).all())
