"""Schedules that rise once and fall once: their form, fitted to a log.

A hump rises from ``start`` to ``peak`` in ``warmup`` steps, stays there for ``stable``
steps, and falls to ``floor`` in ``fall`` steps. With 0 steps a part isn't there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from helpers.arrays import Floats
from helpers.schedules.columns import Schedule
from helpers.schedules.recognition.fitting import Fit, Values, simplified
from helpers.schedules.recognition.lines import COUNTS, with_an_end
from helpers.schedules.recognition.logs import Log
from helpers.schedules.recognition.parts import (
    ONE_CYCLE_FALL,
    ONE_CYCLE_RISE,
    Parts,
)
from helpers.schedules.shapes import Shape, half_wave, straight

__all__ = ["humps"]

LENGTHS = np.geomspace(0.02, 30, 60)  # of a fall that are tried, in lengths of the log
TOO_DEEP = 2.0  # peaks that a fall takes


@dataclass(frozen=True)
class Hump:
    """A form: the shapes of its rise and of its fall, and how its schedule is made.

    With ``climbs`` the half wave of the fall goes on behind its end, up again.
    """

    rise: Shape
    fall: Shape
    stays: bool
    build: Callable[[Parts], Schedule]
    climbs: bool = False

    def curve(self, values: Values, steps: Floats) -> Floats:
        """Return the rates at steps, for values that need not be whole."""
        start, peak, floor = values["start"], values["peak"], values["floor"]
        warmup, begin = values["warmup"], values["warmup"] + values["stable"]
        risen = 1 - self.rise(np.clip(steps / max(warmup, 1e-9), 0, 1))
        way = np.maximum((steps - begin) / max(values["fall"], 1e-9), 0)
        left = self.fall(way if self.climbs else np.minimum(way, 1))
        rising = start + (peak - start) * risen
        return np.where(steps < warmup, rising, floor + (peak - floor) * left)

    def guess(self, log: Log) -> Values:
        """Return values to begin with, read off the log's rows."""
        top = np.flatnonzero(log.rates >= log.largest - 2 * log.tolerance)
        first = int(top[0])
        behind = np.flatnonzero(np.diff(top, append=len(log.rates) + 1) > 1)
        last = int(top[behind[0]])
        begin, end = float(log.steps[first]), float(log.steps[last])
        if first and self.rise is half_wave:
            begin = (begin + end) / 2
        warmup = begin if first else 0.0
        stable = max(end - warmup, 0.0) if self.stays else 0.0
        floor, fall = self._guess_of_fall(log, warmup + stable)
        return {
            "start": float(log.rates[0]) if first else 0.0,
            "warmup": warmup,
            "peak": log.largest,
            "stable": stable,
            "fall": fall,
            "floor": floor,
        }

    def _guess_of_fall(self, log: Log, begin: float) -> tuple[float, float]:
        """Return the floor and the length with which a fall from the top is closest."""
        after = log.steps >= begin
        if after.sum() < 2:
            return 0.0, float(log.last)
        if self.climbs:
            lowest = int(np.argmin(np.where(after, log.rates, np.inf)))
            return float(log.rates[lowest]), float(log.steps[lowest] - begin)
        rates = log.rates[after] / log.largest
        lengths = LENGTHS * (log.last - begin + 1)
        way = (log.steps[after] - begin) / lengths[:, None]
        gone = 1 - self.fall(np.minimum(way, 1))
        drop = ((1 - rates) * gone).sum(1) / np.maximum((gone**2).sum(1), 1e-300)
        errors = ((1 - drop[:, None] * gone - rates) ** 2).sum(1)
        errors[drop > TOO_DEEP] = np.inf
        best = int(np.argmin(errors))
        return float((1 - drop[best]) * log.largest), float(lengths[best])


def humps(log: Log, climbs: bool = False) -> Iterator[Fit]:
    """Fit each form to a log, the simplest first, with round numbers if it fits.

    With ``climbs`` a fall on a half wave goes up again after its end.

    >>> from helpers.schedules import linear, table
    >>> log = Log(np.arange(45), table(linear(0.1, 70), 45))
    >>> str(next(humps(log)).schedule.call)
    'linear(peak=0.1, steps=70)'
    """
    forms = [
        Hump(straight, straight, False, Parts.linear),
        Hump(straight, half_wave, False, Parts.cosine, climbs),
        Hump(straight, straight, True, Parts.warmup_stable_decay),
        Hump(half_wave, half_wave, False, Parts.one_cycle, climbs),
    ]
    rises = log.rates[0] < log.largest - 2 * log.tolerance[0]
    for form in forms:
        if form.climbs != climbs or (form.rise is half_wave and not rises):
            continue
        fixed = set() if rises else {"start", "warmup"}
        fixed |= set() if form.stays else {"stable"}
        if form.fall is straight and not _ends(log):
            fixed |= {"floor"}
        guess = dict(form.guess(log))
        if "floor" in fixed:
            guess |= {"floor": 0.0, "fall": _to_nothing(log, guess)}
        yield _fitted(log, form, guess, frozenset(fixed))


def _fitted(log: Log, form: Hump, guess: Values, fixed: frozenset[str]) -> Fit:
    def build(values: Values) -> Schedule:
        return form.build(Parts.of(values, log))

    fit = Fit(log, form.curve, build, guess, fixed).fitted()
    return _simplest(fit, form) if fit.fits else fit.shortened()


def _simplest(fit: Fit, form: Hump) -> Fit:
    """Return a fit with as few numbers as the log needs."""
    if form.fall is straight and "floor" in fit.fixed:
        fit = with_an_end(fit)
    found = simplified(_without(fit), COUNTS)
    if not found.fits:
        found = _without(simplified(fit, COUNTS))
    return _as_usual(found) if form.rise is half_wave else found


def _without(fit: Fit) -> Fit:
    """Return a fit whose floor and start are 0, as far as it is one then."""
    for name in ("floor", "start"):
        if name not in fit.fixed:
            without = fit.having(**{name: 0.0})
            fit = without if without.fits else fit
    return fit


def _as_usual(fit: Fit) -> Fit:
    """Return a cycle with the start and the floor that it has if none are given."""
    start = fit.values["peak"] / ONE_CYCLE_RISE
    floor = start / ONE_CYCLE_FALL
    for usual in ({"start": start, "floor": floor}, {"start": start}):
        tried = replace(fit, values={**fit.values, **usual})
        if tried.fits:
            return tried
    return fit


def _ends(log: Log) -> bool:
    """Tell whether the last rows are at a floor."""
    return abs(log.rates[-1] - log.rates[-2]) <= 2 * log.tolerance[-1]


def _to_nothing(log: Log, guess: Values) -> float:
    """Return how long the fall takes to come to 0."""
    begin = guess["warmup"] + guess["stable"]
    gone = 1 - log.rates[-1] / log.largest
    return float((log.last - begin) / max(gone, 1e-6)) or 1.0
