"""What a reader's own model and optimizer take: as Keras's do, or named in an error."""

import inspect
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np

from helpers.keras_import import keras
from helpers.legacy_keras import is_legacy

__all__ = ["built_model", "compile_with", "layers_of", "optimizer_with"]


def built_model(model: Any, seed: int, example: Callable[[], Any]) -> keras.Model:
    """Return what a reader's function has made for a seed, with its variables.

    ``example`` returns inputs to build it with: it is called on their shapes alone, as
    by ``fit``, so that no generator of random numbers moves on. A model without a
    ``call``, as one of an encoder and a decoder in a ``train_step``, has built parts.

    Raises a TypeError unless it is a model of this Keras.
    """
    if not isinstance(model, keras.Model):
        raise TypeError(f"model({seed}) = {model!r} must be a Keras model{of_3(model)}")
    if not model.built or not model.variables:
        try:
            model(keras.tree.map_structure(shape_of, example()))
        except NotImplementedError:
            if not model.variables:
                raise
    if not all(layer.built for layer in layers_of(model)):
        build_by_a_call(model, example())
    return model


def layers_of(thing: Any) -> list[Any]:
    """Return all layers that a Keras object holds, itself among them."""
    return getattr(thing, "_flatten_layers", list)()


def build_by_a_call(model: keras.Model, inputs: Any) -> None:
    """Make the variables that a first call makes; the others stay as they are."""
    before = [(one, keras.ops.convert_to_numpy(one)) for one in model.variables]
    with suppress(NotImplementedError):  # it has no call
        model(inputs)
    for variable, value in before:
        variable.assign(value)


def shape_of(array: Any) -> keras.KerasTensor:
    """Return what stands for an array: its shape and type, as Keras has it."""
    texts = array.dtype.kind in "OSU"
    dtype = "string" if texts else keras.backend.standardize_dtype(array.dtype)
    return keras.KerasTensor(array.shape, dtype)


def of_3(thing: Any) -> str:
    """Return which Keras is asked for, if a thing is of the other one."""
    if not is_legacy(thing):
        return ""
    return (
        f" of Keras 3, here {keras.__version__}, and not of tf_keras: make it with "
        "import keras, as tf.keras is tf_keras where TF_USE_LEGACY_KERAS is set"
    )


def optimizer_with(
    optimizer: Any, rates: Callable[[Any], Any]
) -> keras.optimizers.Optimizer:
    """Return the reader's optimizer with a Keras schedule for its rate.

    ``optimizer`` is a name, or a function of the rate. Raises a TypeError or ValueError
    if that returns something else, or does not use the rate.
    """
    if isinstance(optimizer, str):
        return type(keras.optimizers.get(optimizer))(learning_rate=rates)
    made = optimizer(rates)
    if not isinstance(made, keras.optimizers.Optimizer):
        raise TypeError(
            f"optimizer(rate) = {made!r} must be a Keras optimizer{of_3(made)}"
        )
    if not np.isclose(float(made.learning_rate), float(rates(0))):
        raise ValueError(
            f"optimizer(rate) has the rate {float(made.learning_rate):g}, not the "
            f"{float(rates(0)):g} that it was given: it must use that"
        )
    return made


def compile_with(model: keras.Model, given: dict[str, Any]) -> None:
    """Compile a model, by a ``compile`` of its own if it has one.

    Raises a TypeError or ValueError if that does not take or use what is ``given``.
    """
    model.compile(**arguments_taken(model, given))
    optimizer = model.optimizer
    while optimizer is not given["optimizer"]:  # it may be wrapped, to scale the loss
        optimizer = getattr(optimizer, "inner_optimizer", None)
        if optimizer is None:
            raise ValueError(
                "compile of the model does not use the optimizer that it is given: "
                "pass it on by super().compile(optimizer=optimizer)"
            )


def arguments_taken(model: keras.Model, given: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments that ``compile`` of the model takes, out of those given.

    Raises a TypeError that names what it asks for and is not given, or what is given
    and not None, and is not taken.
    """
    parameters = inspect.signature(model.compile).parameters.values()
    any_name = any(one.kind is one.VAR_KEYWORD for one in parameters)
    names = {one.name for one in parameters if one.kind is not one.VAR_KEYWORD}
    asked = [
        one.name
        for one in parameters
        if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD
    ]
    if missing := [name for name in asked if name not in given]:
        raise TypeError(
            f"compile of the model asks for {', '.join(missing)}, which a comparison "
            "can't give: it makes one optimizer, whose rate it sets. Write "
            "compile(self, optimizer) that passes it on to super().compile, and in it "
            "make optimizers of a fixed rate for other parts; what else compile takes "
            "can be given in compile_options"
        )
    wanted = [name for name, value in given.items() if value is not None]
    if left := [name for name in wanted if not (any_name or name in names)]:
        raise TypeError(
            f"compile of the model does not take {', '.join(left)}: without loss give "
            "loss=None, without metrics judge by a log of its evaluations, as "
            'judge="total_loss"'
        )
    return {name: value for name, value in given.items() if any_name or name in names}
