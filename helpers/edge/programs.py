"""A function of some weights as they were and as they are, on each of Keras's backends.

TensorFlow compiles it with the weights as variables, so that a call hands over a single
number; JAX with all that it needs as arguments; PyTorch calls it as it is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from helpers.keras_import import keras

__all__ = ["BACKEND", "Beside", "beside"]

BACKEND = keras.backend.backend()
Tensors = list[Any]
Function = Callable[[Any, Tensors, Tensors, Tensors], Any]


class Beside:
    """Keep a copy of weights, and compute a function of it and of the weights now.

    ``function(scale, before, now, others)`` is given a number, the copy, the weights
    as they are, and the values of the variables ``others``, all as tensors.

    >>> weight = keras.Variable(np.ones(2, "float32"))
    >>> def middle(scale, before, now, others):
    ...     return keras.ops.sum(before[0] + scale * (now[0] - before[0]))
    >>> one = beside([weight], [], middle)
    >>> one.keep()
    >>> weight.assign(np.zeros(2, "float32")) is None, one.moved()
    (False, True)
    >>> one.result(0.25)
    1.5
    """

    def __init__(self, weights: list[Any], others: list[Any], function: Function):
        """Keep the variables and the function."""
        self.weights, self.others, self.function = weights, others, function
        self.before: Tensors = []

    def keep(self) -> None:
        """Copy the weights as they are now."""
        with _no_gradients():
            self.before = [keras.ops.copy(one.value) for one in self.weights]

    def moved(self) -> bool:
        """Return whether any weight is not as it was."""
        pairs = zip(self.before, self.weights, strict=True)
        return not all(np.array_equal(_numpy(old), _numpy(new)) for old, new in pairs)

    def result(self, scale: float) -> float:
        """Return what the function gives."""
        with _no_gradients():
            number = keras.ops.convert_to_tensor(scale, "float32")
            now, others = _values(self.weights), _values(self.others)
            return float(_numpy(self.function(number, self.before, now, others)))


class _OfTensorFlow(Beside):
    def __init__(self, weights: list[Any], others: list[Any], function: Function):
        import tensorflow as tf

        super().__init__(weights, others, function)
        self.before = [tf.Variable(one.value, trainable=False) for one in weights]
        program = tf.function(self._assign, autograph=False)
        self._keep = program.get_concrete_function()
        self._program = tf.function(self._call, autograph=False)
        self._number = tf.TensorSpec((), "float32")
        self._tensor = tf.constant
        self._result: Any = None

    def keep(self) -> None:
        self._keep()

    def result(self, scale: float) -> float:
        if self._result is None:
            self._result = self._program.get_concrete_function(self._number)
        return float(self._result(self._tensor(scale, "float32")))

    def _assign(self) -> None:
        for old, weight in zip(self.before, self.weights, strict=True):
            old.assign(weight.value)

    def _call(self, scale: Any) -> Any:
        before = [keras.ops.convert_to_tensor(one) for one in self.before]
        return self.function(scale, before, _values(self.weights), [])


def beside(
    weights: list[Any], others: list[Any], function: Function, eagerly: bool = False
) -> Beside:
    """Return the weights and the function, compiled if the backend does and may.

    >>> beside([], [], lambda scale, *others: 2 * scale).result(3)
    6.0
    """
    if BACKEND == "jax":
        from jax import jit

        return Beside(weights, others, jit(function))
    if BACKEND == "tensorflow" and not eagerly:
        return _OfTensorFlow(weights, others, function)
    return Beside(weights, others, function)


def _values(variables: list[Any]) -> Tensors:
    return [keras.ops.convert_to_tensor(one.value) for one in variables]


def _numpy(tensor: Any) -> Any:
    return keras.ops.convert_to_numpy(keras.ops.convert_to_tensor(tensor))


@contextmanager
def _no_gradients() -> Iterator[None]:
    """Let PyTorch note nothing for gradients within the block."""
    if BACKEND != "torch":
        yield
        return
    import torch

    with torch.no_grad():
        yield
