"""The other callbacks of a training, and which of them set the rate as well."""

import inspect
from collections.abc import Iterator
from typing import Any

from helpers.keras_import import keras

__all__ = ["acts_on", "callbacks_beside", "of_keras_that_set", "of_readers"]

SETTERS = (
    keras.callbacks.LearningRateScheduler,
    keras.callbacks.ReduceLROnPlateau,
)


def callbacks_beside(callback: Any) -> tuple[list[Any], list[Any]]:
    """Return those listed before and those listed after a callback that is called now.

    Keras tells a callback nothing of the others. They are in the ``CallbackList`` that
    has called it, which is looked for among the functions that are running; without
    one, both lists are empty.

    >>> class Lists(keras.callbacks.Callback):
    ...     def on_train_begin(self, logs=None):
    ...         self.before, self.after = callbacks_beside(self)
    >>> first, second = Lists(), Lists()
    >>> keras.callbacks.CallbackList([first, second]).on_train_begin()
    >>> first.after == [second], second.before == [first]
    (True, True)
    """
    for caller in _running():
        if isinstance(caller, keras.callbacks.CallbackList):
            for place, one in enumerate(caller.callbacks):
                if one is callback:
                    return caller.callbacks[:place], caller.callbacks[place + 1 :]
    return [], []


def of_keras_that_set(callbacks: list[Any]) -> list[Any]:
    """Return those of Keras's own callbacks that set the model's rate.

    >>> plateau = keras.callbacks.ReduceLROnPlateau()
    >>> of_keras_that_set([keras.callbacks.History(), plateau]) == [plateau]
    True
    """
    return [one for one in callbacks if isinstance(one, SETTERS)]


def of_readers(callbacks: list[Any]) -> list[Any]:
    """Return those that may set a rate: all but the rest of Keras's own.

    >>> plateau = keras.callbacks.ReduceLROnPlateau()
    >>> of_readers([keras.callbacks.History(), plateau]) == [plateau]
    True
    """
    return [
        one
        for one in callbacks
        if isinstance(one, (*SETTERS, keras.callbacks.LambdaCallback))
        or not type(one).__module__.startswith("keras.")
    ]


def acts_on(callbacks: list[Any], *hooks: str) -> list[Any]:
    """Return the callbacks that do something of their own when a hook is called.

    >>> acts = keras.callbacks.LambdaCallback(on_train_batch_end=print)
    >>> acts_on([acts, keras.callbacks.EarlyStopping()], "on_train_batch_end") == [acts]
    True
    """
    return [
        one
        for one in callbacks
        if any(
            getattr(getattr(one, hook), "__func__", one)
            is not getattr(keras.callbacks.Callback, hook)
            for hook in hooks
        )
    ]


def _running() -> Iterator[Any]:
    """Yield the objects whose methods are running, innermost first."""
    frame = inspect.currentframe()
    while frame is not None:
        if "self" in frame.f_locals:
            yield frame.f_locals["self"]
        frame = frame.f_back
