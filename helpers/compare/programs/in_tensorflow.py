"""One XLA program of TensorFlow that walks through batches."""

from functools import cached_property
from typing import Any

import numpy as np

from helpers.compare.programs.batches import Batches
from helpers.keras_import import keras

__all__ = ["InTensorFlow"]

Logs = dict[str, Any]


class InTensorFlow:
    """Trains and evaluates a compiled model by a loop within one program.

    The loop calls the model's own ``train_step`` and ``test_step``. What they change
    are variables, so that the model is trained as by ``fit``.
    """

    def __init__(self, model: keras.Model, example: tuple[Any, ...]) -> None:
        """Take a model that is compiled and whose variables are all there."""
        self.model, self.example = model, example

    @cached_property
    def training(self) -> Any:
        """The program of an epoch."""
        return looped(self.model.train_step, self.example)

    @cached_property
    def evaluation(self) -> Any:
        """The program of an evaluation."""
        return looped(self.model.test_step, self.example)

    def begin(self) -> None:
        """Begin a training: the model is at its start."""

    def end(self) -> None:
        """End it: the model's variables are those of the program."""

    def train(self, rows: Any, batches: Batches, most: int) -> Logs:
        """Train on batches; return the logs at the end.

        ``most`` is the largest number of full batches in an epoch: one program serves
        all epochs.
        """
        self.model.reset_metrics()
        return walked(self.training, rows, batches, most)

    def evaluate(self, rows: Any, batches: Batches) -> Logs:
        """Return the logs of an evaluation."""
        self.model.reset_metrics()
        return walked(self.evaluation, rows, batches, len(batches.order))


def walked(program: Any, rows: Any, batches: Batches, most: int) -> Logs:
    """Run a program on the full batches, and on one that is smaller."""
    logs: Logs = {}
    if len(batches.order):
        padding = [(0, most - len(batches.order)), (0, 0)]
        order = np.pad(batches.order, padding)
        logs = program(rows, order, np.int32(len(batches.order)))
    if len(batches.rest):
        logs = program(rows, batches.rest[None], np.int32(1))
    return logs


def looped(step: Any, example: tuple[Any, ...]) -> Any:
    """Return a program that takes a step on each of the first ``count`` batches."""
    import tensorflow as tf  # here, as other backends run without TensorFlow

    traced = tf.function(step, autograph=False).get_concrete_function(example)
    nothing = tf.nest.map_structure(
        lambda log: np.zeros(log.shape, log.dtype.as_numpy_dtype),
        traced.structured_outputs,
    )

    @tf.function(jit_compile=True, autograph=False)
    def program(rows: Any, order: Any, count: Any) -> Any:
        def one(number: Any, logs: Any) -> Any:
            batch = tf.nest.map_structure(lambda a: tf.gather(a, order[number]), rows)
            return number + 1, step(batch)

        first = tf.constant(0), tf.nest.map_structure(tf.constant, nothing)
        return tf.while_loop(lambda number, logs: number < count, one, first)[1]

    return program
