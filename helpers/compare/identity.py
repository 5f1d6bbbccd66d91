"""Are two comparisons the same? A digest of each part that can be told apart.

What lies outside of Python's sight, as the rows of a ``tf.data.Dataset``, can't be: for
that a comparison has a name.
"""

import json
import platform
import warnings
from hashlib import sha256
from importlib import import_module

from helpers.compare.datasets import is_arrays, is_function, of_seed
from helpers.compare.fingerprint import is_library, of_arrays, of_code, plain
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule

PROBE = TableSchedule([0.0123])  # shows whether an optimizer uses its rate


def check_pairs(recipe):
    """Raise a ValueError if the model is not fresh, or its seed does not fix it."""
    first, second = recipe.fresh_model(0), recipe.fresh_model(0)
    check_target(recipe, first)
    if first.compiled:
        warnings.warn(
            "model(0) is compiled: its optimizer, loss and metrics are not used, but "
            "those of the comparison",
            stacklevel=2,
        )
    if first is second:
        raise ValueError(
            "model(0) returned the same model twice: it must make a new one"
        )
    for variable in first.trainable_variables:
        if any(variable is other for other in second.trainable_variables):
            raise ValueError(
                f"model(0) has {variable.path!r} in common with the model before, so "
                "that one training would go on where another ended: make all layers "
                "that train within the function"
            )
    if of_arrays(first.get_weights()) != of_arrays(second.get_weights()):
        raise ValueError(
            "model(0) has other weights each time, so that the two of a pair would not "
            "begin alike: draw them from Keras's random numbers, or from the seed"
        )


def check_target(recipe, model):
    """Raise a ValueError where Keras would stretch y to the shape of the outputs."""
    named = recipe.loss if isinstance(recipe.loss, str) else plain(type(recipe.loss))
    inputs, target = recipe.example()[:2]
    outputs = model(inputs)
    if "sparse" in named.lower() or not hasattr(target, "shape"):
        return
    found, asked = tuple(target.shape[1:]), tuple(getattr(outputs, "shape", ())[1:])
    if len(found) == len(asked) and 1 in found and found != asked:
        raise ValueError(
            f"train: each y has the shape {found}, but the model gives {asked}: the "
            "loss would compare every output with the same number"
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
        "optimizer": digest(*of_optimizer(recipe)),
        "judge": digest(of_object(recipe.judge)),
        "batch_size": str(recipe.batch_size),
        "order of the rows": order(recipe),
        "budget": f"{recipe.updates} updates",
        "compile_options": digest(of_object(recipe.compile_options)),
        "precision": recipe.policy,
        "software": software(recipe),
    }


def order(recipe):
    """Return who draws the order of the rows: two ways have two orders for a seed."""
    return "tf.data" if recipe.batches_here(of_seed(recipe.train, 0)) else "fit"


def software(recipe):
    """Return which Keras trains, and on what."""
    return (
        f"Keras {keras.__version__} on {recipe.backend} {version(recipe.backend)}, "
        f"Python {'.'.join(platform.python_version_tuple()[:2])}"
    )


def version(backend):
    """Return the version of a backend."""
    return getattr(import_module(backend), "__version__", "")


def digest(*texts):
    """Return a short digest of texts."""
    return sha256("\0".join(texts).encode()).hexdigest()[:16]


def of_model(model):
    """Return a text that stands for a model: settings, own classes, and weights."""
    kinds = {type(layer) for layer in model._flatten_layers()}
    own = [kind for kind in kinds if not is_library(kind)]
    codes = sorted(map(of_code, own))
    return "\n".join([settings_of(model), *codes, of_arrays(model.get_weights())])


def of_optimizer(recipe):
    """Return texts that stand for an optimizer, by its settings at some rate."""
    return of_object(recipe.optimizer), of_object(recipe.optimizer_for(PROBE))


def of_data(data):
    """Return a text that stands for data: all bytes of arrays, or what is known."""
    if is_function(data):
        return of_code(data) + of_data(data(0))
    if is_arrays(data):
        return of_arrays(keras.tree.flatten(list(data)))
    size = len(data) if hasattr(data, "__len__") else "?"
    if hasattr(data, "cardinality"):
        size = int(data.cardinality())
    told = "" if is_library(data) else plain(data)
    return f"{type(data).__qualname__} {size} {getattr(data, 'element_spec', '')}{told}"


def of_object(thing):
    """Return a text that stands for a loss, an optimizer or a judge."""
    if hasattr(thing, "get_config") and not isinstance(thing, type):
        told = f"{plain(type(thing))} {settings_of(thing)}"
        if isinstance(thing, keras.Loss):  # not all of Keras's own tell their settings
            held = {name: part for name, part in vars(thing).items() if name != "name"}
            told += plain(held)
        return told
    if isinstance(thing, dict | list | tuple):
        items = thing.items() if isinstance(thing, dict) else enumerate(thing)
        return str(sorted((str(name), of_object(value)) for name, value in items))
    return of_code(thing) if callable(thing) else plain(thing)


def settings_of(thing, seeds=True):
    """Return the configuration of a Keras object as a text.

    Names that Keras numbers, as dense_7, differ from one model to the next: here they
    are numbered by the order in which they come. Without ``seeds`` those of Keras's own
    layers and initializers are left out.
    """
    try:
        config = thing.get_config()
        config = config if seeds else without_seeds(config)
        return json.dumps(numbered(config, {}), sort_keys=True, default=plain)
    except (NotImplementedError, TypeError):
        return of_code(type(thing))


def numbered(config, names):
    """Return a configuration with numbers for names, also where one is referred to.

    Not for all texts: a layer may be called as an activation or a setting is.
    """
    if isinstance(config, dict):
        return {
            key: names.setdefault(part, len(names))
            if key == "name" and isinstance(part, str)
            else numbered(part, names)
            for key, part in config.items()
        }
    if not isinstance(config, list | tuple):
        return config
    if [type(part) for part in config] == [str, int, int]:  # a tensor of a layer
        return [names.setdefault(config[0], len(names)), *config[1:]]
    return [numbered(part, names) for part in config]


def without_seeds(config):
    """Return a configuration without the seeds of what Keras brings along."""
    if isinstance(config, list | tuple):
        return [without_seeds(part) for part in config]
    if not isinstance(config, dict):
        return config
    config = {name: without_seeds(part) for name, part in config.items()}
    inner = config.get("config")
    if str(config.get("module")).startswith("keras.") and isinstance(inner, dict):
        inner.pop("seed", None)
    return config
