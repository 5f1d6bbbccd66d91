"""Who reads which rate: an optimizer's rate, its count, and whether it works.

The names of optimizers are those of ``helpers.optimizers``.
"""

from collections.abc import Callable
from typing import Any

from helpers.keras_import import keras
from helpers.optimizers import optimizers_in, optimizers_of

__all__ = [
    "UpdateWatch",
    "counter_of",
    "find_optimizer",
    "has_rate",
    "has_schedule",
    "rate_of",
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


def rate_of(optimizer: Any) -> float:
    """Return the learning rate that the optimizer has now, on one device or several.

    >>> rate_of(keras.optimizers.SGD(0.5))
    0.5
    """
    return _number(optimizer.learning_rate)


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


class UpdateWatch:
    """Tell which optimizers of a model have counted an update since the watch began.

    An optimizer is known to have worked by its small numbers (its count, a scale of the
    loss), its learning rate aside.

    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(keras.optimizers.SGD(), loss="mse")
    >>> model.spare, watch = keras.optimizers.Adam(), UpdateWatch(model)
    >>> _ = model.train_on_batch(keras.ops.ones((1, 1)), keras.ops.ones((1, 1)))
    >>> watch.worked()
    ['optimizer']
    """

    def __init__(self, model: Any) -> None:
        """Note the numbers that there are now."""
        self.held = optimizers_of(model)
        rates = {id(getattr(one, "learning_rate", None)) for one in self.held.values()}
        self._numbers = {
            name: [(one, _number(one)) for one in _scalars(optimizer, rates)]
            for name, optimizer in self.held.items()
        }

    def worked(self) -> list[str]:
        """Return the names of those that have worked."""
        return [
            name
            for name, numbers in self._numbers.items()
            if any(_number(variable) != before for variable, before in numbers)
        ]


def _choice(held: dict[str, Any]) -> str:
    names = [name for name, one in held.items() if one is not None and has_rate(one)]
    if not names:
        return "compile the model with an optimizer that has a rate"
    return "name another with " + " or ".join(f'optimizer="{name}"' for name in names)


def _count(optimizer: Any) -> int:
    return int(_number(getattr(optimizer, "iterations", 0)))


def _number(value: Any) -> float:
    try:
        return float(value)
    except TypeError:  # a variable of several devices
        return float(keras.ops.convert_to_numpy(value))


def _scalars(optimizer: Any, rates: set[int]) -> list[Any]:
    variables = getattr(optimizer, "variables", ())
    if callable(variables):  # as in other libraries
        return []
    return [one for one in variables if one.shape == () and id(one) not in rates]
