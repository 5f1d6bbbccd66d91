"""What a check sees of an answer: its numbers. An answer of another kind raises
``FormError`` with a sentence that helps.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from helpers.arrays import Floats
from helpers.schedules import table

__all__ = ["FormError", "column_of", "numbers_of", "rates_of", "table_of"]


class FormError(TypeError):
    """The answer is not of the form that is asked for; the message says why.

    >>> raise FormError("This is a callback, not a schedule.")
    Traceback (most recent call last):
    helpers.lesson.observers.FormError: This is a callback, not a schedule.
    """


def rates_of(schedule: Any, steps: int | Iterable[int]) -> Floats:
    """Return the rates that an optimizer takes from a Keras schedule.

    ``steps`` is their number, counted from 0, or the steps themselves. The rates are
    read as `fit` does it: from an optimizer, in a compiled program. What is no Keras
    schedule raises FormError, a TypeError.

    >>> from helpers.keras_import import keras
    >>> halving = keras.optimizers.schedules.ExponentialDecay(0.5, 1, 0.5)
    >>> rates_of(halving, 3).tolist()
    [0.5, 0.25, 0.125]
    """
    import tensorflow as tf

    from helpers.keras_import import keras

    if not _is_keras_schedule(schedule):
        raise FormError(_why_no_schedule(schedule))
    schedule(0)  # what fails in plain Python too is told as it is
    optimizer = keras.optimizers.SGD(schedule)
    rate = tf.function(lambda: optimizer.learning_rate, autograph=False)
    try:
        rate()
    except Exception as error:
        raise FormError(
            "It works in plain Python, but not in the compiled program that `fit` "
            "makes: compute with `keras.ops`, without `if`, `int` or `float`."
        ) from error
    rates = []
    for step in range(steps) if isinstance(steps, int) else steps:
        optimizer.iterations.assign(int(step))
        rates.append(float(rate()))
    return np.array(rates)


def table_of(schedule: Any, steps: int) -> Floats:
    """Return the column of rates of a schedule: of any function of the step.

    What is no function raises FormError, a TypeError.

    >>> table_of(lambda step: 0.5 / (step + 1), 2).tolist()
    [0.5, 0.25]
    """
    if isinstance(schedule, type):
        raise FormError("It is a class: write its arguments behind it, in brackets.")
    if _is_from_keras(schedule, "optimizers", "Optimizer"):
        raise FormError("Give the schedule alone, without an optimizer around it.")
    if _is_from_keras(schedule, "callbacks", "Callback"):
        raise FormError("It is a callback. A schedule is a function of the step.")
    if isinstance(schedule, str):
        raise FormError("It is a text. Write the call itself, without quotation marks.")
    if not callable(schedule):
        raise FormError("It is no function. Give the schedule itself, not its rates.")
    return table(schedule, steps)


def column_of(answer: Any) -> Floats:
    """Return a column of rates as float64, of shape ``(steps,)``.

    A list, an array, a Series and a table of one column are columns, and so are the
    values of a dict and the fields of a dataclass. A schedule, which still has to be
    made into a column, raises FormError, a TypeError.

    >>> column_of([[0.1], [0.05]]).tolist(), column_of({0: 0.1, 1: 0.05}).tolist()
    ([0.1, 0.05], [0.1, 0.05])
    """
    if isinstance(answer, Iterator):
        raise FormError("It can be read only once: make a list of it.")
    if isinstance(answer, type):
        raise FormError("A class holds no numbers.")
    if _is_keras_schedule(answer):
        raise FormError(
            "It is a Keras schedule. Call it with each step: its rates are the column."
        )
    if callable(answer):
        raise FormError(
            "It is a function of the step. `table(schedule, steps)` makes its column."
        )
    if _has_two_lengths(answer):
        raise FormError(
            "These are two columns. `np.concatenate([first, second])` makes one of "
            "them."
        )
    if isinstance(answer, Mapping):
        answer = [*answer.values()]
    elif is_dataclass(answer):
        answer = [getattr(answer, each.name) for each in fields(answer)]
    column = numbers_of(answer)
    return column[:, 0] if column.ndim == 2 and column.shape[1] == 1 else column


def numbers_of(answer: Any) -> Floats:
    """Return a number, or an array of numbers, as float64.

    Text is no number, even "0.1". One number in brackets is that number.

    >>> numbers_of([0.25]).tolist(), numbers_of([1, 2]).tolist()
    (0.25, [1.0, 2.0])
    """
    array = np.asarray(answer)
    if array.dtype.kind == "O":
        if any(part is None for part in array.flat):
            raise FormError(
                "There is a None in it. (A function without `return` gives None.)"
            )
        if any(isinstance(part, str) for part in array.flat):
            raise TypeError("text is no number")
    elif array.dtype.kind == "c":
        raise FormError("Its numbers are complex.")
    elif array.dtype.kind not in "biuf":
        raise TypeError(f"{array.dtype} is no type of numbers")
    numbers = array.astype(np.float64)
    return numbers.reshape(()) if numbers.size == 1 else numbers


def _why_no_schedule(answer: Any) -> str:
    """Return a sentence on what is given instead of a Keras schedule."""
    if isinstance(answer, type):
        return "It is a class: write its arguments behind it, in brackets."
    if _is_from_keras(answer, "optimizers", "Optimizer"):
        return "Give the schedule alone, without an optimizer around it."
    if _is_from_keras(answer, "callbacks", "Callback"):
        return "A callback sets the rate in `fit`. A schedule goes into the optimizer."
    if callable(answer):
        return (
            "It is a function. Keras can't save it, and does not give it the step: an "
            "optimizer needs an object of `keras.optimizers.schedules`, or a "
            "`TableSchedule`."
        )
    if isinstance(answer, str):
        return "It is a text. Write the call itself, without quotation marks."
    if isinstance(answer, dict):
        return "It is a dict. Give the schedule itself, the object."
    if isinstance(answer, list | tuple) and any(map(_is_keras_schedule, answer)):
        return "There is a schedule in it. Give it alone: is there a comma behind it?"
    if np.ndim(answer) == 0:
        return "A schedule gives a rate for each step; this is one for all."
    return "It is a column of rates. `TableSchedule(column)` makes a schedule of it."


def _has_two_lengths(answer: Any) -> bool:
    """Return whether an answer is two columns of different lengths."""
    if not isinstance(answer, list | tuple) or len(answer) != 2:
        return False
    first, second = map(np.shape, answer)
    return len(first) == len(second) == 1 and first != second


def _is_keras_schedule(answer: Any) -> bool:
    return _is_from_keras(answer, "optimizers", "schedules", "LearningRateSchedule")


def _is_from_keras(answer: Any, *path: str) -> bool:
    """Return whether an answer is an object of a class of Keras, without its import."""
    kind: Any = sys.modules.get("keras")
    for name in path:
        kind = getattr(kind, name, None)
    return isinstance(kind, type) and isinstance(answer, kind)
