"""Whose code is it: the reader's, or that of a library?"""

import sys
import sysconfig
from functools import cache
from pathlib import Path

__all__ = ["is_own"]

KNOWN = {"helpers", "keras", "tensorflow", "jax", "jaxlib", "torch", "numpy"}


@cache
def is_own(module: str | None) -> bool:
    """Tell whether a module, by its name, is neither a library nor a part of Python.

    >>> is_own("__main__"), is_own("keras.layers"), is_own("random")
    (True, False, False)
    """
    if module is None:
        return False
    if module == "__main__":
        return True
    package = module.partition(".")[0]
    if package in KNOWN or package in sys.stdlib_module_names:
        return False
    file = getattr(sys.modules.get(package), "__file__", None)
    libraries = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    return file is None or not any(
        Path(file).is_relative_to(library) for library in libraries if library
    )
