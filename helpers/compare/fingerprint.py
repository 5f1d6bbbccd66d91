"""What a function does, as a text that is the same in every process.

That is its bytecode with its constants, what it closes over, and the plain values,
arrays, functions, classes and objects that it uses, if they are not a library's. So
comments, names of files and the place in one don't matter. A library's own objects are
told by their name, or by what they show of themselves.
"""

import dis
import functools
import inspect
import re
import sys
import sysconfig
import types
from hashlib import sha256
from pathlib import Path

import numpy as np

PLAIN = str | bytes | bool | int | float | complex | type(None)
INSTALLED = {"site-packages", "dist-packages"}
STANDARD = Path(sysconfig.get_path("stdlib")).resolve()
NOT = {
    "__dict__", "__doc__", "__firstlineno__", "__module__", "__static_attributes__",
    "__weakref__",
}  # fmt: skip


def of_code(function, seen=None):
    """Return a text that stands for what a function, class or object does.

    ``seen`` lists what has been told already: functions may call one another.
    """
    seen = [] if seen is None else seen
    function = unwrapped(function)
    if isinstance(function, types.MethodType):
        holder = function.__self__
        return f"{of_code(function.__func__, seen)} of {plain(holder, seen)}"
    if not isinstance(function, types.FunctionType | type):
        return plain(function, seen)
    if any(function is one for one in seen):
        return f"{function.__qualname__} as told"
    seen.append(function)
    if isinstance(function, type):
        own = [one for one in function.__mro__ if not is_library(one)]
        methods = [item for one in own for item in sorted(vars(one).items())]
        named = [(name, own_code(value)) for name, value in methods]
        return " ".join(
            f"{name} {plain(value, seen)}" for name, value in named if name not in NOT
        )
    code = function.__code__
    cells = zip(code.co_freevars, function.__closure__ or (), strict=True)
    inputs = [function.__defaults__, function.__kwdefaults__]
    inputs += [content(cell) for _, cell in cells]
    used = [of_global(function, name, seen) for name in global_names(code)]
    return (
        f"{of_bytecode(code, seen)} {[plain(value, seen) for value in inputs]} {used}"
    )


def unwrapped(function):
    """Return what a decorator, ``tf.function`` among them, was put around."""
    function = getattr(function, "python_function", function)
    return inspect.unwrap(function) if callable(function) else function


def of_global(function, name, seen):
    """Return a text for what a function finds under a global name.

    Of a module of the reader's own, that is what is used of it; a library's things are
    told by their name alone.
    """
    value = function.__globals__.get(name)
    if isinstance(value, types.ModuleType) and not is_own_module(value):
        return name
    if isinstance(value, types.ModuleType):
        used = sorted({*function.__code__.co_names} & {*vars(value)})
        return f"{name} {[plain(getattr(value, one), seen) for one in used]}"
    told = isinstance(value, PLAIN | tuple | list | dict | set | frozenset)
    told = told or is_numbers(value) or not is_library(unwrapped(value))
    return f"{name} {plain(value, seen)}" if told else name


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
    seen = [] if seen is None else seen
    value = unwrapped(value)
    if isinstance(value, PLAIN):
        return repr(value)
    if isinstance(value, types.CodeType):
        return of_bytecode(value, seen)
    if is_numbers(value):
        return of_arrays([value])
    if isinstance(value, set | frozenset):
        return f"set {sorted(plain(item, seen) for item in value)}"
    if isinstance(value, dict):
        items = sorted((str(key), plain(item, seen)) for key, item in value.items())
        return f"dict {items}"
    if isinstance(value, tuple | list):
        return f"{type(value).__name__} {[plain(item, seen) for item in value]}"
    if isinstance(value, functools.partial):
        return plain([value.func, value.args, value.keywords], seen)
    if isinstance(value, types.MethodType):
        return of_code(value, seen)
    if isinstance(value, types.FunctionType | type):
        if is_library(value):
            return f"{value.__module__}.{value.__qualname__}"
        return of_code(value, seen)
    if isinstance(value, types.ModuleType):
        return value.__name__
    if not is_library(value) and hasattr(value, "__dict__"):
        if any(value is one for one in seen):
            return f"{type(value).__qualname__} as told"
        seen.append(value)
        return f"{of_code(type(value), seen)} with {plain(vars(value), seen)}"
    return re.sub(" at 0x[0-9a-fA-F]+", "", repr(value))


def is_numbers(value):
    """Return whether something is an array, a number of NumPy, or a tensor."""
    return hasattr(value, "__array__") and hasattr(value, "dtype")


def is_library(thing):
    """Return whether a function, a class or an object's class is not a reader's own."""
    if not isinstance(thing, types.FunctionType | types.BuiltinFunctionType | type):
        thing = type(thing)
    name = thing.__module__ or "builtins"
    module = sys.modules.get(name)
    return name != "__main__" and module is not None and not is_own_module(module)


def is_own_module(module):
    """Return whether a module belongs neither to Python nor to what is installed."""
    if module.__name__ in sys.builtin_module_names:
        return False
    file = getattr(module, "__file__", None)
    if file is None:  # it was made by hand, or by a notebook
        return getattr(module, "__path__", None) is None
    path = Path(file).resolve()
    return not INSTALLED & {*path.parts} and STANDARD not in path.parents


def of_arrays(arrays):
    """Return a text that stands for arrays, by all of their bytes."""
    found = [np.asarray(array) for array in arrays]
    return " ".join(
        f"{array.dtype} {array.shape} {sha256(array.tobytes()).hexdigest()}"
        for array in found
    )
