"""Are two comparisons the same? A digest of each part that can be told apart.

What lies outside of Python's sight, as the files behind a ``tf.data.Dataset``, can't
be: for that a comparison has a name.
"""

import dis
import json
import re
import types
from hashlib import sha256
from importlib import import_module

import numpy as np

from helpers.compare.datasets import is_arrays, is_function
from helpers.quiet import keras


def check_pairs(recipe):
    """Raise a ValueError if the model is not fresh, or its seed does not fix it."""
    first, second = recipe.fresh_model(0), recipe.fresh_model(0)
    if first is second:
        raise ValueError(
            "model(0) returned the same model twice: it must make a new one"
        )
    if of_arrays(first.get_weights()) != of_arrays(second.get_weights()):
        raise ValueError(
            "model(0) has other weights each time, so that the two of a pair would not "
            "begin alike: draw them from Keras's random numbers, or from the seed"
        )


def parts(recipe):
    """Return a digest of each part of a recipe, by name."""
    return {
        "model": digest(of_code(recipe.model), of_model(recipe.fresh_model(0))),
        "train": digest(of_data(recipe.train)),
        **{
            f"{stage} data": digest(of_data(data))
            for stage, data in recipe.judged_on.items()
        },
        "loss": digest(of_object(recipe.loss)),
        "optimizer": digest(of_object(recipe.optimizer)),
        "judge": digest(of_object(recipe.judge)),
        "batch_size": str(recipe.batch_size),
        "budget": f"{recipe.updates} updates",
        "compile_options": digest(repr(sorted(recipe.compile_options.items()))),
        "precision": recipe.policy,
        "software": software(recipe),
    }


def software(recipe):
    """Return which Keras trains, and on what."""
    return f"Keras {keras.__version__} on {recipe.backend} {version(recipe.backend)}"


def version(backend):
    """Return the version of a backend."""
    return getattr(import_module(backend), "__version__", "")


def digest(*texts):
    """Return a short digest of texts."""
    return sha256("\0".join(texts).encode()).hexdigest()[:16]


def of_model(model):
    """Return a text that stands for a model: settings, own classes, and weights."""
    kinds = {type(layer) for layer in model._flatten_layers()}
    own = [kind for kind in kinds if kind.__module__.partition(".")[0] != "keras"]
    codes = sorted(map(of_code, own))
    return "\n".join([settings_of(model), *codes, of_arrays(model.get_weights())])


def of_arrays(arrays):
    """Return a text that stands for arrays, by all of their bytes."""
    found = [np.asarray(array) for array in arrays]
    return " ".join(
        f"{array.dtype} {array.shape} {sha256(array.tobytes()).hexdigest()}"
        for array in found
    )


def of_data(data):
    """Return a text that stands for data: all bytes of arrays, or what is known."""
    if is_function(data):
        return of_code(data) + of_data(data(0))
    if is_arrays(data):
        return of_arrays(keras.tree.flatten(list(data)))
    size = len(data) if hasattr(data, "__len__") else "?"
    if hasattr(data, "cardinality"):
        size = int(data.cardinality())
    return f"{type(data).__qualname__} {size} {getattr(data, 'element_spec', '')}"


def of_object(thing):
    """Return a text that stands for a loss, an optimizer or a judge."""
    if isinstance(thing, str):
        return thing
    if hasattr(thing, "get_config") and not isinstance(thing, type):
        return f"{type(thing).__qualname__} {settings_of(thing)}"
    if isinstance(thing, dict | list | tuple):
        items = thing.items() if isinstance(thing, dict) else enumerate(thing)
        return str([(str(name), of_object(value)) for name, value in items])
    return of_code(thing) if callable(thing) else repr(thing)


def of_code(function):
    """Return a text that stands for what a function, class or method does.

    That is its bytecode with its constants, and what it closes over, so that comments
    and the place in a file don't matter.
    """
    if isinstance(function, type):
        methods = sorted(vars(function).items())
        return " ".join(of_code(value) for _, value in methods if callable(value))
    function = getattr(function, "__func__", function)
    code = getattr(function, "__code__", None)
    if code is None:
        return f"{type(function).__qualname__} {getattr(function, '__qualname__', '')}"
    cells = [cell.cell_contents for cell in function.__closure__ or ()]
    inputs = [*cells, *(function.__defaults__ or ())]
    inputs += (function.__kwdefaults__ or {}).values()
    return f"{of_bytecode(code)} {[plain(value) for value in inputs]}"


def of_bytecode(code):
    """Return the instructions of a code object as a text, without line numbers."""
    steps = dis.get_instructions(code)
    return "; ".join(f"{step.opname} {plain(step.argval)}" for step in steps)


def plain(value):
    """Return a value as a text without an address in memory."""
    if isinstance(value, types.FunctionType):
        return of_code(value)
    if isinstance(value, types.CodeType):
        return of_bytecode(value)
    if isinstance(value, np.ndarray):
        return of_arrays([value])
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


def settings_of(thing):
    """Return the configuration of a Keras object as a text.

    Names that Keras numbers, as dense_7, differ from one model to the next: here they
    are numbered by the order in which they come.
    """
    try:
        text = json.dumps(thing.get_config(), sort_keys=True, default=repr)
    except (NotImplementedError, TypeError):
        return of_code(type(thing))
    text = re.sub(r" at 0x[0-9a-f]+", "", text)
    names = dict.fromkeys(re.findall(r'"name": "([^"]*)"', text))
    for number, name in enumerate(names):
        text = text.replace(f'"{name}"', f'"name {number}"')
    return text
