"""What all rules of MMEngine do, and what steps several of them.

All rules of a list are stepped together, outside of their time too, and those that
don't go by epochs after each update. A text may be one call, or a list of calls or of
dicts with a ``type``, as configurations have them.
"""

from typing import Any

from helpers.checks import check_count, check_flag
from helpers.schedules.readings.signatures import Library
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["EVER", "Rule", "library", "span"]

EVER: int = 10**9
"""The end of a rule that has none."""


def _finished(made: Any, optimizer: Optimizer) -> Any:
    """Make a list of rules, or of dicts, one rule."""
    parts = made if isinstance(made, list | tuple) else [made]
    rules = []
    for part in parts:
        if isinstance(part, dict):
            named = dict(part)
            part = library.read(str(named.pop("type", None)), [], named, optimizer)
        rules.append(part)
    if not rules or not all(isinstance(rule, Rule) for rule in rules):
        raise ValueError(f"{made!r} must be a scheduler, or a list of them")
    return _Together(rules, optimizer)


library: Library = Library(
    "MMEngine", "0.10.7", takes_peak=True, knows_epochs=True, finish=_finished
)
"""The classes of ``mmengine.optim.scheduler`` that set a rate."""
library.refuses("ReduceOnPlateauLR", "its rates depend on the losses. Give a log")


class Rule:
    """Change the rate from the step ``begin`` up to the one before ``end``.

    >>> class Halving(Rule):
    ...     def rate(self, last):
    ...         return last / 2
    >>> rule = Halving(Optimizer(0.8), 0, 2, -1, True, False)
    >>> rule.step()
    >>> rule.step()
    >>> rule.optimizer.rate
    0.2
    """

    def __init__(
        self,
        optimizer: Optimizer,
        begin: Any,
        end: Any,
        last_step: Any,
        by_epoch: Any,
        verbose: Any,
    ) -> None:
        """Note the rate to scale, and make the first step."""
        self.optimizer = optimizer
        self.begin, self.end = span(begin, end)
        self.by_epoch = check_flag("by_epoch", by_epoch)
        if last_step != -1:
            raise ValueError(f"last_step = {last_step!r} must be -1")
        if optimizer.initial is None:
            optimizer.initial = optimizer.rate
        self.base = optimizer.initial
        self.count = self.at = -1
        self.step()

    def step(self) -> None:
        """Count, and set the rate if it is time."""
        self.count += 1
        if self.begin <= self.count < self.end:
            self.at += 1
            self.optimizer.rate = self.rate(self.optimizer.rate)

    def rate(self, last: float) -> float:
        """Return the rate at this step of the rule, from the last rate."""
        raise NotImplementedError


def span(begin: Any, end: Any) -> tuple[int, int]:
    """Return the begin and the end of a rule, which are checked.

    >>> span(3, float("inf"))
    (3, 1000000000)
    """
    begin = check_count("begin", begin, at_least=0)
    if end == float("inf"):
        end = EVER
    return begin, check_count("end", end, at_least=begin + 1)


class _Together:
    """Step all rules: after each update, or those that go by epochs after an epoch."""

    def __init__(self, rules: list[Rule], optimizer: Optimizer) -> None:
        self.optimizer = optimizer
        self.each_update = [rule for rule in rules if not rule.by_epoch]
        self.each_epoch = [rule for rule in rules if rule.by_epoch]
        self.updates = optimizer.steps_per_epoch
        if self.updates is None:
            if self.each_update and self.each_epoch:
                raise TypeError(
                    "steps_per_epoch must be given: some rules go by epochs, some don't"
                )
            self.updates = 1
        ends = [
            rule.end * (self.updates if rule.by_epoch else 1)
            for rule in rules
            if rule.end < EVER
        ]
        self.steps = max(ends, default=None)
        self.done = 0

    def step(self) -> None:
        self.done += 1
        for rule in self.each_update:
            rule.step()
        if self.done % (self.updates or 1) == 0:
            for rule in self.each_epoch:
                rule.step()
