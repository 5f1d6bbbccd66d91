"""A digest of functions, classes, objects and arrays, by what they do and hold.

It follows what a reader has written: bytecode, constants, closures, and the globals in
use. What a library brings is known by its name, its settings or its ``repr``.

Ready-made digests were tried. Those of cloudpickle and dask differ when a comment is
added, and from process to process; joblib's refuses a lambda; ``inspect.getsource``
sees neither closures nor globals.
"""

import dis
import functools
import inspect
import re
import types
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import numpy as np

from helpers.own_code import is_library, is_own_module

__all__ = ["fingerprint", "pieces", "stable_repr"]

PLAIN = (str, bytes, int, float, complex, types.NoneType)
CONTAINERS = (dict, list, tuple, set, frozenset)
NAMED = (types.FunctionType, types.BuiltinFunctionType, types.ModuleType, type)
PIECE = 2**26  # bytes
GLOBAL_LOADS = {"LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS"}
PLACES = {  # what Python notes in a class or its body, though it changes nothing
    "__dict__", "__doc__", "__firstlineno__", "__module__", "__name__", "__qualname__",
    "__static_attributes__", "__weakref__",
}  # fmt: skip


def fingerprint(*things: Any) -> str:
    """Return a digest of things, 16 hexadecimal digits."""
    return sha256(stable_repr(things).encode()).hexdigest()[:16]


def stable_repr(thing: Any, seen: list[Any] | None = None) -> str:
    """Return a text that is the same in every process, and for the same behaviour.

    ``seen`` lists what is in the text already: functions may call one another.
    """
    seen = [] if seen is None else seen
    if isinstance(thing, PLAIN):
        return repr(thing)
    if isinstance(thing, types.ModuleType):
        return thing.__name__
    if is_numbers(thing):
        array = thing if isinstance(thing.dtype, np.dtype) else np.asarray(thing)
        if array.dtype.hasobject:  # its bytes are addresses
            return stable_repr(np.asarray(array).tolist(), seen)
        return f"{array.dtype} {array.shape} {digest_of_rows(array)}"
    if isinstance(thing, dict):
        keys = sorted(thing, key=str)
        items = [f"{str(key)!r}: {stable_repr(thing[key], seen)}" for key in keys]
        return f"dict({', '.join(items)})"
    if isinstance(thing, set | frozenset):
        items = sorted(stable_repr(item, [*seen]) for item in thing)
        return f"set({', '.join(items)})"
    if isinstance(thing, tuple | list):
        items = [stable_repr(item, seen) for item in thing]
        return f"{type(thing).__name__}({', '.join(items)})"
    for number, one in enumerate(seen):
        if thing is one:
            return f"as number {number}"
    held = contents(thing)
    if held is None:
        if isinstance(thing, NAMED):
            return f"{thing.__module__}.{thing.__qualname__}"
        return re.sub(" at 0x[0-9a-fA-F]+", "", repr(thing))
    if hasattr(thing, "__dict__"):
        seen.append(thing)
    return f"{type(thing).__name__}({stable_repr(held, seen)})"


def digest_of_rows(array: Any) -> str:
    """Return a digest of the bytes of an array, which may be larger than memory."""
    digest = sha256()
    for piece in pieces(array):
        digest.update(np.ascontiguousarray(piece).reshape(-1).view("uint8").data)
    return digest.hexdigest()


def pieces(array: Any) -> Iterator[np.ndarray]:
    """Yield an array by its rows, in pieces of a moderate size.

    So an array in a file, or half as large as the memory, is read once and not copied.

    >>> [piece.shape for piece in pieces(np.zeros((3, 2)))]
    [(3, 2)]
    """
    if not array.shape:
        yield np.asarray(array)
        return
    row = array.dtype.itemsize * int(np.prod(array.shape[1:], dtype=np.int64))
    rows = max(1, PIECE // max(1, row))
    for start in range(0, max(1, len(array)), rows):
        yield np.asarray(array[start : start + rows])


def contents(thing: Any) -> Any:
    """Return what a thing consists of, or None if its name has to do."""
    match thing:
        case types.CodeType():
            return inspect.getargs(thing), [(s.opname, s.argval) for s in steps(thing)]
        case types.CellType():
            return thing.cell_contents if thing != types.CellType() else "empty"
        case types.MethodType():
            return thing.__func__, thing.__self__
        case functools.partial():
            return thing.func, thing.args, thing.keywords
        case property():
            return thing.fget, thing.fset
        case _ if hasattr(type(thing), "get_config"):
            from helpers.compare.settings import keras_contents  # imports Keras

            return keras_contents(thing)
        case _ if is_library(thing):
            wrapped = inspect.getattr_static(thing, "__wrapped__", None)
            return None if isinstance(thing, types.FunctionType | type) else wrapped
        case types.FunctionType():
            inputs = thing.__defaults__, thing.__kwdefaults__, thing.__closure__
            return thing.__code__, inputs, used_globals(thing)
        case type():
            return [
                one if is_library(one) else {**vars(one), **dict.fromkeys(PLACES)}
                for one in thing.__mro__
            ]
        case _ if hasattr(thing, "__dict__"):
            return type(thing), vars(thing)
    return None


def steps(code: types.CodeType) -> Iterator[dis.Instruction]:
    """Yield the instructions but for those that note where a class was written."""
    found = [*dis.get_instructions(code)]
    for step, after in zip(found, [*found[1:], None], strict=True):
        if after is None or after.opname != "STORE_NAME" or after.argval not in PLACES:
            yield step


def used_globals(function: types.FunctionType) -> dict[str, Any]:
    """Return what a function finds under the global names that it uses.

    Of a module of the reader's own that is what the function uses of it.
    """
    codes = [*code_and_inner(function.__code__)]
    loaded = [step for code in codes for step in dis.get_instructions(code)]
    names = {step.argval for step in loaded if step.opname in GLOBAL_LOADS}
    found = {name: function.__globals__.get(name) for name in names - PLACES}
    attributes = {name for code in codes for name in code.co_names}
    for name, value in found.items():
        if isinstance(value, types.ModuleType) and is_own_module(value):
            found[name] = {one: vars(value)[one] for one in attributes & {*vars(value)}}
        elif has_only_repr(value):  # which may change, as that of a thread does
            found[name] = type(value)
    return found


def code_and_inner(code: types.CodeType) -> Iterator[types.CodeType]:
    """Yield a code object, and those of the functions within it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from code_and_inner(constant)


def has_only_repr(thing: Any) -> bool:
    """Return whether nothing but its ``repr`` tells what an object is."""
    if isinstance(thing, (*PLAIN, *CONTAINERS, *NAMED)) or is_numbers(thing):
        return False
    return contents(thing) is None


def is_numbers(thing: Any) -> bool:
    """Return whether something is an array, a number of NumPy, or a tensor.

    Its class is asked first: a module that is imported when it is used, as Keras has
    some, would be imported by the question.
    """
    return hasattr(type(thing), "__array__") and hasattr(thing, "dtype")
