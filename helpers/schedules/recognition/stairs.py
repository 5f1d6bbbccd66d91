"""Schedules that stay, or fall in steps: their form, read off a log."""

from collections.abc import Iterator

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.schedules.columns import Schedule
from helpers.schedules.decays import constant, step_decay
from helpers.schedules.recognition.fitting import Fit, Values, simplified
from helpers.schedules.recognition.logs import Log
from helpers.schedules.recognition.rounding import roundest
from helpers.schedules.warmups import with_warmup

__all__ = ["runs", "stairs"]

ROWS = 3  # of a stair
TINY = 1e-280  # a rate above 0
SEEN = 20  # halves of a last digit that a stair is high


def runs(log: Log) -> Ints:
    """Return the rows with which a run of equal rates begins, 0 among them.

    >>> runs(Log(np.arange(5), np.array([0.3, 0.3, 0.2, 0.1, 0.1]))).tolist()
    [0, 2, 3]
    """
    changes = np.abs(np.diff(log.rates)) > 2 * log.tolerance[1:]
    return np.append(0, np.flatnonzero(changes) + 1)


def stairs(log: Log) -> Iterator[Fit]:
    """Fit a constant rate or one that falls in steps, behind a warm-up if it rises.

    >>> rates = np.repeat([0.1, 0.05, 0.025], 20)
    >>> str(next(stairs(Log(np.arange(60), rates))).schedule.call)
    'step_decay(peak=0.1, boundaries=[20, 40], factor=0.5)'
    """
    top = int(np.argmax(log.rates >= log.largest - 2 * log.tolerance))
    begins = runs(log)
    begins = begins[begins > top]
    begins = begins[log.rates[begins] < log.rates[begins - 1]]
    rates = log.rates[begins]
    lengths = np.diff(begins, append=len(log.rates))
    if len(begins) and (np.median(lengths) < ROWS or not _falls(log, begins)):
        yield _flat(log)
        return
    edges = [_edge(int(log.steps[row - 1]), int(log.steps[row])) for row in begins]
    values = {"start": 0.0, "warmup": 0.0, "peak": log.largest, "factor": 0.0}
    if len(edges):
        values["factor"] = float((rates[-1] / log.largest) ** (1 / len(edges)))
    if top:
        values |= _line(log, top)

    def build(values: Values) -> Schedule:
        warmup, peak = round(values["warmup"]), max(values["peak"], 0.0)
        after: Schedule = constant(peak)
        if edges:
            boundaries = [edge - warmup for edge in edges]
            factor = float(np.clip(values["factor"], TINY, 1))
            after = step_decay(max(peak, TINY), boundaries, factor)
        if not warmup:
            return after
        return with_warmup(after, warmup, float(np.clip(values["start"], 0, peak)))

    def curve(values: Values, steps: Floats) -> Floats:
        return build(values)(steps.astype(np.int64))

    fixed = {"warmup"} if top else {"warmup", "start"}
    fixed |= set() if edges else {"factor"}
    fit = Fit(log, curve, build, values, frozenset(fixed)).fitted()
    yield simplified(fit) if fit.fits else fit.shortened()


def _edge(low: int, high: int) -> int:
    """Return where a stair begins, above ``low`` and up to ``high``.

    That is the one number there that is rounder than the log's rows are, or the middle.
    """
    found = roundest(low, high)
    return found if found % (10 * (high - low)) == 0 else (low + high + 1) // 2


def _falls(log: Log, begins: Ints) -> bool:
    """Tell whether a rate falls at each row in ``begins``, and clearly."""
    drops = log.rates[begins - 1] - log.rates[begins]
    return bool(
        (drops > SEEN * log.tolerance[begins]).all() and (log.rates[begins] > 0).all()
    )


def _flat(log: Log) -> Fit:
    """Return the constant rate that is nearest."""
    rate = float((log.rates.min() + log.largest) / 2)
    fit = Fit(
        log,
        lambda values, steps: np.full(steps.shape, values["peak"]),
        lambda values: constant(max(values["peak"], 0.0)),
        {"peak": rate},
        frozenset({"peak"}),
    )
    return fit.shortened()


def _line(log: Log, top: int) -> Values:
    """Return the start and the length of a warm-up, from 0 if that fits."""
    steps, rates = log.steps[:top].astype(np.float64), log.rates[:top]
    low, high = int(log.steps[top - 1]), int(log.steps[np.argmax(log.rates)])
    if top == 1:
        return {"start": float(rates[0]), "warmup": float(roundest(low, high))}
    slope = float((steps * rates).sum() / (steps**2).sum())
    start = 0.0
    if (np.abs(slope * steps - rates) > 2 * log.tolerance[:top]).any():
        slope, start = map(float, np.polyfit(steps, rates, 1))
    warmup = (log.largest - start) / slope if slope > 0 else high
    return {"start": start, "warmup": float(round(np.clip(warmup, low + 1, high)))}
