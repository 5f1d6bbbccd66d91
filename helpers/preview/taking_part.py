"""Which callbacks take part in a preview, under which names, and which optimizers."""

from collections import Counter
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from helpers.keras_import import keras
from helpers.rates import has_rate, optimizers_of

__all__ = ["named_callbacks", "updates_in_a_batch"]

LEFT_OUT_OF_KERAS = (
    *("BackupAndRestore", "CSVLogger", "History", "ModelCheckpoint"),
    *("OrbaxCheckpoint", "ProgbarLogger", "RemoteMonitor", "SwapEMAWeights"),
    *("TensorBoard", "TerminateOnNaN"),
)
ONLY_WATCH = ("helpers.recorders", "helpers.progress")


def named_callbacks(callbacks: Any) -> tuple[dict[str, Any], list[Any]]:
    """Return the callbacks that take part, by name, and the others.

    Left out are Keras's own that write files or do not act on rates, with the classes
    that inherit from them, and those of this collection that only watch. ``callbacks``
    is what ``fit`` takes.

    >>> saves = keras.callbacks.CSVLogger("log")
    >>> first, second = keras.callbacks.EarlyStopping(), keras.callbacks.EarlyStopping()
    >>> names, left_out = named_callbacks([first, saves, second])
    >>> list(names), left_out == [saves]
    (['EarlyStopping', 'EarlyStopping (2nd)'], True)
    """
    kinds = [getattr(keras.callbacks, name, ()) for name in LEFT_OUT_OF_KERAS]
    taking_part: dict[str, Any] = {}
    left_out, seen = [], Counter[str]()
    for callback in keras.tree.flatten(getattr(callbacks, "callbacks", callbacks)):
        if not isinstance(callback, keras.callbacks.Callback):
            raise TypeError(
                f"callbacks has {callback!r}, which must be a keras.callbacks.Callback"
            )
        kind = type(callback)
        name = kind.__name__
        if isinstance(callback, tuple(filter(None, kinds))):
            left_out.append(callback)
        elif kind.__module__ not in ONLY_WATCH:
            seen[name] += 1
            again = f" ({_ordinal(seen[name])})" if seen[name] > 1 else ""
            taking_part[name + again] = callback
    return taking_part, left_out


def _ordinal(number: int) -> str:
    return f"{number}{ {2: 'nd', 3: 'rd'}.get(number, 'th') }"


def updates_in_a_batch(model: keras.Model, data: Any = None) -> dict[str, int]:
    """Return how many updates each optimizer of a model makes in a batch, by name.

    Keras's own ``train_step`` makes one, of ``model.optimizer``. For another
    ``train_step`` and more than one optimizer ``data`` is needed, one batch as ``fit``
    hands it over: the step is not carried out, only turned into a program.

    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(keras.optimizers.SGD(), "mse")
    >>> updates_in_a_batch(model)
    {'optimizer': 1}
    """
    held = optimizers_of(model)
    roots = {
        name: _root(name, held)
        for name, one in held.items()
        if one is not None and has_rate(one) and not _owners_with_a_rate(name, held)
    }
    if not roots:
        raise ValueError(
            "model.optimizer is None, and no other attribute of the model is an "
            "optimizer with a learning rate: compile the model with one"
        )
    if type(model).train_step.__module__.startswith("keras."):
        calls = {root: int(root == "optimizer") for root in roots.values()}
    elif data is not None:
        calls = _calls_in_a_step(
            model, {name: held[name] for name in roots.values()}, data
        )
    elif len({*roots.values()}) == 1:
        calls = dict.fromkeys(roots.values(), 1)
    else:
        raise ValueError(
            f"{type(model).__name__} has a train_step of its own, and the optimizers "
            f"{', '.join(roots)}: to see which it uses, give data=, one batch as fit "
            "hands it over, such as (x[:2], y[:2])"
        )
    return {name: calls[root] for name, root in roots.items()}


def _owners(name: str, held: dict[str, Any]) -> list[str]:
    """Return the names of the optimizers within which one works, outermost first."""
    return [other for other in held if name.startswith((f"{other}.", f"{other}["))]


def _owners_with_a_rate(name: str, held: dict[str, Any]) -> list[str]:
    return [other for other in _owners(name, held) if has_rate(held[other])]


def _root(name: str, held: dict[str, Any]) -> str:
    return next(iter(_owners(name, held)), name)


def _calls_in_a_step(
    model: keras.Model, held: dict[str, Any], data: Any
) -> dict[str, int]:
    """Count each optimizer's calls while a step is traced, or made with PyTorch."""
    calls = dict.fromkeys(held, 0)

    def counting(name: str) -> Any:
        def apply(*gradients: Any, **options: Any) -> None:
            calls[name] += 1

        return apply

    with ExitStack() as block:
        for name, optimizer in held.items():
            block.enter_context(patch.object(optimizer, "apply", counting(name)))
        backend = keras.backend.backend()
        if backend == "tensorflow":
            import tensorflow as tf

            tf.function(model.train_step).get_concrete_function(data)
        elif backend == "torch":
            model.train_step(
                keras.tree.map_structure(keras.ops.convert_to_tensor, data)
            )
        else:
            raise ValueError(
                f"which of the optimizers {', '.join(held)} a train_step uses can't be "
                f"seen with Keras's backend {backend!r}: use TensorFlow or PyTorch"
            )
    return calls
