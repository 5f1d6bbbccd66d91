"""A training as a walk through its epochs, by a program that knows batches."""

import time
from collections.abc import Callable
from typing import Any, Protocol

from helpers.compare.compiled import Compiled
from helpers.compare.evaluations import Evaluations
from helpers.compare.judging import keeps_an_average
from helpers.compare.programs import WHOLE_TRAINING, Program
from helpers.compare.programs.batches import Batches, Feed
from helpers.compare.programs.in_jax import InJax
from helpers.compare.programs.in_tensorflow import InTensorFlow

__all__ = ["Walker", "train_by_walk", "walker_for"]


class Walker(Protocol):
    """What trains and evaluates on batches, from ``begin`` to ``end``."""

    def begin(self) -> None:
        """Take the model's state."""

    def train(self, rows: Any, batches: Batches, most: int) -> dict[str, Any]:
        """Train on batches; return the logs at the end."""

    def evaluate(self, rows: Any, batches: Batches) -> dict[str, Any]:
        """Return the logs of an evaluation."""

    def end(self) -> None:
        """Put the state into the model."""


def walker_for(compiled: Compiled, program: Program, backend: str) -> Walker | None:
    """Return the walker of a program, or None where ``fit`` has to train.

    An average of the weights is put into the model at the end of ``fit`` alone.
    """
    whole = program == WHOLE_TRAINING
    if keeps_an_average(compiled.model.optimizer):
        return None
    if program not in compiled.walkers:
        walker: Walker | None = None
        if backend == "jax":
            walker = InJax(compiled.model, whole)
        elif backend == "tensorflow" and whole:
            walker = InTensorFlow(compiled.model, compiled.example)
        compiled.walkers[program] = walker
    return compiled.walkers[program]


def train_by_walk(
    walker: Walker, feed: Feed, updates: int, advanced: Callable[[float], None]
) -> Evaluations:
    """Train for so many updates, and evaluate, as ``fit`` does; return the logs.

    It ends early where a loss or a metric is not finite. ``advanced`` is called with
    the share that is done.
    """
    seen = Evaluations()
    most, feed = feed.most, feed.first(updates)
    done = 0
    walker.begin()
    for number, epoch in enumerate(feed.epochs, 1):
        logs = {**walker.train(feed.rows, epoch, most)}
        done += epoch.number
        advanced(done / updates)
        began = time.monotonic()
        if number in feed.looks:
            found = walker.evaluate(feed.judged_rows, feed.judged)
            logs |= {f"val_{name}": value for name, value in found.items()}
        seen.add(done, logs, seconds=time.monotonic() - began)
        if seen.diverged:
            break
    walker.end()
    return seen
