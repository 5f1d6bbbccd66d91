"""Cosines with restarts: their form, fitted to a log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.schedules.columns import Schedule
from helpers.schedules.decays import cosine_restarts
from helpers.schedules.recognition.fitting import Fit, Values, simplified
from helpers.schedules.recognition.logs import Log
from helpers.schedules.recognition.rounding import digits_of
from helpers.schedules.shapes import half_wave
from helpers.schedules.warmups import with_warmup

__all__ = ["cycles"]

MULTIPLIERS = range(1, 11)
ROWS = 3  # of a cycle, on average
BESIDE = 5  # steps beside the best length that are tried
LOOKS = 300  # rows by which a length is judged
REFITTED = 2  # of the tried ones, the closest


@dataclass(frozen=True)
class Cycles:
    """A form: cycles that begin in the given rows, each some times as long as the last.

    ``steps`` is the length of all cycles, ``warmup`` comes before them, and each
    cycle's top is ``decline`` times as far above ``floor`` as the one before.
    """

    restarts: Ints
    multiplier: int
    endpoint: bool = False

    @property
    def lengths(self) -> Ints:
        """The lengths of the cycles, the first one's being 1."""
        return self.multiplier ** np.arange(len(self.restarts) + 1)

    @property
    def shortest(self) -> int:
        """The fewest steps that hold all cycles."""
        return int(self.lengths.sum()) * (1 + self.endpoint)

    @property
    def begins(self) -> Ints:
        """Where the cycles begin, in lengths of the first."""
        return np.cumsum(self.lengths) - self.lengths

    def curve(self, values: Values, steps: Floats, rows: Ints) -> Floats:
        """Return the rates of rows, for values that need not be whole."""
        start, peak, floor = values["start"], values["peak"], values["floor"]
        cycle = np.searchsorted(self.restarts, rows, "right")
        first = values["steps"] / self.lengths.sum()
        after = steps - values["warmup"] - first * self.begins[cycle]
        way = np.clip(after / (first * self.lengths[cycle] - self.endpoint), 0, 1)
        tops = (peak - floor) * np.abs(values["decline"]) ** cycle
        rising = start + (peak - start) * steps / max(values["warmup"], 1e-9)
        falling = floor + tops * half_wave(way)
        return np.where(steps < values["warmup"], rising, falling)

    def build(self, values: Values) -> Schedule:
        """Return the schedule with these values, brought into their range."""
        peak = max(values["peak"], np.finfo(float).tiny)
        schedule = cosine_restarts(
            peak,
            round(values["steps"]),
            len(self.restarts) + 1,
            float(np.clip(values["floor"], 0, peak)),
            self.multiplier,
            float(np.clip(values["decline"], 1e-9, 1)),
            self.endpoint,
        )
        warmup = round(values["warmup"])
        start = float(np.clip(values["start"], 0, peak))
        return with_warmup(schedule, warmup, start) if warmup else schedule


def cycles(log: Log) -> Iterator[Fit]:
    """Fit cosines with restarts to a log, whose rates jump up; else there is none.

    >>> from helpers.schedules import table
    >>> log = Log(np.arange(70), table(cosine_restarts(0.1, 70, 3, 0, 2), 70))
    >>> str(next(cycles(log)).schedule.call)
    'cosine_restarts(peak=0.1, steps=70, cycles=3, cycle_multiplier=2)'
    """
    falls = np.flatnonzero(np.diff(log.rates) < -2 * log.tolerance[1:])
    if not falls.size:
        return
    risen = log.rates[: falls[0] + 1]
    begin = int(np.argmax(risen >= risen.max() - 2 * log.tolerance[: falls[0] + 1]))
    rises = np.diff(log.rates) > 2 * log.tolerance[1:]
    restarts = np.flatnonzero(rises[begin:]) + begin + 1
    if not 0 < len(restarts) <= (len(log.rates) - begin) / ROWS:
        return
    forms = [Cycles(restarts, multiplier) for multiplier in MULTIPLIERS]
    fits = [fit for form in forms for fit in _smooth(log, form, begin)]
    if fits:
        _, form = min(fits, key=_error)
        other = list(_smooth(log, replace(form, endpoint=True), begin))
        near = [one for one in fits if one[1] is form] + other
        whole = [fit for one in near for fit in _whole(*one)]
        if whole:
            yield _simplest_of(whole)


