"""What a digest notices, and what it does not."""

import functools
import importlib
import itertools
import os
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest

import helpers
from helpers.compare.fingerprint import fingerprint, stable_repr
from helpers.compare.identity import visible_data
from helpers.keras_import import keras
from tests.helpers.compare.stand_in import Batches, OtherCall, Own

# isort: split
import tensorflow as tf


def test_a_layer_may_be_called_as_a_setting_or_an_activation_is():
    def model(*names):
        softmax = keras.layers.Softmax(name=names[0])
        relu = keras.layers.Dense(3, "softmax")
        inputs = keras.Input((4, 3))
        x = keras.layers.GRU(2)(keras.layers.Dropout(0.1, name=names[1])(inputs))
        return keras.Model(inputs, softmax(relu(x)))

    told = [
        stable_repr(model(*names))
        for names in (("softmax", "dropout"), ("softmax_1", "dropout_1"))
    ]
    assert told[0] == told[1]


ROOT = Path(helpers.__file__).parents[1]


@pytest.mark.slow
def test_code_is_told_alike_in_every_process():
    program = (
        "import runpy, numpy\n"
        f"path = {stable_repr.__code__.co_filename!r}\n"
        "stable_repr = runpy.run_path(path)['stable_repr']\n"
        "kept = {'b', 'a', 'c'}\n"
        "labels, number = numpy.array(['a', None]), numpy.float32\n"
        "def inner(x, kinds=frozenset('abc')):\n"
        "    return x in {'x', 'y', 'z'} or x in kept or outer(labels, number)\n"
        "def outer(x, plain=object()):\n"
        "    return [inner(y) for y in x]\n"
        "print(stable_repr(outer))\n"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert "'kept': set('a', 'b', 'c')" in told[0]
    assert " at 0x" not in told[0]


def test_code_is_told_apart_by_what_it_uses():
    def power(number, more=0):
        return lambda x: x**number + more

    assert stable_repr(power(2)) == stable_repr(power(2))
    assert stable_repr(power(2)) != stable_repr(power(3))
    assert stable_repr(power(np.ones(2))) != stable_repr(power(np.zeros(2)))
    assert stable_repr(Own) != stable_repr(OtherCall)


class Power:
    def __init__(self, number):
        self.number = number

    def __call__(self, true, predicted):
        return keras.ops.mean(keras.ops.abs(true - predicted) ** self.number)


def module_of(text):
    module = types.ModuleType("of_the_reader")
    exec(text, vars(module))
    return module


def loss_with(weights):
    """A loss that reads a global, as one does that was written in a notebook."""
    text = "def loss(true, predicted):\n    return WEIGHTS * (true - predicted)\n"
    module = module_of(text)
    module.WEIGHTS = weights
    return module.loss


def loss_by(text, called="own.part"):
    module = module_of(f"def loss(true, predicted):\n    return {called}(true)\n")
    module.own = module_of(text)
    return module.loss


def times(number):
    def decorator(function):
        @functools.wraps(function)
        def multiplied(*arguments):
            return number * function(*arguments)

        return multiplied

    return decorator


def order_of(number):
    names = "true, predicted" if number > 1 else "predicted, true"
    return module_of(f"def loss({names}):\n    return true / predicted\n").loss


def layer_on(number):
    class Base(keras.layers.Layer):
        def call(self, inputs):
            return number * inputs

    class Mine(Base):
        pass

    return Mine


class Scaled(Batches):
    def __init__(self, scale):
        super().__init__(2)
        self.scale = scale


TOLD_APART = {
    "an object that can be called": Power,
    "a method of it": lambda number: Power(number).__call__,
    "a function of TensorFlow": lambda n: tf.function(lambda a, b: n * (a - b)),
    "a global tensor": lambda number: loss_with(tf.constant([1.0, number])),
    "a global number of NumPy": lambda number: loss_with(np.float32(number)),
    "a function of another module": lambda number: loss_by(
        f"def part(x):\n    return {number} * x"
    ),
    "a base class": layer_on,
    "a base class of a library": lambda number: type(
        "Mine", (keras.layers.Dense if number > 1 else keras.layers.Layer,), {}
    ),
    "a decorator": lambda number: times(number)(Power(1)),
    "the order of the parameters": order_of,
    "a module that an inner function uses": lambda number: loss_by(
        f"def part(x):\n    return {number} * x", called="(lambda x: own.part(x))"
    ),
    "which of two functions": lambda number: [Own, Power, Power if number > 1 else Own],
}


@pytest.mark.parametrize("kind", TOLD_APART)
def test_what_a_reader_wrote_is_told_apart_however_it_is_packed(kind):
    make = TOLD_APART[kind]
    assert stable_repr(make(1.0)) == stable_repr(make(1.0))
    assert stable_repr(make(1.0)) != stable_repr(make(2.0))


def closing_over(thing):
    return lambda x: thing(x)


def loss_after(lines):
    """A loss whose class stands after some lines that change nothing."""
    within = "    class Two:\n        half = 1\n    return Two.half * true\n"
    return module_of(f"def loss(true, predicted):\n{lines}{within}").loss


NOT_TOLD_APART = {
    "a comment, and the place in a file": lambda n: loss_after("    # 1\n" * int(n)),
    "a docstring": lambda number: loss_after(f"    'By {number}.'\n"),
    "the name that Keras gives a layer": lambda _: closing_over(keras.layers.Dense(2)),
    "the state of a library's object": lambda n: loss_with(itertools.count(int(n))),
    "the address of an object": lambda _: closing_over(object()),
}


@pytest.mark.parametrize("kind", NOT_TOLD_APART)
def test_what_changes_nothing_is_not_noticed(kind):
    make = NOT_TOLD_APART[kind]
    assert stable_repr(make(1.0)) == stable_repr(make(2.0))


def test_batches_of_a_class_of_ones_own_are_told_apart_by_their_settings():
    assert fingerprint(visible_data(Scaled(1))) == fingerprint(visible_data(Scaled(1)))
    assert fingerprint(visible_data(Scaled(1))) != fingerprint(visible_data(Scaled(2)))


class Lazy:
    """Is imported when it is used, as Keras has some modules, and is not there."""

    def __getattr__(self, name):
        raise ImportError("this requires another module")


def test_what_is_imported_when_it_is_used_is_not_used():
    made = loss_with(Lazy())
    assert stable_repr(made) == stable_repr(loss_with(Lazy()))


def test_what_pip_has_put_into_any_folder_is_a_librarys(tmp_path, monkeypatch):
    for name in ("installed", "written"):
        (tmp_path / f"{name}_here.py").write_text("def loss(a, b):\n    return a - b\n")
    noted = tmp_path / "installed-1.0.dist-info"
    noted.mkdir()
    (noted / "METADATA").write_text("Name: installed\nVersion: 1.0\n")
    (noted / "RECORD").write_text("installed_here.py,,\n")
    monkeypatch.syspath_prepend(tmp_path)
    by_name, by_code = (
        stable_repr(importlib.import_module(f"{name}_here").loss)
        for name in ("installed", "written")
    )
    assert by_name == "installed_here.loss"
    assert by_code != "written_here.loss"
