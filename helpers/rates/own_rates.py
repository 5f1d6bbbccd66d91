"""Optimizers that move weights by another rate than the one that they are given."""

import math
from collections.abc import Callable
from typing import Any

from helpers.keras_import import keras
from helpers.rates.optimizers import optimizers_in
from helpers.rates.reading import rate_of

__all__ = [
    "changes_the_rate",
    "own_methods",
    "rate_in_force",
    "reader_of",
    "remark_on",
]

NONE: tuple[type, ...] = ()  # these three are not in every Keras
LAMB: Any = getattr(keras.optimizers, "Lamb", NONE)
MUON: Any = getattr(keras.optimizers, "Muon", NONE)
SCHEDULE_FREE: Any = getattr(keras.optimizers, "ScheduleFreeAdamW", NONE)

USE_A_RATE = ("update_step", "apply", "apply_gradients")


def rate_in_force(optimizer: Any, updates: int, rate: float | None = None) -> float:
    """Return the rate by which the next update moves weights, after so many.

    It is ``rate``, or the optimizer's learning rate, with two exceptions. Adafactor
    (Shazeer & Stern 2018) uses at most 1/√t at its update t, counted from 1: in Keras
    with ``relative_step=False`` too. ScheduleFreeAdamW (Defazio et al. 2024) has a
    linear warm-up of its own.

    >>> rate_in_force(keras.optimizers.SGD(5.0), updates=3)
    5.0
    >>> rate_in_force(keras.optimizers.Adafactor(5.0), updates=3)
    0.5
    """
    return reader_of(optimizer)(updates, rate)


def reader_of(optimizer: Any) -> Callable[..., float]:
    """Return a function of the updates made that is ``rate_in_force`` of the optimizer.

    >>> reader_of(keras.optimizers.SGD(5.0))(3)
    5.0
    """
    within = _all_of(optimizer)
    limited = any(isinstance(one, keras.optimizers.Adafactor) for one in within)
    warmup = max((one.warmup_steps for one in within if _has_warmup(one)), default=1)

    def in_force(updates: int, rate: float | None = None) -> float:
        given = rate_of(optimizer) if rate is None else rate
        limit = 1 / math.sqrt(updates + 1) if limited else math.inf
        return min(given * min((updates + 1) / warmup, 1), limit)

    return in_force


def changes_the_rate(optimizer: Any) -> bool:
    """Return whether ``rate_in_force`` may be another than the rate that is given.

    >>> changes_the_rate(keras.optimizers.SGD())
    False
    """
    return any(
        isinstance(one, keras.optimizers.Adafactor) or _has_warmup(one)
        for one in _all_of(optimizer)
    )


def own_methods(optimizer: Any) -> list[str]:
    """Return the methods that use a rate in an optimizer and that Keras didn't write.

    >>> class Halved(keras.optimizers.SGD):
    ...     def apply(self, grads, trainable_variables=None):
    ...         super().apply([one / 2 for one in grads], trainable_variables)
    >>> own_methods(Halved())
    ['apply']
    """
    return [
        name
        for name in USE_A_RATE
        if isinstance(optimizer, keras.optimizers.Optimizer)
        and not getattr(type(optimizer), name).__module__.startswith("keras.")
    ]


def remark_on(optimizer: Any) -> str | None:
    """Say why the rate of an optimizer may not be what moves weights, if so.

    >>> remark_on(keras.optimizers.SGD())
    >>> class Halved(keras.optimizers.SGD):
    ...     def update_step(self, gradient, variable, learning_rate):
    ...         super().update_step(gradient, variable, learning_rate / 2)
    >>> print(remark_on(Halved()))
    Halved has an update_step of its own: what it makes of the learning rate ...
    """
    for one in _all_of(optimizer):
        kind = type(one)
        if isinstance(one, MUON):
            return (
                "Muon has two rates: it moves matrices by the learning rate times a "
                f"factor of their shape (rms_rate = {getattr(one, 'rms_rate', None)}), "
                "and all other weights as Adam does, at adam_lr_ratio = "
                f"{one.adam_lr_ratio:g} times the learning rate"
            )
        if isinstance(one, keras.optimizers.Adafactor):
            return (
                "Adafactor moves each array of weights by the learning rate times the "
                f"root mean square of its weights, or epsilon_2 = {one.epsilon_2:g} "
                "where that is more"
            )
        if isinstance(one, LAMB):
            return (
                "Lamb moves each array of weights by the learning rate times a trust "
                "ratio: the norm of its weights over the norm of Adam's step"
            )
        if own := own_methods(one):
            return (
                f"{kind.__name__} has an {own[0]} of its own: what it makes of the "
                "learning rate that it is given can't be seen"
            )
    return None


def _all_of(optimizer: Any) -> list[Any]:
    return [optimizer, *optimizers_in(optimizer).values()]


def _has_warmup(optimizer: Any) -> bool:
    return isinstance(optimizer, SCHEDULE_FREE) and optimizer.warmup_steps > 0
