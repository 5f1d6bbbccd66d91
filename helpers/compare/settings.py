"""The configuration of a Keras object, without the names that Keras counts up."""

from typing import Any

from helpers.compare.own_models import layers_of
from helpers.keras_import import keras

__all__ = ["keras_contents", "settings"]


def keras_contents(thing: Any) -> tuple[Any, ...]:
    """Return what a Keras object consists of: class, settings, and layers' classes.

    Some losses do not have all of their settings in their configuration, so their
    attributes are added.
    """
    held = vars(thing) if isinstance(thing, keras.Loss) else {}
    held = {name: value for name, value in held.items() if name != "name"}
    return type(thing), settings(thing), {*map(type, layers_of(thing))}, held


def settings(thing: Any, seeds: bool = True) -> Any:
    """Return the configuration of a Keras object, or None if it has none.

    Names that Keras counts up, as dense_7, differ from one model to the next: here they
    are numbered by the order in which they come. Without ``seeds`` those of Keras's own
    layers and initializers are left out.
    """
    try:
        config = thing.get_config()
    except (NotImplementedError, TypeError):
        return None
    return numbered(config if seeds else without_seeds(config), {})


def numbered(config: Any, names: dict[str, int]) -> Any:
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


def without_seeds(config: Any) -> Any:
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
