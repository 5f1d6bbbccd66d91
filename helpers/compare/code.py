"""What a function does, as a text that is the same in every process.

That is its bytecode with its constants, what it closes over, and the plain values,
functions and classes of its own module that it uses. So comments, names of files and
the place in one don't matter.
"""

import dis
import functools
import re
import types
from hashlib import sha256

import numpy as np

PLAIN = str | bytes | bool | int | float | complex | type(None)

LIBRARIES = {
    "builtins", "jax", "keras", "numpy", "pandas", "scipy", "tensorflow", "torch",
}  # fmt: skip
NOT = {"__doc__", "__firstlineno__", "__module__", "__static_attributes__"}


def of_code(function, seen=None):
    """Return a text that stands for what a function, class or method does.

    ``seen`` lists what has been told already: functions may call one another.
    """
    seen = [] if seen is None else seen
    function = getattr(function, "__func__", function)
    if function in seen:
        return f"{function.__qualname__} as told"
    seen.append(function)
    if isinstance(function, type):
        methods = sorted(vars(function).items())
        named = [(name, own_code(value)) for name, value in methods]
        return " ".join(
            f"{name} {plain(value, seen)}" for name, value in named if name not in NOT
        )
    code = getattr(function, "__code__", None)
    if code is None:
        seen.pop()
        return plain(function, seen)
    cells = zip(code.co_freevars, function.__closure__ or (), strict=True)
    inputs = [function.__defaults__, function.__kwdefaults__]
    inputs += [content(cell) for _, cell in cells]
    used = [of_global(function, name, seen) for name in global_names(code)]
    return (
        f"{of_bytecode(code, seen)} {[plain(value, seen) for value in inputs]} {used}"
    )


def of_global(function, name, seen):
    """Return a text for what a function finds under a global name.

    Plain values, and what the same module defines; the rest by its name alone.
    """
    value = function.__globals__.get(name)
    if isinstance(value, types.FunctionType | type):
        if value.__module__ == function.__module__:
            return f"{name} {plain(value, seen)}"
    elif isinstance(value, PLAIN | np.ndarray | tuple | list | dict | set | frozenset):
        return f"{name} {plain(value, seen)}"
    return name


def own_code(value):
    """Return the function behind a method, a class method or a property."""
    if isinstance(value, property):
        return value.fget
    return getattr(value, "__func__", value)


def content(cell):
    """Return what a cell of a closure holds, or None if it is empty yet."""
    try:
        return cell.cell_contents
    except ValueError:
        return None


def global_names(code):
    """Return the global names that a code object uses, and those within it."""
    steps = dis.get_instructions(code)
    found = {step.argval for step in steps if step.opname == "LOAD_GLOBAL"}
    inner = [global_names(c) for c in code.co_consts if isinstance(c, types.CodeType)]
    return sorted(found.union(*inner))


def of_bytecode(code, seen=None):
    """Return the instructions of a code object as a text, without line numbers."""
    steps = dis.get_instructions(code)
    return "; ".join(f"{step.opname} {plain(step.argval, seen)}" for step in steps)


def plain(value, seen=None):
    """Return a value as a text without an address in memory, in an order that stays."""
    if isinstance(value, PLAIN):
        return repr(value)
    if isinstance(value, types.CodeType):
        return of_bytecode(value, seen)
    if isinstance(value, np.ndarray):
        return of_arrays([value])
    if isinstance(value, set | frozenset):
        return f"set {sorted(plain(item, seen) for item in value)}"
    if isinstance(value, dict):
        items = sorted((str(key), plain(item, seen)) for key, item in value.items())
        return f"dict {items}"
    if isinstance(value, tuple | list):
        return f"{type(value).__name__} {[plain(item, seen) for item in value]}"
    if isinstance(value, types.FunctionType | types.MethodType | type):
        if is_library(value):
            return f"{value.__module__}.{value.__qualname__}"
        return of_code(value, seen)
    if isinstance(value, types.ModuleType):
        return value.__name__
    if isinstance(value, functools.partial):
        return plain([value.func, value.args, value.keywords], seen)
    return re.sub(" at 0x[0-9a-fA-F]+", "", repr(value))


def is_library(thing):
    """Return whether a function or class is one of an installed package."""
    package = (thing.__module__ or "builtins").partition(".")[0]
    return package in LIBRARIES


def of_arrays(arrays):
    """Return a text that stands for arrays, by all of their bytes."""
    found = [np.asarray(array) for array in arrays]
    return " ".join(
        f"{array.dtype} {array.shape} {sha256(array.tobytes()).hexdigest()}"
        for array in found
    )
