"""Which optimizers of a model have made updates."""

from typing import Any

from helpers.keras_import import keras
from helpers.rates.optimizers import optimizers_in, optimizers_of
from helpers.rates.own_rates import own_methods
from helpers.rates.reading import number_of

__all__ = ["UpdateWatch", "lost_on_jax"]


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
            name: [(one, number_of(one)) for one in _scalars(optimizer, rates)]
            for name, optimizer in self.held.items()
        }

    def worked(self) -> list[str]:
        """Return the names of those that have worked."""
        return [
            name
            for name, numbers in self._numbers.items()
            if any(number_of(variable) != before for variable, before in numbers)
        ]


def lost_on_jax(model: Any) -> list[str]:
    """Return the names of optimizers that work where Keras's JAX backend is blind.

    JAX's program is given the ``variables`` of the model's optimizer. To one within it
    whose numbers are not among these, its rate is a constant, and its count is lost.
    It is taken to work if it is built and an ``apply`` that Keras didn't write may call
    it. On the other backends there is none.

    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD()))
    >>> lost_on_jax(model)
    []
    """
    outer = getattr(model, "optimizer", None)
    if outer is None or keras.backend.backend() != "jax":
        return []
    inside = optimizers_in(outer)
    if not any("apply" in own_methods(one) for one in (outer, *inside.values())):
        return []
    given = {id(one) for one in outer.variables}
    return [
        f"optimizer.{name}"
        for name, one in inside.items()
        if isinstance(one, keras.optimizers.Optimizer)
        and one.built
        and id(one.iterations) not in given
    ]


def _scalars(optimizer: Any, rates: set[int]) -> list[Any]:
    variables = getattr(optimizer, "variables", ())
    if callable(variables):  # as in other libraries
        return []
    return [one for one in variables if one.shape == () and id(one) not in rates]
