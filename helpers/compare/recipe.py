"""What all trainings of a comparison share."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import numpy as np

from helpers.compare.datasets import (
    are_few,
    as_arguments,
    batched,
    check_end,
    first_batch,
    is_arrays,
    number_of_batches,
    of_seed,
    without_end,
)
from helpers.compare.randomness import model_uses_tf_random, seeded
from helpers.keras_import import keras, series

WHOLE = 3, 15  # a Keras that is known to lose none of its last batches
TOGETHER = 32  # updates that TensorFlow makes in one go, at most


@dataclass(frozen=True, eq=False)
class Recipe:
    """How to train one network, but for its rates and its seed.

    ``judged_on`` has for each stage the data to judge by. ``updates`` is the budget.
    The rest is as in ``Comparison``. It can be pickled where its parts can.
    """

    model: Callable
    train: Any
    judged_on: dict
    loss: Any
    optimizer: Any
    judge: Any
    batch_size: int
    updates: int
    compile_options: dict
    policy: str = field(default_factory=lambda: keras.config.dtype_policy().name)
    backend: str = field(default_factory=keras.backend.backend)

    def fresh_model(self, seed):
        """Return the reader's model for a seed, built, but not compiled."""
        with self.seeded(seed):
            return self.made(seed)

    def made(self, seed):
        """Return the reader's model, whatever random numbers there are."""
        model = self.model(seed)
        if not isinstance(model, keras.Model):
            raise TypeError(f"model({seed}) = {model!r} must be a Keras model")
        if not model.built or not model.variables:
            model(self.example()[0])
        return model

    def seeded(self, seed):
        """Return a block within which random numbers are those of the seed."""
        return seeded(seed, self.tensorflow_draws)

    @cached_property
    def tensorflow_draws(self):
        """Whether ``tf.random`` may have a say in the data or in a fresh model.

        It has none in data that are batched here.
        """
        data = [self.train, *self.judged_on.values()]
        if not all(map(self.batches_here, data)):
            return True
        return model_uses_tf_random(partial(self.made, 0), self.example()[0])

    def compiled(self, model, rates):
        """Return the model, compiled with an optimizer that reads the rates."""
        model.compile(
            loss=self.loss,
            optimizer=self.optimizer_for(rates),
            metrics=None if self.judge == "loss" else [self.metric()],
            steps_per_execution=self.together,
            **self.compile_options,
        )
        return model

    def optimizer_for(self, rates):
        """Return the reader's optimizer with a Keras schedule for its rate."""
        if isinstance(self.optimizer, str):
            return type(keras.optimizers.get(self.optimizer))(learning_rate=rates)
        optimizer = self.optimizer(rates)
        if not isinstance(optimizer, keras.optimizers.Optimizer):
            raise TypeError(
                f"optimizer(rate) = {optimizer!r} must be a Keras optimizer"
            )
        if not np.isclose(float(optimizer.learning_rate), float(rates(0))):
            raise ValueError(
                f"optimizer(rate) has the rate {float(optimizer.learning_rate):g}, "
                f"not the {float(rates(0)):g} that it was given: it must use that"
            )
        return optimizer

    def metric(self):
        """Return what to judge by, as ``compile`` takes it."""
        return self.judge if isinstance(self.judge, str) else self.judge()

    @cached_property
    def together(self):
        """How many updates TensorFlow makes between two looks by a callback.

        They divide an epoch, so that none is cut short, and so must the budget. Keras
        3.5 evaluates in groups of as many batches, and loses one that is cut short.
        """
        if self.backend != "tensorflow":
            return 1
        data = [self.train]
        if series(keras.__version__) < WHOLE:
            data += self.judged_on.values()
        found = [number_of_batches(of_seed(one, 0), self.batch_size) for one in data]
        shared = math.gcd(self.updates, *(batches or 1 for batches in found))
        return max(number for number in range(1, TOGETHER + 1) if shared % number == 0)

    def batches_here(self, data):
        """Return whether batches are made here, not by Keras."""
        return self.backend == "tensorflow" and are_few(data)

    def example(self):
        """Return the first batch to train on."""
        return first_batch("train", of_seed(self.train, 0), self.batch_size)

    def fit_arguments(self, seed, stage, updates):
        """Return the data of a training, and when to evaluate, as arguments of ``fit``.

        ``fit`` is to be stopped after so many updates.
        """
        train = without_end(of_seed(self.train, seed))
        fed = as_arguments("train", train, self.batch_size)
        if self.batches_here(train):
            few = batched(train, self.batch_size, seed)
            fed = as_arguments("train", few, self.batch_size)
        judged_on = of_seed(self.judged_on[stage], seed)
        as_arguments(f"{stage} data", judged_on, self.batch_size)
        check_end(f"{stage} data", judged_on)
        if self.batches_here(judged_on):
            judged_on = batched(judged_on, self.batch_size)
        batches = number_of_batches(train, self.batch_size)
        epochs = -(-updates // batches) if batches else updates
        return {
            **fed,
            "validation_data": tuple(judged_on) if is_arrays(judged_on) else judged_on,
            "validation_batch_size": self.batch_size if is_arrays(judged_on) else None,
            "epochs": epochs,
            "validation_freq": looks(epochs) if batches else 1,
        }


def looks(epochs, most=5):
    """Return the epochs, from 1, to evaluate after: evenly, the last among them."""
    number = min(epochs, most)
    return [epochs * look // number for look in range(1, number + 1)]
