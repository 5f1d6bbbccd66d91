"""Keras's own ``fit`` loop, around an update that only counts.

The loop is that of a model without weights, so that nothing of the reader's model takes
part: callbacks see that, and its optimizers count.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.keras_import import keras
from helpers.preview.hooks import Hooks
from helpers.preview.ledger import Ledger
from helpers.preview.runs import Run

__all__ = ["run_loop"]


def run_loop(hooks: Hooks, ledger: Ledger) -> Run:
    """Let Keras run its loop once, and return what has happened.

    >>> from helpers.preview.counting import CountedOptimizer
    >>> from helpers.preview.runs import Timing
    >>> length, model = Timing(2, 3), keras.Sequential()
    >>> model.compile(keras.optimizers.SGD(0.5))
    >>> counted = {"optimizer": CountedOptimizer(model.optimizer)}
    >>> ledger = Ledger(counted, length, loss=lambda to_come: 1.0)
    >>> run_loop(Hooks({}, model, ledger, length), ledger).batches
    6
    """
    timing, runner = ledger.timing, _Runner(hooks, ledger)
    runner.compile(
        keras.optimizers.SGD(0.0, name="preview"),  # JAX asks for one
        steps_per_execution=timing.steps_per_execution,
        jit_compile=False,
        auto_scale_loss=False,
    )
    runner.fit(
        _endless_batches(),
        steps_per_epoch=timing.steps_per_epoch,
        epochs=timing.epochs,
        initial_epoch=timing.initial_epoch,
        shuffle=False,
        verbose=0,
        callbacks=hooks,
    )
    return ledger.closed()


class _Runner(keras.Model):
    """A model without weights, which fit trains without an update."""

    def __init__(self, hooks: Hooks, ledger: Ledger) -> None:
        super().__init__(name="preview")
        self.history = None
        self._hooks, self._ledger = hooks, ledger

    def call(self, inputs: Any) -> Any:
        return inputs

    @property
    def metrics(self) -> list[Any]:
        return []

    @property
    def stop_training(self) -> bool:
        return self._hooks.stopped

    @stop_training.setter
    def stop_training(self, value: bool) -> None:
        pass  # fit sets it to False before it begins

    def make_train_function(self, force: bool = False) -> None:
        def train_function(*given: Any) -> Any:
            self._ledger.advance(self._hooks.size)
            # With JAX, fit gives the state of the training and takes it back.
            return {} if len(given) == 1 else ({}, *given[:-1])

        self.train_function = train_function


def _endless_batches() -> Iterator[tuple[Any]]:
    while True:
        yield (np.zeros((1, 1), np.float32),)
