"""What all trainings of a comparison share."""

import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Literal

from helpers.compare.datasets import (
    as_fit_arguments,
    batched,
    data_of_seed,
    first_batch,
    has_few_rows,
    is_arrays,
    is_function,
    number_of_batches,
    taken,
)
from helpers.compare.judging import metrics_for
from helpers.compare.lengths import check_ends, length, repeated_if_unknown
from helpers.compare.own_models import built_model, compile_with, optimizer_with
from helpers.compare.randomness import (
    depends_on_tf_random,
    model_uses_tf_random,
    seeded,
)
from helpers.keras_import import keras, series

__all__ = ["Kind", "Recipe", "evaluation_epochs", "number_of_updates"]

Kind = Literal["tuning", "test"]  # what a training is for

LOOKED_AT = 8  # batches of a PyDataset
OWN_SHUFFLE = 3, 15  # a Keras that shuffles their order itself; older ones by tf.data
KEEPS_LAST_BATCH = 3, 15  # a Keras that evaluates all batches, however they are grouped
MOST_STEPS_PER_EXECUTION = 32


@dataclass(frozen=True, eq=False)
class Recipe:
    """How to train a network: everything but its rates and its seed.

    ``updates`` is the budget, and ``test`` has the data of the verdict. The rest is as
    in ``Comparison``. It can be pickled where its parts can.
    """

    model: Callable[[int], keras.Model]
    train: Any
    validation: Any
    test: Any
    loss: Any
    optimizer: Any
    judge: Any
    batch_size: int
    updates: int
    compile_options: dict[str, Any]
    policy: str = field(default_factory=lambda: keras.config.dtype_policy().name)
    backend: str = field(default_factory=keras.backend.backend)

    def __post_init__(self) -> None:
        """Make the arrays of the data NumPy's, once."""
        shared = self.test is self.validation
        for name in ("train", "validation", "test"):
            data = getattr(self, name)
            if not is_function(data):
                object.__setattr__(self, name, taken(name, data))
        if shared:
            object.__setattr__(self, "test", self.validation)

    def judged_on(self, kind: Kind) -> Any:
        """Return the data that a training is judged on."""
        return self.validation if kind == "tuning" else self.test

    def fresh_model(self, seed: int) -> keras.Model:
        """Return the reader's model for a seed, built, but not compiled."""
        with self.seeded(seed):
            return self.built_model(seed)

    def built_model(self, seed: int) -> keras.Model:
        """Return the reader's model, built with the random numbers there are."""
        return built_model(self.model(seed), seed, lambda: self.example()[0])

    def seeded(self, seed: int) -> AbstractContextManager[None]:
        """Return a block within which random numbers are those of the seed."""
        return seeded(seed, self.uses_tf_random)

    @cached_property
    def uses_tf_random(self) -> bool:
        """Whether the data or a fresh model may depend on ``tf.random``.

        Arrays that are batched here don't, nor those made without it.
        """
        if not all(map(self.are_plain, [self.train, self.validation, self.test])):
            return True
        try:
            return model_uses_tf_random(partial(self.built_model, 0), self.example()[0])
        except NotImplementedError:  # nobody can call it to find out
            return True

    def compile(self, model: keras.Model, rates: Callable[[Any], Any]) -> keras.Model:
        """Compile a model with an optimizer that reads the rates; return the model."""
        given = {
            "loss": self.loss,
            "optimizer": optimizer_with(self.optimizer, rates),
            "metrics": metrics_for(self.judge),
            **self.compile_options,
        }
        compile_with(model, given)
        model.steps_per_execution = self.steps_per_execution
        return model

    @cached_property
    def steps_per_execution(self) -> int:
        """How many updates TensorFlow makes between two calls of a callback.

        The number divides an epoch and the budget, so that no group is cut short. Older
        versions of Keras evaluate in such groups too, and lose one that is cut short.
        """
        if self.backend != "tensorflow":
            return 1
        data = [self.train]
        if series(keras.__version__) < KEEPS_LAST_BATCH:
            data += [self.validation, self.test]
        epochs = [
            number_of_batches(data_of_seed(one, 0), self.batch_size) for one in data
        ]
        shared = math.gcd(self.updates, *(batches or 1 for batches in epochs))
        numbers = range(1, MOST_STEPS_PER_EXECUTION + 1)
        return max(number for number in numbers if shared % number == 0)

    def are_plain(self, data: Any) -> bool:
        """Return whether data need no ``tf.random``, nor the way that they are fed.

        Arrays that are batched here don't, and a ``PyDataset`` of which the first
        batches don't.
        """

        def first() -> Any:
            made = data_of_seed(data, 0)
            if isinstance(made, keras.utils.PyDataset):
                if series(keras.__version__) < OWN_SHUFFLE:
                    return []
                return [
                    made[place] for place in range(min(LOOKED_AT, length(made) or 0))
                ]
            return made if self.batches_here(made) else []

        if self.backend != "tensorflow" or not first():
            return False
        given_as_arrays = is_arrays(data) and not is_function(data)
        return given_as_arrays or not depends_on_tf_random(first)

    def batches_here(self, data: Any) -> bool:
        """Return whether batches are made here, not by Keras."""
        return self.backend == "tensorflow" and has_few_rows(data)

    def example(self) -> tuple[Any, ...]:
        """Return the first batch to train on, ``(x, y)`` or ``(x, y, w)``."""
        train = data_of_seed(self.train, 0, "train")
        return first_batch("train", train, self.batch_size)

    def fit_arguments(self, seed: int, kind: Kind, updates: int) -> dict[str, Any]:
        """Return the data of a training, and when to evaluate, as arguments of ``fit``.

        The caller has to stop ``fit`` after so many updates.
        """
        train = data_of_seed(self.train, seed, "train")
        fed = as_fit_arguments("train", train, self.batch_size)
        if not is_arrays(train):
            fed["x"] = repeated_if_unknown(train)
        elif self.batches_here(train):
            few = batched(train, self.batch_size, seed)
            fed = as_fit_arguments("train", few, self.batch_size)
        name = "test" if kind == "test" else "validation"
        judged_on = data_of_seed(self.judged_on(kind), seed, name)
        as_fit_arguments(name, judged_on, self.batch_size)
        check_ends(name, judged_on)
        if self.batches_here(judged_on):
            judged_on = batched(judged_on, self.batch_size)
        batches = number_of_batches(train, self.batch_size)
        epochs = -(-updates // batches) if batches else updates
        return {
            **fed,
            "validation_data": tuple(judged_on) if is_arrays(judged_on) else judged_on,
            "validation_batch_size": self.batch_size if is_arrays(judged_on) else None,
            "epochs": epochs,
            "validation_freq": evaluation_epochs(epochs) if batches else 1,
        }


def evaluation_epochs(epochs: int, most: int = 5) -> list[int]:
    """Return the epochs, from 1, to evaluate after: evenly, the last among them."""
    number = min(epochs, most)
    return [epochs * place // number for place in range(1, number + 1)]


def number_of_updates(
    train: Any, batch_size: int, epochs: int | None, updates: int | None
) -> int:
    """Return the budget of a training, of which ``epochs`` or ``updates`` is given.

    Raises a ValueError where the number of batches in an epoch is not known.
    """
    if epochs is None:
        return updates or 0
    batches = number_of_batches(data_of_seed(train, 0), batch_size)
    if batches is None:
        raise ValueError(
            f"epochs = {epochs!r}, but nobody knows how many batches an epoch of train "
            "has: give updates"
        )
    return epochs * batches
