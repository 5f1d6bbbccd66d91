"""Tell legacy Keras (the package ``tf_keras``) from Keras 3, and say so.

With ``TF_USE_LEGACY_KERAS=1`` in the environment, as some libraries ask for it,
``tf.keras`` is legacy Keras. Its models, optimizers and callbacks and those of Keras 3
look alike and do not work together.
"""

import sys
from typing import Any

from helpers.keras_import import keras

__all__ = ["Keras3Callback", "check_not_legacy", "check_step", "is_legacy"]


class Keras3Callback(keras.callbacks.Callback):
    """A callback that refuses a model of legacy Keras with a TypeError.

    >>> Keras3Callback().set_model(keras.Sequential())
    """

    def set_model(self, model: Any) -> None:
        """Check the model before anything is done with it."""
        check_not_legacy("model", model)
        super().set_model(model)


def is_legacy(value: Any) -> bool:
    """Return whether a model, an optimizer or the like is of legacy Keras.

    >>> is_legacy(keras.optimizers.SGD())
    False
    """
    return any(
        kind.__module__.startswith(("tf_keras.", "tensorflow.python.keras."))
        for kind in type(value).__mro__
    )


def check_not_legacy(name: str, value: Any) -> None:
    """Raise a TypeError that names both Kerases if the value is of the legacy one.

    >>> check_not_legacy("model", keras.Sequential())
    """
    if is_legacy(value):
        raise TypeError(
            f"{name}, of class {type(value).__name__}, is {_of_legacy_keras()}"
        )


def check_step(step: Any) -> None:
    """Raise a TypeError if a schedule is called without a step.

    >>> check_step(0)
    """
    if step is None:
        raise TypeError(
            "step is missing. An optimizer that takes a schedule for a function of "
            f"nothing is {_of_legacy_keras()}"
        )


def _of_legacy_keras() -> str:
    legacy = getattr(sys.modules.get("tf_keras"), "__version__", "not imported")
    return (
        f"of legacy Keras (tf_keras {legacy}), but this callback or schedule is of "
        f"Keras {keras.__version__}, and the two do not work together: make the model "
        "and its optimizer with `import keras`, not with tf_keras, nor with tf.keras "
        "while TF_USE_LEGACY_KERAS is set"
    )