def _smooth(log: Log, form: Cycles, begin: int) -> Iterator[tuple[Fit, Cycles]]:
    """Fit the form, with lengths that need not be whole, if the restarts allow it."""
    warmup, slack = (int(log.steps[begin]), log.gap) if begin else (0, 0)
    after = log.steps[form.restarts] - warmup
    before = log.steps[form.restarts - 1] - warmup
    low = ((before + 1 - slack) / form.begins[1:]).max()
    high = ((after + 1 + slack) / form.begins[1:]).min()
    first = (max(low, 1.0) + high) / 2
    if low > high or not 1 <= first < 2**50 / form.lengths.sum():
        return

    guess = {
        "start": float(log.rates[0]) if begin else 0.0,
        "warmup": float(warmup),
        "peak": log.largest,
        "steps": float(first * form.lengths.sum()),
        "decline": 1.0,
        "floor": float(log.rates.min()) if not begin else 0.0,
    }

    def curve(values: Values, steps: Floats) -> Floats:
        return form.curve(values, steps, np.searchsorted(log.steps, steps))

    fixed = frozenset() if begin else frozenset({"start", "warmup"})
    yield Fit(log, curve, form.build, guess, fixed).fitted(), form


def _error(one: tuple[Fit, Cycles]) -> float:
    fit, _ = one
    off = (fit.rates - fit.log.rates) / fit.log.largest
    return float(np.square(off).sum())


def _whole(smooth: Fit, form: Cycles) -> Iterator[Fit]:
    """Look for whole lengths near those of a fit: its restarts are at whole steps."""
    log, first = smooth.log, form.restarts[0]
    if not 0 <= smooth.values["warmup"] < log.steps[first - 1]:
        return
    nearest = round(smooth.values["steps"])
    warmup = round(smooth.values["warmup"])
    warmups = range(max(warmup - 1, 0), warmup + 2) if warmup else (0,)
    lengths = range(max(nearest - BESIDE, 1), nearest + BESIDE + 1)

    def curve(values: Values, steps: Floats) -> Floats:
        return form.build(values)(steps.astype(np.int64))

    tried: list[tuple[float, int, Values]] = []
    for steps, before in product(lengths, warmups):
        values = {**smooth.values, "steps": float(steps), "warmup": float(before)}
        if steps >= form.shortest and before <= 10 * steps:
            tried.append((_left(log, form, steps, before), len(tried), values))
    fixed = smooth.fixed | {"steps", "warmup"}
    for *_, near in sorted(tried, key=lambda one: one[:2])[:REFITTED]:
        yield Fit(log, curve, form.build, near, fixed).fitted()


def _left(log: Log, form: Cycles, steps: int, warmup: int) -> float:
    """Return what no start, floor and tops explain, if the parts have these lengths."""
    rows = np.arange(0, len(log.steps), -(-len(log.steps) // LOOKS))
    unit = {"start": 0.0, "warmup": 0.0, "peak": 1.0, "decline": 1.0, "floor": 0.0}
    waves = form.build({**unit, "steps": steps})(
        np.maximum(log.steps[rows] - warmup, 0)
    )
    risen = np.minimum((log.steps[rows] + (not warmup)) / max(warmup, 1), 1)
    cycle = np.searchsorted(form.restarts, rows, "right")
    tops = (waves * risen)[:, None] * (cycle[:, None] == np.arange(cycle[-1] + 1))
    parts = np.column_stack([1 - risen, risen, tops])
    rates = log.rates[rows] / log.largest
    best, *_ = np.linalg.lstsq(parts, rates, rcond=None)
    return float(np.square(parts @ best - rates).sum())


def _simplest_of(fits: Sequence[Fit]) -> Fit:
    """Return the fit with the roundest length of those that fit, else the nearest."""
    fitting = [fit for fit in fits if fit.fits]
    if not fitting:
        return min(fits, key=lambda fit: fit.log.off(fit.rates)).shortened()
    return _simplest(min(fitting, key=lambda fit: digits_of(fit.values["steps"])))


def _simplest(fit: Fit) -> Fit:
    for name, simple in (("decline", 1.0), ("floor", 0.0), ("start", 0.0)):
        if name not in fit.fixed:
            tried = fit.having(**{name: simple})
            fit = tried if tried.fits else fit
    return simplified(fit)
