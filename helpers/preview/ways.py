"""Where a plan of rates ends, and how much of it a training uses.

A plan is whatever tells the rates: a schedule in the optimizer, a column in a callback,
a function of the epoch. It counts steps of its own: updates, batches or epochs. From
some step on most plans give one and the same rate for ever. That step is their length.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from helpers.arrays import ArrayLike, Floats, Ints

__all__ = [
    "Way",
    "comes_closer",
    "end_of_fall",
    "length_of_column",
    "length_of_function",
    "number_to_change",
]

HORIZON = 2**30  # steps; what changes even later has no end
CLOSE = 1e-3  # of the way down, at half of the time: a plan that has no end
ROUGHLY = 0.01  # a length that was found is this close to the number that was given


@dataclass(frozen=True)
class Way:
    """A plan's length, and the steps of it that a training uses.

    ``begin`` is the first step that is used and ``stop`` the one after the last, at the
    rate ``last``. From step ``length`` on the rate is ``floor``; an infinite
    ``length`` means that it changes for ever. ``numbers`` has what can be changed, by
    name, unless the plan ``is_column``.

    >>> Way("CosineDecay", "update", 0, 30, 1000, last=0.099, floor=0.0).covered
    0.03
    """

    name: str
    unit: str
    begin: int
    stop: int
    length: float
    last: float
    floor: float
    numbers: Mapping[str, Any] = field(default_factory=dict)
    is_column: bool = False

    @property
    def covered(self) -> float:
        """The share of the way that has been gone when training ends."""
        return self.stop / self.length if 0 < self.length < math.inf else 1.0


def length_of_column(rates: ArrayLike) -> int:
    """Return the row from which on a column is constant.

    >>> length_of_column([0.3, 0.2, 0.1, 0.1])
    2
    """
    column = np.asarray(rates, float)
    others = np.flatnonzero(column != column[-1])
    return int(others[-1]) + 1 if len(others) else 0


def length_of_function(rates_at: Callable[[Ints], Floats], used: int) -> float:
    """Return the step from which on a function of the step is constant, or infinity.

    Infinity also stands for a function that comes closer and closer to a rate, as one
    that halves again and again does. ``used`` steps are looked at one by one.

    >>> length_of_function(lambda steps: np.maximum(1 - steps / 1000, 0), used=30)
    1000
    >>> length_of_function(lambda steps: 0.5**steps, used=30)
    inf
    """
    late = HORIZON // 2 + np.arange(500) * (HORIZON // 1009)
    doubling = used * 2 ** np.arange(int(np.log2(HORIZON // 2 / used)) + 1)
    steps = np.concatenate([np.arange(used), doubling, late])
    rates = rates_at(steps)
    if not np.isfinite(rates).all() or len(set(rates[-len(late) :])) > 1:
        return math.inf
    found = length_of_column(rates)
    low, high = int(steps[found - 1]) if found else 0, int(steps[found])
    while high - low > 1:
        between = np.unique(np.linspace(low, high, 33).astype(np.int64))
        found = length_of_column(rates_at(between))
        low, high = int(between[found - 1]), int(between[found])
    half, floor = rates_at(np.array([high // 2, high]))
    return math.inf if comes_closer(rates, half, floor) else high


def comes_closer(rates: Floats, half: float, floor: float) -> bool:
    """Tell whether rates only come closer to a floor, by the one at half of the time.

    >>> halving = 0.5 ** np.arange(2000)
    >>> comes_closer(halving, half=halving[500], floor=0.0)
    True
    """
    return bool(abs(half - floor) < CLOSE * np.abs(rates - floor).max())


def end_of_fall(rates: Floats) -> int:
    """Return the row in which rates that fall from the first on reach 0, or turn.

    If they do neither, or do not fall, that is 0.

    >>> end_of_fall(np.array([0.3, 0.2, 0.1, 0.0, -0.1]))
    3
    >>> end_of_fall(np.array([0.3, 0.1, 0.2, 0.1])), end_of_fall(0.5 ** np.arange(9))
    (1, 0)
    """
    at_its_end = np.append(rates[1:] > rates[:-1], False) | (rates <= 0)
    return int(at_its_end.argmax())


def number_to_change(way: Way, steps: int) -> str:
    """Return the number that would make the plan ``steps`` long, as code to write.

    It is one of ``way.numbers`` that is the length, or what another leaves of it.

    >>> given = {"decay_steps": 900, "warmup_steps": 10, "alpha": 0.0}
    >>> number_to_change(Way("Cosine", "update", 0, 30, 910, 0.1, 0.0, given), 30)
    'decay_steps=20'
    """
    counts = {
        name: int(value)
        for name, value in way.numbers.items()
        if isinstance(value, int | float) and 1 <= value < np.inf
    }
    pairs = [(name, 0) for name in counts] + [
        (name, counts[other])
        for name in counts
        for other in counts
        if counts[other] < min(counts[name], steps)
    ]
    off = {pair: abs(counts[pair[0]] + pair[1] - way.length) for pair in pairs}
    if not off or min(off.values()) > ROUGHLY * way.length:
        return ""
    name, rest = min(off, key=lambda pair: off[pair])
    return f"{name}={steps - rest}"
