"""Schedulers of PyTorch that are made of others.

Those were all made for one optimizer, one after the other, so that each has found there
what the one before had set.
"""

from bisect import bisect_right
from typing import Any

from helpers.checks import check_count
from helpers.schedules.readings.pytorch.rule import Rule, library
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["check_rules"]


@library.reads("SequentialLR")
class _SequentialLR(Rule):
    """Follow one rule after another; each is begun again at its milestone.

    All start from the rate that the optimizer holds as its initial one, whichever rule
    put it there.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        schedulers: Any,
        milestones: Any,
        last_epoch: Any = -1,
    ) -> None:
        self.rules = check_rules(schedulers)
        if not isinstance(milestones, list | tuple):
            raise TypeError(f"milestones = {milestones!r} must be a list of epochs")
        self.milestones = [
            check_count(f"milestones[{i}]", each, at_least=0)
            for i, each in enumerate(milestones)
        ]
        if len(self.milestones) != len(self.rules) - 1:
            raise ValueError(
                f"milestones = {milestones!r} must be {len(self.rules) - 1}, one less "
                "than schedulers"
            )
        for rule in self.rules[1:]:
            if isinstance(rule, _SequentialLR | _ChainedScheduler):
                raise ValueError(
                    f"{type(rule).__name__[1:]} must be the first of schedulers: "
                    "PyTorch raises an error at its milestone"
                )
        if last_epoch != -1:
            raise ValueError(f"last_epoch = {last_epoch!r} must be -1")
        last = self.rules[-1].steps
        self.steps = last and sum(self.milestones[-1:]) + last
        self.optimizer = optimizer
        self.epoch = 0
        if optimizer.initial is not None:
            optimizer.rate = optimizer.initial
        self.undo()
        self.rules[bisect_right(self.milestones, 0)].begin()

    def begin(self) -> None:
        self.step()

    def step(self) -> None:
        self.epoch += 1
        index = bisect_right(self.milestones, self.epoch)
        if index and self.milestones[index - 1] == self.epoch:
            self.rules[index].begin_again()
        else:
            self.rules[index].step()

    def undo(self) -> None:
        """Take back an epoch of the rules, and none of its own."""
        for rule in self.rules:
            rule.undo()


@library.reads("ChainedScheduler")
class _ChainedScheduler(Rule):
    """Step all rules in each epoch, each upon what the ones before have set."""

    def __init__(self, schedulers: Any, optimizer: Optimizer) -> None:
        self.rules = check_rules(schedulers)
        self.optimizer = optimizer
        lengths = [rule.steps for rule in self.rules if rule.steps is not None]
        self.steps = max(lengths, default=None)

    def begin(self) -> None:
        self.step()

    def step(self) -> None:
        for rule in self.rules:
            rule.step()

    def undo(self) -> None:
        """Take back an epoch of the rules."""
        for rule in self.rules:
            rule.undo()


def check_rules(schedulers: Any) -> list[Rule]:
    """Return a list of schedulers that were read.

    >>> check_rules([])
    Traceback (most recent call last):
    TypeError: schedulers = [] must be a list of schedulers
    """
    right = isinstance(schedulers, list | tuple) and schedulers
    if not right or not all(isinstance(each, Rule) for each in schedulers):
        raise TypeError(f"schedulers = {schedulers!r} must be a list of schedulers")
    return list(schedulers)


def check_can_be_asked(name: str, rule: Any) -> Rule:
    """Return a scheduler that can be asked for a rate: those made of others can't.

    >>> check_can_be_asked("after_scheduler", 0.1)
    Traceback (most recent call last):
    TypeError: after_scheduler = 0.1 must be a scheduler of PyTorch
    """
    if not isinstance(rule, Rule):
        raise TypeError(f"{name} = {rule!r} must be a scheduler of PyTorch")
    if isinstance(rule, _SequentialLR | _ChainedScheduler):
        raise ValueError(
            f"{name} = {type(rule).__name__[1:]} must be a scheduler that stands "
            "alone: PyTorch raises an error when it is asked for a rate"
        )
    return rule
