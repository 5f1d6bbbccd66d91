"""What is wrong with rates, by the column alone: rules that need no optimizer.

``helpers.preview`` says them of a training to come, and ``recognition`` of a log.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from helpers.arrays import Floats
from helpers.schedules.words import number, percent

__all__ = [
    "HALF",
    "NEARLY",
    "Problem",
    "begins_at_zero",
    "ends_early",
    "ends_on_a_restart",
    "is_no_rate",
    "never_reaches_its_floor",
    "rest_matters",
]

JUMP = 2.0  # a restart at least doubles the rate
SAME = 1 + 1e-6  # rates whose quotient is less differ by rounding
FALLEN = 0.5  # of its rate, which some rate before it had: so it is no warm-up
AT_THE_PEAK = 0.9
LEFT: float = 0.2
"""The share of a cycle's top above which there is much of its fall to come."""

HALF: float = 0.5
"""The share of a plan: a training that ends before it mixes up epochs and steps."""

NEARLY: float = 0.95
"""The share of a plan from which on the rest is a matter of rounding."""

MATTERS = 0.05  # of the largest rate


@dataclass(frozen=True)
class Problem:
    """What is probably wrong: the name of the rule that found it, and a text.

    >>> print(Problem("over early", "CosineDecay is over after 4 of 240 updates."))
    CosineDecay is over after 4 of 240 updates.
    """

    rule: str
    text: str

    def __str__(self) -> str:
        """Return the text."""
        return self.text


@dataclass(frozen=True)
class Unfinished:
    """A last cycle that has only begun in row ``begin``, and a text that says where.

    >>> rates = np.array([0.4, 0.1, 0.4, 0.35])
    >>> ends_on_a_restart(rates)
    Unfinished(begin=2, where='within a cycle', last=0.35)
    """

    begin: int
    where: str
    last: float

    def text(self, begin: int, to_go: str) -> str:
        """Say it, for a cycle that begins at update ``begin``."""
        return (
            f"The training ends {self.where}: a cycle begins at update {begin}, with "
            f"{to_go} to go, and the last rate is {number(self.last)}."
        )


def ends_on_a_restart(rates: Floats) -> Unfinished | None:
    """Return the last cycle of a column if it has only begun when training ends.

    >>> ends_on_a_restart(np.array([0.4, 0.2, 0.05, 0.4])).where
    'on a restart'
    >>> ends_on_a_restart(np.array([0.4, 0.05, 0.4, 0.05]))
    """
    begin = _last_cycle(rates)
    if begin is None:
        return None
    top, last = rates[begin:].max(), float(rates[-1])
    if last < LEFT * top:
        return None
    where = "on a restart" if last > AT_THE_PEAK * top else "within a cycle"
    return Unfinished(begin, where, last)


def _last_cycle(rates: Floats) -> int | None:
    """Return where the last restart comes: up to a top in one step, after a fall.

    There is none if the rate also rises otherwise after it has fallen, as at random.
    """
    rises = np.flatnonzero(rates[1:] > SAME * rates[:-1]) + 1
    falls = np.flatnonzero(SAME * rates[1:] < rates[:-1])
    later = rises[rises > falls[0]] if len(falls) else rises
    if (rates[later] <= JUMP * rates[later - 1]).any():
        return None
    following = np.append(rates[2:], 0.0)
    jumps = (
        np.flatnonzero((rates[1:] > JUMP * rates[:-1]) & (rates[1:] >= following)) + 1
    )
    restarts = [jump for jump in jumps if rates[:jump].max() > FALLEN * rates[jump]]
    return int(restarts[-1]) if restarts else None


def begins_at_zero(
    rates: Floats,
    of: Callable[[int], str],
    accumulated: int = 1,
    in_all: int | None = None,
) -> Iterator[str]:
    """Say that the first updates, two or more, have a rate of 0 and move nothing.

    ``of`` returns so many rows in words. The weights move once in ``accumulated`` rows.
    There are ``in_all`` updates, or one for each row.

    >>> list(begins_at_zero(np.array([0.0, 0.1]), "{} updates".format))
    []
    >>> for text in begins_at_zero(np.array([0.0, 0.0, 0.1]), "{} updates".format):
    ...     print(text[:43])
    The first 2 updates have a rate of 0 and mo
    """
    above = np.flatnonzero(rates > 0)
    first = int(above[0]) if len(above) else len(rates)
    if first // accumulated >= 2 and len(above):
        yield (
            f"The first {of(first)} have a rate of 0 and move no weight. Let the "
            "warm-up begin above 0 (start=, initial_learning_rate=, or the first row "
            "of the column)."
        )
    elif not len(above) and len(rates):
        yield (
            f"The rate is 0 in all {in_all or len(rates)} updates: no weight moves. "
            "Give the schedule, or the optimizer, a rate above 0."
        )


def is_no_rate(
    rates: Floats, update: Callable[[int], int] = lambda row: row
) -> Iterator[str]:
    """Say which is the first rate that is negative, infinite, or not a number.

    ``update`` returns the update of a row.

    >>> for text in is_no_rate(np.array([0.1, np.nan])):
    ...     print(text[:32])
    At update 1 the rate is nan, whi
    """
    wrong = np.flatnonzero(~(np.isfinite(rates) & (rates >= 0)))
    if len(wrong):
        yield (
            f"At update {update(int(wrong[0]))} the rate is {rates[wrong[0]]:g}, which "
            "is no learning rate: one such update spoils the weights."
        )


def rest_matters(last: float, floor: float, peak: float) -> bool:
    """Tell whether much of the fall is still to come when training ends.

    >>> rest_matters(last=0.02, floor=0.0, peak=0.1), rest_matters(0.001, 0.0, 0.1)
    (True, False)
    """
    return abs(last - floor) > MATTERS * max(peak, floor)


def ends_early(
    name: str, unit: str, length: float, stop: int, last: float, floor: float
) -> str:
    """Say that a training ends early on the way of a plan.

    The plan takes ``length`` steps of a ``unit`` down to ``floor``, and the training
    ends after ``stop`` of them, at the rate ``last``.

    >>> ends_early("cosine", "update", 8000, 240, 0.299, 0.0)[:46]
    'Training ends at 3 % of the way of cosine: tha'
    """
    return (
        f"Training ends at {percent(stop / length)} of the way of {name}: "
        f"that takes {length} {unit}s, and training has {stop}. "
        f"Its last rate is {number(last)}, not {number(floor)}."
    )


def never_reaches_its_floor(
    name: str, unit: str, length: float, stop: int, last: float, floor: float
) -> str:
    """Say that a training ends before a plan does, as in ``ends_early``.

    >>> never_reaches_its_floor("cosine", "update", 100, 80, 0.01, 0.0)[:36]
    'cosine never reaches its end, 0: it '
    """
    return (
        f"{name} never reaches its end, {number(floor)}: it takes {length} {unit}s, "
        f"and training has {stop}. Its last rate is {number(last)}."
    )
