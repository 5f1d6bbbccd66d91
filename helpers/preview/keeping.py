"""Put back what a block has changed: all that can be reached from some objects.

A callback keeps lists, counters, random numbers and open files, in its attributes or in
what its functions refer to. All of that is remembered in its place: two callbacks that
share a list go on sharing it, and a function finds the variables of its notebook. Of a
Keras model, layer, metric or optimizer, variables and attributes are remembered.
"""

import functools
import inspect
import io
import itertools
import random
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from types import FunctionType, MethodType, ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from helpers.keras_import import keras
from helpers.preview.open_files import send_nowhere
from helpers.preview.ownership import is_own
from helpers.preview.random_states import keep_random_states

__all__ = ["kept"]

LARGEST = 100_000_000  # bytes of an array that is remembered
KERAS_PARTS = (keras.Layer, keras.optimizers.Optimizer, keras.metrics.Metric)
ATOMS = (str, bytes, int, float, complex, type(None), type, ModuleType)


@contextmanager
def kept(*roots: Any) -> Iterator[None]:
    """Put back, when the block ends, what can be reached from the objects.

    The random states of Python, NumPy and Keras are put back too. What is written to an
    open file goes nowhere. Not put back: arrays above 100 MB, what objects of other
    libraries hold, what ``tf.random`` has drawn, and what lies outside of Python.

    >>> notes = {"rates": [0.1]}
    >>> with kept(notes):
    ...     notes["rates"].append(0.2)
    >>> notes
    {'rates': [0.1]}
    """
    with ExitStack() as undo:
        keep_random_states(undo)
        memory = _Memory(undo)
        for root in roots:
            memory.see(root)
        yield


class _Memory:
    """What has been seen; ``undo`` puts it back."""

    def __init__(self, undo: ExitStack) -> None:
        self.undo = undo
        self.seen: dict[int, Any] = {}

    def see(self, thing: Any) -> None:
        """Remember a thing and all that it leads to, each once."""
        waiting = [thing]
        while waiting:
            thing = waiting.pop()
            if not isinstance(thing, ATOMS) and id(thing) not in self.seen:
                self.seen[id(thing)] = thing  # held, so that no other gets its id
                waiting.extend(self.remember(thing))

    def remember(self, thing: Any) -> Iterable[Any]:
        """Arrange for one thing to be put back; return what it leads to."""
        if isinstance(thing, tuple | frozenset):
            return thing
        if isinstance(thing, list | dict | set | deque):
            return self.container(thing)
        if isinstance(thing, np.ndarray):
            return self.array(thing)
        if isinstance(thing, FunctionType | MethodType | functools.partial):
            return self.function(thing)
        if hasattr(type(thing), "assign") and hasattr(type(thing), "numpy"):
            self.undo.callback(thing.assign, np.array(thing.numpy()))
            if type(thing).__module__.startswith("keras."):  # may it be trained?
                self.attributes(thing)
        elif isinstance(thing, random.Random):
            self.undo.callback(thing.setstate, thing.getstate())
        elif isinstance(thing, np.random.Generator):
            bits = thing.bit_generator
            self.undo.callback(setattr, bits, "state", bits.state)
        elif isinstance(thing, io.IOBase):
            send_nowhere(thing, self.undo)
        elif isinstance(thing, KERAS_PARTS):
            return self.part_of_keras(thing)
        elif isinstance(thing, keras.callbacks.Callback | SimpleNamespace) or is_own(
            type(thing).__module__
        ):
            return self.own_object(thing)
        return ()

    def container(self, thing: Any) -> list[Any]:
        """Remember what a list, dict, set or deque holds."""
        before = thing.copy()

        def put_back() -> None:
            if not _holds_the_same(thing, before):
                thing.clear()
                (thing.extend if hasattr(thing, "extend") else thing.update)(before)

        self.undo.callback(put_back)
        return list(before.values() if isinstance(before, dict) else before)

    def array(self, thing: Any) -> Iterable[Any]:
        """Remember the numbers of an array that can be written to."""
        if thing.flags.writeable and thing.nbytes <= LARGEST:
            self.undo.callback(np.copyto, thing, thing.copy())
        return thing.ravel().tolist() if thing.dtype == object else ()

    def function(self, thing: Any) -> list[Any]:
        """Remember what a function refers to."""
        if isinstance(thing, functools.partial):
            return [thing.func, *thing.args, *thing.keywords.values()]
        if isinstance(thing, MethodType):
            return [thing.__self__, thing.__func__]
        if not is_own(thing.__module__):
            return []
        found = inspect.getclosurevars(thing)
        self.undo.callback(thing.__globals__.update, found.globals)
        cells = thing.__closure__ or ()
        for name, cell in zip(thing.__code__.co_freevars, cells, strict=True):
            if name in found.nonlocals:  # a name without a value has no contents
                value, later = _twice(cell.cell_contents)
                self.undo.callback(setattr, cell, "cell_contents", later)
                cell.cell_contents = value
        return [*found.globals.values(), *found.nonlocals.values()]

    def own_object(self, thing: Any) -> list[Any]:
        """Remember the attributes of an object, and what its methods refer to."""
        own = [kind for kind in type(thing).__mro__ if is_own(kind.__module__)]
        members = [member for kind in own for member in vars(kind).values()]
        return [
            *self.attributes(thing),
            *(member for member in members if isinstance(member, FunctionType)),
        ]

    def attributes(self, thing: Any) -> list[Any]:
        """Remember which attributes an object has; iterators are begun again."""
        now = vars(thing) if hasattr(thing, "__dict__") else {}
        before = {}
        for name, value in now.items():
            now[name], before[name] = _twice(value)

        def put_back() -> None:
            for name in now.keys() - before.keys():
                del now[name]
            now.update(before)

        self.undo.callback(put_back)
        return list(now.values())

    def part_of_keras(self, thing: Any) -> list[Any]:
        """Remember a model, layer, metric or optimizer."""
        held = self.attributes(thing)
        for value in held:
            if type(value) in (list, dict, set):
                self.container(value)
        parts = [value for value in held if isinstance(value, KERAS_PARTS)]
        inner = (getattr(thing, name, ()) for name in ("layers", "metrics"))
        return [*thing.variables, *parts, *itertools.chain(*inner)]


def _holds_the_same(thing: Any, before: Any) -> bool:
    """Tell whether a container holds the very same objects in the same order."""
    both = [thing, before]
    if isinstance(thing, dict):
        both = [itertools.chain(*one.items()) for one in both]
    elif isinstance(thing, set):
        return bool(thing == before)
    pairs = itertools.zip_longest(*both, fillvalue=both)
    return all(one is other for one, other in pairs)


def _twice(value: Any) -> tuple[Any, Any]:
    """Return the value for the block and for after it: they differ for iterators."""
    plain = type(value).__module__ in ("builtins", "itertools")
    if plain and isinstance(value, Iterator):
        now, later = itertools.tee(value)
        return now, later
    return value, value
