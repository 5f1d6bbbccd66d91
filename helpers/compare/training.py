"""One training of a reader's model: a column of rates, a seed, and its outcome."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np

from helpers.compare.compiled import STARTS, compiled_for
from helpers.compare.judging import judged_log_name
from helpers.compare.programs import COMPILED_EACH_TIME, SINGLE_UPDATES, Program
from helpers.compare.programs.by_fit import train_by_fit
from helpers.compare.programs.feed import kept_feed_of
from helpers.compare.programs.walk import train_by_walk, walker_for
from helpers.compare.recipe import Kind, Recipe
from helpers.keras_import import keras

__all__ = ["Key", "Outcome", "Training", "carry_out"]

Key = tuple[str, str, int]  # kind, digest of the rates, and seed
Outcome = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Training:
    """What to train, what for, and the labels of its result.

    ``rates`` has the shape ``(updates,)``, in float64.
    """

    stage: Kind
    arm: str
    peak: float
    seed: int
    rates: np.ndarray = field(repr=False)

    @cached_property
    def key(self) -> Key:
        """What identifies the training in a file: two arms may share one."""
        return self.stage, sha256(self.rates.tobytes()).hexdigest()[:16], self.seed


def carry_out(
    recipe: Recipe,
    training: Training,
    advanced: Callable[[float], None] = lambda share: None,
    updates: int | None = None,
    program: Program = SINGLE_UPDATES,
) -> Outcome:
    """Train the model of ``recipe`` once; return the outcome, a dict.

    ``value`` is the judge's number at the end, or None if a loss or a metric was not
    finite: then ``diverged`` is True. ``evaluations`` lists the logs of ``fit`` after
    each evaluation, with the updates done. ``seconds`` counts everything, ``judging``
    the evaluations alone. ``advanced`` is called now and then with the share that is
    done. Without ``updates`` the training has the whole budget.

    Raises a RuntimeError where this process runs another backend than the recipe.
    """
    began = time.monotonic()
    if recipe.backend != keras.backend.backend():
        raise RuntimeError(
            f"this process runs Keras on {keras.backend.backend()}, but the comparison "
            f"began on {recipe.backend}: set KERAS_BACKEND alike"
        )
    alone = program == COMPILED_EACH_TIME or recipe.backend == "torch"
    with dtype_policy(recipe.policy):
        compiled = compiled_for(recipe, training.seed, training.rates, alone)
        walker = walker_for(compiled, program, recipe.backend)
        number, which = updates or recipe.updates, (training.seed, training.stage)
        try:
            feed = None if walker is None else kept_feed_of(recipe, *which)
            if walker is None or feed is None:
                model = compiled.model
                seen = train_by_fit(recipe, model, *which, number, advanced)
            else:
                seen = train_by_walk(walker, feed, number, advanced)
        finally:
            compiled.put_unseen_back()
            STARTS[recipe].put_outside_back()
    last = seen.rows[-1]
    return {
        "value": None if seen.diverged else last[judged_log_name(last, recipe.judge)],
        "diverged": seen.diverged,
        "evaluations": seen.rows,
        "seconds": time.monotonic() - began,
        "judging": seen.seconds,
    }


@contextmanager
def dtype_policy(name: str) -> Iterator[None]:
    """Give this policy to the layers that are made within a block."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
