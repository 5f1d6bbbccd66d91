"""Whose code is it: a reader's own, or that of Python or an installed library?"""

import functools
import importlib.metadata
import sys
import sysconfig
import types
from pathlib import Path
from typing import Any

__all__ = ["is_library", "is_own_module"]

INSTALLED = {"site-packages", "dist-packages"}
STANDARD = Path(sysconfig.get_path("stdlib")).resolve()


def is_library(thing: Any) -> bool:
    """Return whether a function, a class or an object's class is not a reader's own.

    >>> from helpers.keras_import import keras
    >>> is_library(keras.Model), is_library(lambda seed: seed)
    (True, False)
    """
    if not isinstance(thing, types.FunctionType | types.BuiltinFunctionType | type):
        thing = type(thing)
    name = thing.__module__ or "builtins"
    module = sys.modules.get(name)
    return name != "__main__" and module is not None and not is_own_module(module)


def is_own_module(module: types.ModuleType) -> bool:
    """Return whether a module belongs neither to Python nor to what is installed.

    >>> import json
    >>> is_own_module(json), is_own_module(types.ModuleType("made_by_hand"))
    (False, True)
    """
    if module.__name__ in sys.builtin_module_names:
        return False
    file = getattr(module, "__file__", None)
    if file is None:  # it was made by hand, or by a notebook
        return getattr(module, "__path__", None) is None
    path = Path(file).resolve()
    if INSTALLED & {*path.parts} or STANDARD in path.parents:
        return False
    return not any(
        path.relative_to(folder).parts[0] in installed_in(folder)
        for folder in path.parents
    )


@functools.cache
def installed_in(folder: Path) -> frozenset[str]:
    """Return what pip has put into a folder: the first parts of the files' names.

    That may be any folder: ``pip install --target`` asks for one.
    """
    return frozenset(
        file.parts[0]
        for distribution in importlib.metadata.distributions(path=[str(folder)])
        if distribution.read_text("RECORD")
        for file in distribution.files or []
    )
