"""What an optimizer tells: its rate or schedule, and its count of updates.

The names of optimizers are those of ``helpers.rates.optimizers``.
"""

import math
from collections.abc import Callable
from typing import Any

from helpers.keras_import import keras
from helpers.legacy_keras import check_not_legacy
from helpers.rates.optimizers import optimizers_in, optimizers_of

__all__ = [
    "are_alike",
    "counter_of",
    "find_optimizer",
    "has_rate",
    "has_schedule",
    "is_steady",
    "number_of",
    "rate_of",
    "schedule_of",
    "updates_done",
]


def find_optimizer(model: Any, name: str | None = None) -> Any:
    """Return the optimizer of this name that has a rate; None is the model's own.

    Without such an optimizer, or if it has no rate, a ValueError says which there are.

    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(optimizer=None)
    >>> model.d_optimizer = keras.optimizers.Adam()
    >>> find_optimizer(model, "d_optimizer") is model.d_optimizer
    True
    >>> find_optimizer(model)
    Traceback (most recent call last):
    ValueError: model.optimizer is None: name another with optimizer="d_optimizer"
    """
    held = optimizers_of(model)
    if name is not None and name not in held:
        raise ValueError(
            f"optimizer = {name!r} is no optimizer of the model: {_choice(held)}"
        )
    name = name or "optimizer"
    optimizer = held.get(name)
    if optimizer is None:
        raise ValueError(f"model.{name} is None: {_choice(held)}")
    check_not_legacy(f"model.{name}", optimizer)
    if not has_rate(optimizer):
        others = {key: one for key, one in held.items() if key != name}
        raise ValueError(
            f"model.{name}, of class {type(optimizer).__name__}, has no learning_rate: "
            f"{_choice(others)}"
        )
    return optimizer


def has_rate(optimizer: Any) -> bool:
    """Return whether the optimizer has a learning rate at all; a wrapper may have none.

    >>> has_rate(keras.optimizers.SGD(0.1))
    True
    """
    return getattr(optimizer, "learning_rate", None) is not None


def has_schedule(optimizer: Any) -> bool:
    """Return whether the optimizer computes its rate, so that none can be set.

    Nothing is set to find out. A missing rate raises AttributeError.

    >>> has_schedule(keras.optimizers.SGD(0.1))
    False
    >>> decay = keras.optimizers.schedules.CosineDecay(0.1, 100)
    >>> has_schedule(keras.optimizers.SGD(decay))
    True
    """
    rate = optimizer.learning_rate
    if hasattr(rate, "assign"):  # as variables have
        return False
    if not isinstance(rate, (int, float)):
        return True
    # A plain number: of a function, or of a property that asks an optimizer within.
    if type(optimizer).learning_rate is keras.optimizers.Optimizer.learning_rate:
        return True
    inside = optimizers_in(optimizer).values()
    return any(has_schedule(one) for one in inside if has_rate(one))


def schedule_of(optimizer: Any) -> Any:
    """Return the schedule that an optimizer, or one within it, was built with, or None.

    >>> schedule = keras.optimizers.schedules.CosineDecay(0.1, 100)
    >>> schedule_of(keras.optimizers.SGD(schedule)) is schedule
    True
    """
    kind = keras.optimizers.schedules.LearningRateSchedule
    for one in (optimizer, *optimizers_in(optimizer).values()):
        for value in vars(one).values():
            if isinstance(value, kind):
                return value
    return None


def rate_of(optimizer: Any) -> float:
    """Return the learning rate that the optimizer has now, on one device or several.

    >>> rate_of(keras.optimizers.SGD(0.5))
    0.5
    """
    return number_of(optimizer.learning_rate)


def are_alike(one: float, other: float) -> bool:
    """Return whether two rates are equal but for what a short float rounds off.

    >>> are_alike(0.1, 0.1001), are_alike(0.1, 0.2)
    (True, False)
    """
    return math.isclose(one, other, rel_tol=0.01, abs_tol=1e-30)  # bfloat16: 0.004


def is_steady(optimizer: Any) -> bool:
    """Return whether the optimizer tells the same rate twice between two updates.

    With a schedule or function that counts its calls, each question changes the rate.

    >>> rates = iter([0.5, 0.25])
    >>> is_steady(keras.optimizers.SGD(lambda: next(rates)))
    False
    """
    return rate_of(optimizer) == rate_of(optimizer)


def updates_done(optimizer: Any) -> int:
    """Return how many updates an optimizer has made; loss scaling may skip some.

    >>> updates_done(keras.optimizers.SGD())
    0
    """
    return counter_of(optimizer)()


def counter_of(optimizer: Any) -> Callable[[], int]:
    """Return a function that tells how many updates the optimizer has made by then.

    The count of an optimizer within it, where there is one, goes before its own.

    >>> done = counter_of(keras.optimizers.SGD())
    >>> done()
    0
    """
    inside = list(optimizers_in(optimizer).values())

    def done() -> int:
        return max(map(_count, inside), default=0) or _count(optimizer)

    return done


def number_of(value: Any) -> float:
    """Return the value of a variable that holds one number.

    >>> number_of(keras.Variable(3.0))
    3.0
    """
    try:
        return float(value)
    except TypeError:  # a variable of several devices
        return float(keras.ops.convert_to_numpy(value))


def _choice(held: dict[str, Any]) -> str:
    names = [name for name, one in held.items() if one is not None and has_rate(one)]
    if not names:
        return "compile the model with an optimizer that has a rate"
    return "name another with " + " or ".join(f'optimizer="{name}"' for name in names)


def _count(optimizer: Any) -> int:
    return int(number_of(getattr(optimizer, "iterations", 0)))
