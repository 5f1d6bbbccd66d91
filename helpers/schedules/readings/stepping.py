"""Rates that a rule sets step by step, as a schedule: each follows from the last."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.schedules.columns import Schedule

__all__ = ["LONGEST", "LibraryError", "Optimizer", "Stepped", "stepwise"]

LONGEST: int = 10_000_000
"""The most steps that are made: each is computed from the one before."""


class LibraryError(Exception):
    """The library itself raises an error at this step."""


@dataclass
class Optimizer:
    """Stand in for an optimizer with one group of parameters.

    ``rate`` is what its next update uses; NaN stands for one that nobody has given.
    ``initial`` is what the first scheduler noted as the rate to scale, and ``shared``
    what schedulers of one optimizer share beside. An epoch has ``steps_per_epoch``
    updates, where that is known.

    >>> Optimizer(0.1).rate
    0.1
    """

    rate: float
    steps_per_epoch: int | None = None
    initial: float | None = None
    shared: dict[str, float] = field(default_factory=dict)


class Stepped(Protocol):
    """A rule that changes its optimizer's rate at each step.

    ``steps`` is how many it is made for, or None.
    """

    optimizer: Optimizer
    steps: int | None

    def step(self) -> None:
        """Set the rate of the next update."""


def stepwise(start: Callable[[], Stepped]) -> Schedule:
    """Return the rates of updates after each of which the rule of ``start`` steps.

    ``start`` makes the rule and its optimizer anew. A step past an error of the library
    raises ValueError, and so does one past ``LONGEST``.

    >>> class Halving:
    ...     steps = None
    ...     def __init__(self):
    ...         self.optimizer = Optimizer(0.8)
    ...     def step(self):
    ...         self.optimizer.rate /= 2
    >>> stepwise(Halving)([0, 1, 5]).tolist()
    [0.8, 0.4, 0.025]
    """
    known: list[tuple[Floats, str]] = [_column(start, 1)]

    def formula(step: Ints) -> Floats:
        last = int(step.max(initial=0))
        if last >= LONGEST:
            raise ValueError(f"step = {last} must be below {LONGEST}: each is computed")
        rates, end = known[0]
        if last >= len(rates) and not end:
            rates, end = known[0] = _column(start, max(2 * last, 1000))
        if last >= len(rates):
            raise ValueError(f"step = {last} must be below {len(rates)}: {end}")
        return rates[step]

    return Schedule(formula, start().steps)


def _column(start: Callable[[], Stepped], steps: int) -> tuple[Floats, str]:
    """Return the rates of so many steps, and why there are fewer, if so."""
    rule = start()
    optimizer = rule.optimizer
    rates = np.empty(steps)
    for step in range(steps):
        rates[step] = optimizer.rate
        try:
            rule.step()
        except (ArithmeticError, LibraryError) as problem:
            return rates[: step + 1], f"the library raises an error, {problem}"
    return rates, ""
