"""How the steps of a log become those of a schedule: counted, or miscounted."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.schedules.recognition.logs import Log
from helpers.schedules.recognition.rounding import roundest
from helpers.schedules.recognition.stairs import runs

__all__ = ["Clock", "clocks"]

EPOCHS = 3  # of which a staircase has more
MOST = 20  # steps between two rows that are tried
OUTSTANDING = 1.1  # times the next change: a jump
SEEN = 6  # rows behind a jump, at least, if it is between two rows
AGAIN = 2  # rows in which a column is as it was at first


@dataclass(frozen=True)
class Clock:
    """What a step of a log is to the schedule.

    The schedule's step 0 is the log's step ``first``. It moves on by one in ``each``
    steps, and begins again at the steps in ``again``.

    >>> Clock(each=10)(np.array([0, 9, 10])).tolist()
    [0, 0, 1]
    >>> Clock(again=(20,))(np.array([10, 19, 20, 30])).tolist()
    [10, 19, 0, 10]
    """

    first: int = 0
    each: int = 1
    again: tuple[int, ...] = ()

    def __call__(self, steps: Ints) -> Ints:
        """Return the schedule's steps at steps of the log."""
        begins = np.array([self.first, *self.again])
        part = np.searchsorted(begins, steps, "right") - 1
        return (steps - begins[part]) // self.each

    def read(self, steps: Ints, rates: Floats) -> Log:
        """Return a log of the schedule's own steps, each once, in their order."""
        own, rows = np.unique(self(steps), return_index=True)
        return Log(own, rates[rows])


def clocks(log: Log) -> Iterator[Clock]:
    """Return what a log's clock may be, the usual ones first.

    >>> log = Log(np.arange(8), np.repeat([0.4, 0.3, 0.2, 0.1], 2))
    >>> list(clocks(log))
    [Clock(first=0, each=1, again=()), Clock(first=0, each=2, again=())]
    """
    begin = int(log.steps[0])
    firsts = [1, 0] if begin == 1 else [0, begin]
    if 1 < begin <= log.gap:  # an early row: it matters whether 0 or 1 comes first
        firsts.insert(1, 1)
    usual = list(dict.fromkeys(firsts))
    yield from (Clock(first) for first in usual)
    for first in usual:
        each = _each(log, first)
        if each > 1:
            yield Clock(first, each)
    exact = _again(log)
    for again in [exact] if exact else _between_rows(log):
        yield from (Clock(first, again=again) for first in usual)


def _each(log: Log, first: int) -> int:
    """Return the steps for which a rate stays, if it is the same number each time."""
    rows = runs(log)[1:]
    if len(rows) < EPOCHS or len(rows) > len(log.steps) / 2:
        return 1
    low, high = log.steps[rows - 1] - first, log.steps[rows] - first
    # Where the rate hardly changes, two runs may look like one.
    middle = (low + high) / 2
    usual, counts = float(np.median(np.diff(middle))), []
    for at in middle.tolist():
        counts.append(max(round(at / usual), 1))
        usual = at / counts[-1]
    least, most = float((low / counts).max()), float((high / counts).min())
    return roundest(int(least), int(most)) if int(most) > int(least) else 1


def _again(log: Log) -> tuple[int, ...]:
    """Return the steps at which a column begins again with its first rates."""
    steps, rates, blur = log.steps, log.rates, 2 * log.tolerance
    changes = np.abs(np.diff(rates)) > blur[1:]
    back = np.abs(rates[1:] - rates[0]) <= blur[0]
    # The first rates may be equal: then a part begins at the first one of them.
    rows = np.flatnonzero(changes & back) + 1
    rows = rows[rows >= AGAIN]
    if not rows.size:
        return ()
    parts = np.split(np.arange(len(rates)), rows)
    longest = max(parts, key=len)
    for part in parts:
        same = longest[: len(part)]
        moves = steps[part] - steps[part[0]] == steps[same] - steps[same[0]]
        if not moves.all() or (np.abs(rates[part] - rates[same]) > blur[part]).any():
            return ()
    return tuple(steps[rows].tolist())


def _between_rows(log: Log) -> Iterator[tuple[int, ...]]:
    """Return the steps at which a column may begin again between two rows."""
    rates, changes = log.rates, np.abs(np.diff(log.rates))
    row = int(np.argmax(changes)) + 1
    others = np.delete(changes, row - 1)
    same = min(row - 1, len(rates) - row)
    if same < SEEN or changes[row - 1] < OUTSTANDING * others.max():
        return
    # Each rate from there on is between one of the first and the one after it; or there
    # is a top between these two, as high as the slopes beside it reach.
    slope = np.max([changes, np.append(changes[1:], 0), np.append(0, changes[:-1])], 0)
    blur = 2 * log.tolerance[1:] + slope
    pairs = np.stack([rates[:-1], rates[1:]])
    low, high = (pairs.min(0) - blur)[:same], (pairs.max(0) + blur)[:same]
    part = rates[row : row + same]
    if ((low <= part) & (part <= high)).all():
        before, after = int(log.steps[row - 1]), int(log.steps[row])
        yield from ((step,) for step in range(after, before, -1)[:MOST])
