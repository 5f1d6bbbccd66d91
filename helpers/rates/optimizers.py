"""Where a model keeps its optimizers.

It may have several: its own, those of a ``compile`` or ``train_step`` that the reader
wrote, and those that work within another one, as in loss scaling. A name says where an
optimizer is, as one would write it behind ``model.``: ``"optimizer"``,
``"d_optimizer"``, ``"optimizer.inner_optimizer"``, ``"optimizers[0]"``.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from helpers.keras_import import keras

__all__ = ["optimizers_in", "optimizers_of"]

MOST = 1000  # members of a list that is looked through; longer ones hold data


def optimizers_of(model: Any) -> dict[str, Any]:
    """Return the optimizers that a model holds, by name, its own one first.

    Attributes of the model are searched, lists and dicts among them, models among its
    attributes, and then the attributes of each optimizer. Optimizers of PyTorch and of
    legacy Keras are found too.

    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> scaled = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD())
    >>> model.compile(scaled, loss="mse")
    >>> model.critics = [keras.optimizers.Adam()]
    >>> list(optimizers_of(model))
    ['optimizer', 'optimizer.inner_optimizer', 'critics[0]']
    """
    return dict(_held(model, "", {id(model)}))


def optimizers_in(optimizer: Any) -> dict[str, Any]:
    """Return the optimizers that work within this one, by name.

    >>> inside = keras.optimizers.SGD()
    >>> list(optimizers_in(keras.optimizers.LossScaleOptimizer(inside)))
    ['inner_optimizer']
    """
    return dict(_held(optimizer, "", {id(optimizer)}))


def _held(owner: Any, path: str, seen: set[int]) -> Iterator[tuple[str, Any]]:
    for name, value in _attributes(owner):
        for key, one in _members(f"{path}{name}", value):
            new = id(one) not in seen
            if _is_optimizer(one) and (new or not name.startswith("_")):
                yield key, one
            if new and (_is_optimizer(one) or isinstance(one, keras.Model)):
                seen.add(id(one))
                yield from _held(one, f"{key}.", seen)


def _attributes(owner: Any) -> list[tuple[str, Any]]:
    """Return an object's attributes, ``optimizer`` first and private ones last."""
    found = dict(vars(owner))
    found.pop("_self_unconditional_dependency_names", None)  # TensorFlow's own list
    if _is_optimizer(owner):
        found.update(optimizers=getattr(owner, "optimizers", None))  # a property
    elif hasattr(owner, "named_children"):  # where PyTorch keeps models in models
        found.update(owner.named_children())
    return sorted(
        found.items(), key=lambda item: (item[0] != "optimizer", item[0][:1] == "_")
    )


def _members(name: str, value: Any, depth: int = 2) -> Iterator[tuple[str, Any]]:
    kept: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, (list, tuple)):
        kept = enumerate(value)
    elif isinstance(value, dict):
        kept = list(value.items())
    else:
        yield name, value
    if depth and kept and len(value) <= MOST:
        for key, one in kept:
            yield from _members(f"{name}[{key!r}]", one, depth - 1)


def _is_optimizer(value: Any) -> bool:
    kind = type(value)  # PyTorch's optimizers have the second method
    return hasattr(kind, "apply_gradients") or hasattr(kind, "add_param_group")
