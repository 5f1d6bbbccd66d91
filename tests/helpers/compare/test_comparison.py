"""What a comparison does without training: arguments, columns, stages, file, words."""

import itertools
import math
import os
import re
import sqlite3
import subprocess
import sys
import time
import types

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import psutil
import pytest

from helpers.compare import (
    STANDARD_ARMS,
    Comparison,
    draw_differences,
    draw_valleys,
    identity,
    local,
    peaks,
    stages,
)
from helpers.compare.arms import column
from helpers.compare.datasets import number_of_batches
from helpers.compare.fingerprint import of_code
from helpers.compare.plan import Plan
from helpers.compare.recipe import looks
from helpers.compare.results import Results, tables
from helpers.compare.store import Store, started
from helpers.compare.training import Training
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.schedules import cosine, table
from helpers.verdicts import detectable, interval

# isort: split
import tensorflow as tf

pytestmark = pytest.mark.slow

X = np.random.default_rng(0).normal(size=(24, 3)).astype("float32")
Y = X.sum(1, keepdims=True)
PEAKS = (0.001, 0.01, 0.1)


def model(seed, width=2, activation="relu", start="glorot_uniform"):
    layer = keras.layers.Dense(width, activation, kernel_initializer=start)
    return keras.Sequential([keras.Input((3,)), layer, keras.layers.Dense(1)])


def comparison(tmp_path=None, **changed):
    given = {
        "model": model,
        "train": (X, Y),
        "validation": (X, Y),
        "loss": "mse",
        "updates": 4,
        "peaks": PEAKS,
        "arms": {"constant": [1, 1, 1, 1], "falling": [1, 0.5, 0.2, 0]},
        "tuning_seeds": 2,
        "pairs": 3,
    }
    if tmp_path is not None:
        given["file"] = str(tmp_path / "kept.sqlite")
    return Comparison(**given | changed)


# ---- arguments


def numbers(seed):
    return 3


WRONG = {
    "model": (3, TypeError, "model = 3 must be a function"),
    "a model itself": (
        {"model": keras.Sequential([keras.layers.Dense(1)])},
        TypeError,
        "model = .* must be a function of the seed",
    ),
    "train": (3, TypeError, "train = 3 must be arrays"),
    "train without y": ({"train": X}, TypeError, "train is one array"),
    "train with a gap": (
        {"train": (X, np.where(np.arange(len(Y)) == 3, np.nan, Y.T).T)},
        ValueError,
        "train has nan at",
    ),
    "train of one part": ({"train": (X,)}, ValueError, "train has 1 parts"),
    "train without rows": (
        {"train": (X[:0], Y[:0])},
        ValueError,
        r"arrays of \[0\] rows",
    ),
    "train of lists": ({"train": (X, [1, 2])}, TypeError, "train has 1 where an array"),
    "train that ends": ({"train": (a for a in X)}, TypeError, "train .* once only"),
    "train of a map": ({"train": map(abs, X)}, TypeError, "train .* once only"),
    "unequal": ({"train": (X, Y[:5])}, ValueError, r"train has arrays of \[5, 24\]"),
    "weights": ({"train": (X, Y, Y[:5])}, ValueError, r"train .* \[5, 24\]"),
    "validation": (None, TypeError, "validation = None must be arrays"),
    "endless validation": (
        {"validation": tf.data.Dataset.from_tensors((X, Y)).repeat()},
        ValueError,
        "validation has no end",
    ),
    "test": (3, TypeError, "test = 3 must be arrays"),
    "loss": (3, TypeError, "loss = 3 must be a name"),
    "unknown loss": ({"loss": "msee"}, ValueError, "loss = 'msee' must be a name"),
    "arms": ([cosine], TypeError, "arms = .* must be a dict"),
    "one arm": ({"arms": {"a": cosine}}, ValueError, "must be two or more"),
    "name of an arm": ({"arms": {1: cosine, "b": cosine}}, TypeError, "the name 1"),
    "text as arm": ({"arms": {"a": cosine, "b": "c"}}, TypeError, r"arms\['b'\] = 'c'"),
    "negative rate": (
        {"arms": {"a": cosine, "b": [1, -1]}},
        ValueError,
        r"arms\['b'\]\[1\] = -1 must be finite",
    ),
    "epochs": ({"epochs": 2.5, "updates": None}, TypeError, "epochs = 2.5 must be"),
    "no epochs": ({"epochs": 0, "updates": None}, ValueError, "epochs = 0 must be"),
    "both": ({"epochs": 1}, ValueError, "epochs = 1, updates = 4: give one of the two"),
    "neither": ({"updates": None}, ValueError, "give one of the two"),
    "updates": (-1, ValueError, "updates = -1 must be from 1"),
    "optimizer": (3, TypeError, "optimizer = 3 must be a function"),
    "unknown optimizer": ({"optimizer": "adm"}, ValueError, "optimizer = 'adm' must"),
    "made optimizer": (
        {"optimizer": keras.optimizers.Adam()},
        TypeError,
        "optimizer = .* must be a function",
    ),
    "judge": ({"judge": 3, "less_is_better": True}, TypeError, "judge = 3 must be"),
    "a metric itself": (
        {"judge": keras.metrics.MeanAbsoluteError(), "less_is_better": True},
        TypeError,
        "MeanAbsoluteError, without brackets",
    ),
    "unknown judge": (
        {"judge": "acuracy", "less_is_better": False},
        ValueError,
        "judge = 'acuracy' must be a name",
    ),
    "no direction": ({"judge": "mae"}, TypeError, "less_is_better = None must be"),
    "direction": ({"less_is_better": False}, ValueError, "less_is_better = False"),
    "batch_size": (0, ValueError, "batch_size = 0 must be from 1"),
    "peaks": ((0.1, 0.2), ValueError, "peaks = .* three rates or more"),
    "zero as peak": ({"peaks": (0, 1, 2)}, ValueError, r"peaks\[0\] = 0 must be above"),
    "text as peak": ({"peaks": ("a", 1, 2)}, TypeError, r"peaks\[0\] = 'a' must be"),
    "order of peaks": ({"peaks": (1, 3, 2)}, ValueError, "must rise"),
    "tuning_seeds": (1001, ValueError, "tuning_seeds = 1001 must be from 1 to 1000"),
    "pairs": (1, ValueError, "pairs = 1 must be from 2"),
    "compile_options": ([], TypeError, r"compile_options = \[\] must be a dict"),
    "an argument's option": (
        {"compile_options": {"loss": "mse"}},
        ValueError,
        "compile_options has 'loss', but that is an argument of its own",
    ),
    "file": (3, TypeError, "file = 3 must be the name of a file"),
    "file in no folder": (
        {"file": "nowhere/kept.sqlite"},
        ValueError,
        "folder 'nowhere' is missing",
    ),
    "model of nothing": (
        {"model": lambda: None},
        TypeError,
        "model = .* must be a function of the seed",
    ),
    "arm of one argument": (
        {"arms": {"a": cosine, "b": lambda peak: peak}},
        TypeError,
        r"arms\['b'\] = .* must be a function of the peak and the number of updates",
    ),
    "a number as arm": (
        {"arms": {"a": cosine, "b": 0.1}},
        TypeError,
        r"arms\['b'\] = 0.1 must be",
    ),
    "a callback as arm": (
        {"arms": {"a": cosine, "b": keras.callbacks.ReduceLROnPlateau()}},
        TypeError,
        r"arms\['b'\] = .* must be a function of the peak",
    ),
    "labels as texts": (
        {"train": (X, np.full(len(X), "cat"))},
        TypeError,
        "train has an array of <U3",
    ),
    "judge of the history": (
        {"judge": "val_mae", "less_is_better": True},
        ValueError,
        "without val_: 'mae'",
    ),
    "a merit as an error": (
        {"judge": "accuracy", "less_is_better": True},
        ValueError,
        "less_is_better = True, but more of accuracy is better",
    ),
    "an error as a merit": (
        {"judge": keras.metrics.MeanSquaredError, "less_is_better": False},
        ValueError,
        "less_is_better = False, but less of MeanSquaredError is better",
    ),
    "name": (3, TypeError, "name = 3 must be a text"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_argument_is_named_with_what_is_allowed(case):
    value, error, message = WRONG[case]
    changed = value if isinstance(value, dict) else {case: value}
    with pytest.raises(error, match=message):
        comparison(**changed)


def refused(tmp_path, **changed):
    with pytest.raises((ValueError, TypeError)) as found:
        comparison(tmp_path, **changed).run()
    return str(found.value)


ENDLESS = tf.data.Dataset.from_tensor_slices((X, Y)).batch(8).repeat()
KEPT, COUNT = model(0), itertools.count()
SHARED = keras.layers.Dense(2)
LATER = {  # what only shows when the run begins, before the first training
    "model(0) = 3 must be a Keras model": {"model": numbers},
    "the same model twice": {"model": lambda seed: KEPT},
    "other weights each time": {
        "model": lambda seed: model(
            seed, start=keras.initializers.Constant(float(next(COUNT)))
        )
    },
    "optimizer(rate) has the rate 0.001": {
        "optimizer": lambda rate: keras.optimizers.Adam(0.001)
    },
    "optimizer(rate) = 3 must be a Keras optimizer": {"optimizer": numbers},
    "epochs = 1, but nobody knows": {
        "train": ENDLESS, "epochs": 1, "updates": None
    },
    "arms['b'] has 3 rates, but the budget is 4": {
        "arms": {"a": cosine, "b": [1, 1, 1]}
    },
    "arms['b'] has no rate above 0": {"arms": {"a": cosine, "b": [0, 0, 0, 0]}},
    "arms['b'] has the same rates at the peaks 0.001 and 0.01": {
        "arms": {"a": cosine, "b": lambda peak, updates: cosine(0.01, updates)}
    },
    "in common with the model before": {
        "model": lambda seed: keras.Sequential([SHARED, keras.layers.Dense(1)])
    },
    "each y has the shape (1,), but the model gives (3,)": {
        "model": lambda seed: keras.Sequential([keras.layers.Dense(3)])
    },
}  # fmt: skip


@pytest.mark.parametrize("message", LATER)
def test_what_shows_later_is_named_before_anything_is_trained(
    message, tmp_path, monkeypatch
):
    monkeypatch.setattr(local, "carry_out", None)
    assert message in refused(tmp_path, **LATER[message])


# ---- arms, data, plan


def test_an_arm_may_be_given_in_many_ways():
    expected = table(cosine(0.1, 8), 8)
    for arm in (
        cosine,
        lambda peak, updates: TableSchedule(table(cosine(peak, updates), updates)),
        lambda peak, updates: table(cosine(peak, updates), updates),
        lambda peak, updates: cosine(peak, updates),
        cosine(3.0, 8),
        TableSchedule(table(cosine(3.0, 8), 8)),
        list(table(cosine(3.0, 8), 8)),
    ):
        assert np.allclose(column("a", arm, 0.1, 8), expected, rtol=1e-6, atol=1e-9)
    step = lambda peak, updates: lambda step: peak / (step + 1)  # noqa: E731
    assert np.allclose(column("a", step, 0.1, 3), [0.1, 0.05, 0.1 / 3])


def test_the_standard_arms_reach_the_peak_and_no_more():
    for name, arm in STANDARD_ARMS.items():
        assert column(name, arm, 0.3, 50).max() == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("data", "batches"),
    [
        ((X, Y), 3),
        (({"a": X, "b": X}, [Y]), 3),
        (tf.data.Dataset.from_tensor_slices((X, Y)).batch(7), 4),
        (ENDLESS, None),
        (tf.data.Dataset.from_generator(lambda: [1], output_types=tf.int32), None),
    ],
)
def test_the_batches_of_an_epoch_are_counted_where_that_is_known(data, batches):
    assert number_of_batches(data, 8) == batches


def test_the_epochs_to_look_after_are_even_and_end_with_the_last():
    assert looks(3) == [1, 2, 3]
    assert looks(20) == [4, 8, 12, 16, 20]
    for epochs in range(1, 40):
        found = looks(epochs)
        assert found[-1] == epochs
        assert len(set(found)) == len(found) == min(5, epochs)


def test_a_plan_is_read_as_three_lines():
    each, done = {"tuning": 2.0, "test": 3.0}, {"tuning": 10, "test": 0}
    plan = Plan(3, 5, 3, 2, 10, 400, done, each)
    assert plan.trainings == 66
    assert plan.seconds == 26 * 2.0 + 30 * 3.0
    first, second, third = str(plan).splitlines()
    assert first == (
        "66 trainings of 400 updates: 3 arms × 5 peaks × 2 seeds to tune and, between "
        "the peaks, 3 × 2; 3 arms × 10 pairs to test."
    )
    assert (
        second == "10 are finished. The others take about 2 min on this machine if it "
        "does nothing else, 3.0 s each."
    )
    assert "6 trainings more" in third


# ---- stages, with a stand-in for the training


class Trained:
    """Stands in for ``carry_out``: values by a formula, and what was trained."""

    def __init__(self, formula):
        self.formula, self.trained = formula, []

    def __call__(self, recipe, training, advanced=None, updates=None):
        self.trained.append(
            (training.stage, training.arm, training.peak, training.seed)
        )
        value = self.formula(training)
        return {
            "value": None if value is None else float(value),
            "diverged": value is None,
            "evaluations": [{"updates": 4, "val_loss": 1.0}],
            "seconds": 0.1,
        }


def valley(bottom, noise=0.01):
    """Return values with the best peak at ``bottom``; falling is better by 1."""

    def formula(training):
        scatter = noise * np.sin(training.seed * 7 + len(training.arm))
        better = training.arm == "falling"
        return (math.log10(training.peak / bottom)) ** 2 - better + scatter

    return formula


@pytest.fixture
def trained(monkeypatch):
    def begin(formula):
        stand_in = Trained(formula)
        monkeypatch.setattr(local, "carry_out", stand_in)
        return stand_in

    return begin


def test_a_best_peak_inside_the_grid_leaves_it_as_it_is(trained, tmp_path, recwarn):
    stand_in = trained(valley(0.01))
    results = comparison(tmp_path).run()
    assert not [found for found in recwarn if "peak" in str(found.message)]
    assert results.notes == []
    assert set(results.best_peak.values()) == {0.01}
    assert len(stand_in.trained) == 2 * 3 * 2 + 2 * 3
    tuning = {seed for stage, *_, seed in stand_in.trained if stage == "tuning"}
    test = {seed for stage, *_, seed in stand_in.trained if stage == "test"}
    assert (len(tuning), len(test)) == (2, 3)
    assert not tuning & test


@pytest.mark.parametrize(
    ("bottom", "peaks", "note"),
    [
        (1.0, 4 + 1, "it now goes from 0.001 to 10"),
        (1e-4, 4 + 1, "it now goes from 1e-05 to 0.1"),
        (1e9, 3 + 3, "at an edge of the grid"),
        (1e-9, 3 + 3, "at an edge of the grid"),
    ],
)
def test_a_best_peak_at_an_edge_widens_the_grid_of_all_arms(
    bottom, peaks, note, trained, tmp_path
):
    stand_in = trained(valley(bottom))
    with pytest.warns(UserWarning, match=note):
        results = comparison(tmp_path).run()
    tuned = results.trainings[results.trainings.stage == "tuning"]
    assert tuned.groupby("arm").peak.nunique().tolist() == [peaks, peaks]
    assert len(set(stand_in.trained)) == len(stand_in.trained) == 2 * 2 * peaks + 2 * 3
    inside = 1e-6 < bottom < 1e2
    assert (results.best_peak["falling"] == pytest.approx(bottom)) == inside
    assert note in str(results)


def test_a_plan_counts_what_is_finished_and_what_is_not(trained, tmp_path, monkeypatch):
    each = {"tuning": 1.0, "test": 1.0}
    monkeypatch.setattr("helpers.compare.comparison.seconds_each", lambda *_: each)
    trained(valley(1.0))
    ours = comparison(tmp_path)
    assert (ours.plan().trainings, ours.plan().finished) == (22, 0)
    with pytest.warns(UserWarning, match="edge"):
        ours.run()
    wider = ours.plan()
    assert (wider.peaks, wider.trainings, wider.finished) == (5, 26, 26)
    assert comparison(tmp_path, pairs=5).plan().finished == 26
    assert comparison(tmp_path, pairs=2).plan().finished == 24
    assert comparison(tmp_path, tuning_seeds=3).plan().finished == 12


def test_a_plan_leaves_the_file_as_it_is(trained, tmp_path, monkeypatch):
    each = {"tuning": 1.0, "test": 1.0}
    monkeypatch.setattr("helpers.compare.comparison.seconds_each", lambda *_: each)
    trained(valley(0.01))
    comparison(tmp_path).plan()
    comparison(tmp_path, loss="mae", updates=8, arms=STANDARD_ARMS).plan()
    with sqlite3.connect(tmp_path / "kept.sqlite") as database:
        for name in ("experiments", "trainings", "claims"):
            assert not database.execute(f"select * from {name}").fetchall()
    comparison(tmp_path).run()
    before = (tmp_path / "kept.sqlite").read_bytes()
    comparison(tmp_path).plan()
    assert (tmp_path / "kept.sqlite").read_bytes() == before


# ---- identity


def test_what_is_added_is_no_change_and_what_is_finished_stays(trained, tmp_path):
    stand_in = trained(valley(0.01))
    comparison(tmp_path).run()
    first = len(stand_in.trained)
    arms = comparison().arms | {"third": [0.5, 1, 1, 0.5]}
    results = comparison(
        tmp_path, arms=arms, peaks=(0.001, 0.003, 0.01, 0.1), tuning_seeds=3, pairs=4
    ).run()
    assert len(set(stand_in.trained)) == len(stand_in.trained)
    assert len(results.trainings) == 3 * (4 * 3 + 4) == len(stand_in.trained)
    assert first == 18
    comparison(tmp_path, name="another", loss="mae").run()
    assert len(stand_in.trained) == 48 + 18
    assert comparison(tmp_path).run().trainings.shape[0] == 18
    assert len(stand_in.trained) == 48 + 18


def commented(seed, width=2, activation="relu", start="glorot_uniform"):
    # A comment, and layers whose automatic names go on counting.
    layer = keras.layers.Dense(width, activation, kernel_initializer=start)

    return keras.Sequential([keras.Input((3,)), layer, keras.layers.Dense(1)])


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(1)

    def call(self, inputs):
        return 2 * self.dense(inputs)


class OtherCall(Own):
    def call(self, inputs):
        return 3 * self.dense(inputs)


SCALE = 1.0


def scaled_loss(true, predicted):
    return SCALE * keras.ops.mean((true - predicted) ** 2)


def sgd(momentum):
    return lambda rate: keras.optimizers.SGD(rate, momentum=momentum)


class Batches(keras.utils.PyDataset):
    def __init__(self, number):
        super().__init__()
        self.number = number

    def __len__(self):
        return self.number

    def __getitem__(self, index):
        return X[:8], Y[:8]


CHANGES = {
    "width": ("model", {}, {"model": lambda seed: model(seed, 3)}),
    "activation": ("model", {}, {"model": lambda seed: model(seed, 2, "tanh")}),
    "initializer": ("model", {}, {"model": lambda s: model(s, start="he_normal")}),
    "call": ("model", {"model": lambda s: Own()}, {"model": lambda s: OtherCall()}),
    "data": ("train", {}, {"train": (X + 1e-6, Y)}),
    "weights": ("train", {}, {"train": (X, Y, Y[:, 0])}),
    "function": ("train", {"train": lambda s: (X, Y)}, {"train": lambda s: (X, Y + s)}),
    "dataset": ("train", {"train": Batches(2)}, {"train": Batches(3)}),
    "validation": ("tuning data", {}, {"validation": (X, Y + 1)}),
    "test": ("test data", {}, {"test": (X, Y + 1)}),
    "loss": ("loss", {}, {"loss": "mae"}),
    "setting of the loss": (
        "loss", {"loss": keras.losses.Huber(1.0)}, {"loss": keras.losses.Huber(2.0)}
    ),
    "own loss": (
        "loss",
        {"loss": lambda a, b: keras.ops.mean(a - b)},
        {"loss": lambda a, b: keras.ops.mean(b - a)},
    ),
    "optimizer": ("optimizer", {}, {"optimizer": "sgd"}),
    "momentum": ("optimizer", {"optimizer": sgd(0.9)}, {"optimizer": sgd(0.8)}),
    "judge": ("judge", {}, {"judge": "mae", "less_is_better": True}),
    "batch size": ("batch_size", {}, {"batch_size": 8}),
    "options": ("compile_options", {}, {"compile_options": {"jit_compile": True}}),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noticed_by_name_and_nothing_is_mixed(change, trained, tmp_path):
    part, before, after = CHANGES[change]
    stand_in = trained(valley(0.01))
    comparison(tmp_path, **before).run()
    assert comparison(tmp_path, **before).store.finished()
    number = len(stand_in.trained)
    message = refused(tmp_path, **before | after)
    assert f"another {part}" in message
    assert message.count("another") == (2 if change == "validation" else 1)
    assert len(stand_in.trained) == number


def test_a_changed_budget_precision_or_constant_is_noticed(
    trained, tmp_path, monkeypatch
):
    trained(valley(0.01))
    comparison(tmp_path, arms=STANDARD_ARMS).run()
    assert "another budget" in refused(tmp_path, arms=STANDARD_ARMS, updates=6)
    comparison(tmp_path, loss=scaled_loss, name="own").run()
    monkeypatch.setattr(sys.modules[__name__], "SCALE", 2.0)
    assert "another loss" in refused(tmp_path, loss=scaled_loss, name="own")
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        assert "precision" in refused(tmp_path, arms=STANDARD_ARMS)
    finally:
        keras.config.set_dtype_policy(before)


def test_rows_in_the_order_of_another_way_are_noticed(trained, tmp_path, monkeypatch):
    trained(valley(0.01))
    comparison(tmp_path).run()
    monkeypatch.setattr("helpers.compare.datasets.FEW", 1)
    assert "another order of the rows" in refused(tmp_path)


def test_comments_and_automatic_names_are_no_change(trained, tmp_path):
    trained(valley(0.01))
    original = identity.parts(comparison().recipe)
    commented.__name__ = commented.__qualname__ = "model"
    assert identity.parts(comparison(model=commented).recipe) == original


def test_a_layer_may_be_called_as_a_setting_or_an_activation_is():
    def model(*names):
        softmax = keras.layers.Softmax(name=names[0])
        relu = keras.layers.Dense(3, "softmax")
        inputs = keras.Input((4, 3))
        x = keras.layers.GRU(2)(keras.layers.Dropout(0.1, name=names[1])(inputs))
        return keras.Model(inputs, softmax(relu(x)))

    told = [
        identity.settings_of(model(*names))
        for names in (("softmax", "dropout"), ("softmax_1", "dropout_1"))
    ]
    assert told[0] == told[1]


def test_what_nobody_finished_may_change(trained, tmp_path):
    def broken(training):
        raise OSError("broken")

    trained(broken)
    with pytest.raises(OSError, match="broken"):
        comparison(tmp_path).run()
    trained(valley(0.01))
    comparison(tmp_path, loss="mae").run()
    assert "another loss" in refused(tmp_path)


def test_code_is_told_alike_in_every_process():
    program = (
        "import runpy\n"
        f"of_code = runpy.run_path({of_code.__code__.co_filename!r})['of_code']\n"
        "kept = {'b', 'a', 'c'}\n"
        "def inner(x, kinds=frozenset('abc')):\n"
        "    return x in {'x', 'y', 'z'} or x in kept or outer(x)\n"
        "def outer(x, plain=object()):\n"
        "    return [inner(y) for y in x]\n"
        "print(of_code(outer))\n"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert "kept set" in told[0]
    assert " at 0x" not in told[0]


def test_code_is_told_apart_by_what_it_uses():
    def power(number, more=0):
        return lambda x: x**number + more

    assert of_code(power(2)) == of_code(power(2))
    assert of_code(power(2)) != of_code(power(3))
    assert of_code(power(np.ones(2))) != of_code(power(np.zeros(2)))
    assert of_code(Own) != of_code(OtherCall)


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


def loss_by(text):
    module = module_of("def loss(true, predicted):\n    return own.part(true)\n")
    module.own = module_of(text)
    return module.loss


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
}


@pytest.mark.parametrize("kind", TOLD_APART)
def test_what_a_reader_wrote_is_told_apart_however_it_is_packed(kind):
    make = TOLD_APART[kind]
    assert identity.of_object(make(1.0)) == identity.of_object(make(1.0))
    assert identity.of_object(make(1.0)) != identity.of_object(make(2.0))


def test_batches_of_a_class_of_ones_own_are_told_apart_by_their_settings():
    assert identity.of_data(Scaled(1)) == identity.of_data(Scaled(1))
    assert identity.of_data(Scaled(1)) != identity.of_data(Scaled(2))


def test_a_model_that_is_compiled_is_taken_with_a_warning(trained, tmp_path):
    def compiled(seed):
        made = model(seed)
        made.compile("sgd", "mae")
        return made

    trained(valley(0.01))
    with pytest.warns(UserWarning, match="is compiled: its optimizer"):
        comparison(tmp_path, model=compiled).run()


# ---- the file


def a_training(seed=0, rate=0.1):
    return Training("tuning", "a", rate, seed, np.full(4, rate))


OUTCOME = {"value": 1.0, "diverged": False, "evaluations": [], "seconds": 0.1}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "kept.sqlite", "ours", "Keras")


def claims(store):
    with store.connected() as database:
        return database.execute("select process from claims").fetchall()


def hold(store, training, process, since):
    with store.connected() as database:
        row = [store.experiment, *training.key, process, since]
        marks = "?, ?, ?, ?, ?, ?"
        database.execute(f"insert or replace into claims values ({marks})", row)


@pytest.fixture
def other():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1) as process:
        yield process
        process.kill()


def test_a_claim_holds_while_its_process_lives(store, other):
    training, born = a_training(), started(other.pid)
    hold(store, training, other.pid, born)
    assert not store.claim(training)
    hold(store, training, other.pid, born + 1)  # the clock was set
    assert not store.claim(training)
    hold(store, training, other.pid, born - 1000)  # the number was given anew
    assert store.claim(training)
    assert claims(store) == [(os.getpid(),)]


def test_the_claim_of_a_dead_process_is_free_even_if_nobody_waited_for_it(store, other):
    training = a_training()
    hold(store, training, other.pid, started(other.pid))
    other.kill()
    for _ in range(100):  # until it is a zombie
        if started(other.pid) is None:
            break
        time.sleep(0.05)
    assert psutil.pid_exists(other.pid)
    assert store.claim(training)


def test_what_this_process_left_claimed_when_it_was_interrupted_is_free(store):
    assert store.claim(a_training())
    assert store.claim(a_training())


def test_a_finished_training_is_claimed_and_replaced_by_nobody(store):
    training = a_training()
    store.claim(training)
    store.save(training, OUTCOME)
    assert claims(store) == []
    assert not store.claim(training)
    store.save(training, OUTCOME | {"value": 2.0})
    [row] = store.finished().values()
    assert row["value"] == 1.0
    assert row["software"] == "Keras"
    assert re.match(r"\d{4}-\d\d-\d\dT.*\+00:00", row["finished"])
    assert Store(store.path, "theirs", "Keras").finished() == {}


def test_a_training_is_known_by_stage_rates_and_seed():
    keys = {a_training(seed, rate).key for seed in (0, 1) for rate in (0.1, 0.2)}
    keys.add(Training("test", "a", 0.1, 0, np.full(4, 0.1)).key)
    assert len(keys) == 5
    assert Training("tuning", "b", 9.0, 0, np.full(4, 0.1)).key in keys


def test_a_file_that_is_none_of_sqlite_or_can_not_be_written_is_named(tmp_path):
    (tmp_path / "text").write_text("not a data base\n" * 100)
    for path in (tmp_path / "text", tmp_path, tmp_path / "missing" / "kept.sqlite"):
        with pytest.raises(ValueError, match="file = .* can't be used as an SQLite"):
            Store(path, "ours", "Keras")
    assert (tmp_path / "text").read_text().startswith("not a data base")


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_file_that_is_read_only_is_named(store):
    store.path.chmod(0o400)
    with pytest.raises(ValueError, match="can't be used .* readonly"):
        Store(store.path, "ours", "Keras")


# ---- results


def results(values, less_is_better=True, peak=0.1):
    """Return results of tests with these values by arm; None diverged."""
    rows = [
        {
            "stage": stage, "arm": arm, "peak": at, "seed": seed, "seconds": 1.0,
            "value": math.nan if value is None else value, "diverged": value is None,
        }
        for arm, column in values.items()
        for seed, value in enumerate(column)
        for stage, at in [("test", peak), ("tuning", peak), ("tuning", 2 * peak)]
    ]  # fmt: skip
    arms = dict.fromkeys(values, peak)
    reference = next(iter(values))
    frame = pd.DataFrame(rows)
    return Results(frame, frame, arms, reference, "error", less_is_better, [])


RNG = np.random.default_rng(1)
BASE = RNG.normal(1, 0.3, 10)
CLEAR = BASE - 0.5 + RNG.normal(0, 0.05, 10)
VAGUE = BASE + RNG.normal(0, 0.05, 10)


@pytest.mark.parametrize("less_is_better", [True, False])
def test_verdicts_are_those_of_the_intervals(less_is_better):
    table = results({"a": BASE, "b": CLEAR, "c": VAGUE}, less_is_better).verdicts
    assert list(table.index) == ["b", "c"]
    for arm, values in (("b", CLEAR), ("c", VAGUE)):
        mean, half = interval(values - BASE, comparisons=2)
        assert table.loc[arm, "difference"] == pytest.approx(mean)
        assert table.loc[arm, "±"] == pytest.approx(half)
        assert table.loc[arm, "detectable"] == pytest.approx(
            detectable(values - BASE, comparisons=2)
        )
    assert table.verdict["b"] == ("better" if less_is_better else "worse")
    assert table.verdict["c"] == "no difference detected"
    assert table["mean error"]["b"] == pytest.approx(CLEAR.mean())


@pytest.mark.parametrize("less_is_better", [True, False])
def test_an_arm_that_diverges_is_worse_where_enough_pairs_say_so(less_is_better):
    best = -1 if less_is_better else 1
    near = BASE + 1e-3 * best
    lost = [None] * 10
    some = [None, None, *near[2:]]
    found = results({"a": BASE, "b": lost, "c": some}, less_is_better)
    table = found.verdicts
    assert table.verdict.tolist() == ["worse", "no difference detected"]
    assert table[["difference", "±", "detectable"]].isna().all(axis=None)
    assert table.diverged.tolist() == [10, 2]
    assert table.better.tolist() == [0, 8]
    assert "worse, better in 0 of 10 pairs, worse in 10; 10 of 10 div" in str(found)
    # Eight of ten are better: by signs, a chance of 11 %.
    assert np.isinf(found.differences["c"]).sum() == 2


def test_a_reference_that_diverges_makes_the_others_better():
    found = results({"a": [None] * 10, "b": BASE, "c": [None] * 10})
    assert found.verdicts.verdict.tolist() == ["better", "no difference detected"]
    assert found.differences["c"].tolist() == [0.0] * 10
    assert "against a at 0.1, which diverged in 10 of 10:" in str(found)


def test_what_diverged_in_both_of_a_pair_is_no_measured_difference():
    """Six ties and four differences of −0.9 would have an interval without 0."""
    lost = [None] * 6
    found = results({"a": [*lost, 1, 1, 1, 1], "b": [*lost, 0.1, 0.1, 0.1, 0.11]})
    assert found.verdicts.verdict.tolist() == ["no difference detected"]
    assert found.verdicts.better.tolist() == [4]


@pytest.mark.parametrize("other", [[0.9, 0.9], [0.9, 0.91], [0.9] * 4])
def test_differences_that_are_all_the_same_make_nothing_certain(other):
    """A share of few examples has few values, and two of them are soon alike."""
    found = results({"a": [1.0] * len(other), "b": other})
    assert found.verdicts.verdict.tolist() == ["no difference detected"]
    assert found.verdicts["±"].isna().all()
    assert results({"a": [1.0] * 8, "b": [0.9] * 8}).verdicts.verdict["b"] == "better"


def test_few_pairs_with_one_that_diverged_say_nothing():
    found = results({"a": [1.0, 1.0, 1.0], "b": [None, None, None]})
    assert found.verdicts.verdict.tolist() == ["no difference detected"]


def test_ties_are_no_difference():
    found = results({"a": BASE, "b": BASE})
    assert found.verdicts.verdict.tolist() == ["no difference detected"]
    assert found.verdicts.difference.tolist() == [0.0]
    assert "better in 0 of 10 pairs, worse in 0" in str(found)


@pytest.mark.parametrize("less_is_better", [True, False])
def test_the_pictures_are_drawn_whatever_diverged(less_is_better):
    found = results(
        {"a": BASE, "b": [None] * 10, "c": [None, *VAGUE[1:]]}, less_is_better
    )
    for draw in (draw_valleys, draw_differences):
        figure = draw(found)
        figure.canvas.draw()
        assert figure.axes[0].get_xlabel()
    assert "worse" in [text.get_text() for text in plt.gcf().axes[0].texts]


def test_the_best_peak_is_that_of_the_best_mean_and_none_that_diverged():
    tuned = stages.tuning({"a": [1, 1], "b": [1, 0]}, PEAKS, 2, 2)
    for less_is_better, best in ((True, 0.001), (False, 0.01)):
        finished = {
            training.key: {
                "value": None if training.peak == 0.1 else training.peak,
                "diverged": training.peak == 0.1,
            }
            for training in tuned
        }
        found = peaks.valleys(tuned, finished, less_is_better)
        assert found.keys() == {"a", "b"}
        for valley in found.values():
            assert valley[0.1] == math.inf
            assert peaks.best(valley) == peaks.lowest_point(valley) == best


@pytest.mark.parametrize("bottom", [0.004, 0.01, 0.0123, 0.019])
@pytest.mark.parametrize("steepness", [1e-3, 1e3])
def test_the_lowest_point_of_a_parabola_is_found_between_the_peaks(bottom, steepness):
    grid = (0.001, 0.003, 0.01, 0.025, 0.1)
    valley = {peak: 2 + steepness * math.log(peak / bottom) ** 2 for peak in grid}
    assert peaks.lowest_point(valley) == pytest.approx(bottom, rel=2e-3)
    # The order in which the peaks were tried does not matter.
    assert peaks.lowest_point(dict(sorted(valley.items())[::-1])) == pytest.approx(
        bottom, rel=2e-3
    )


@pytest.mark.parametrize("values", [(3, 2, 1), (1, 2, 3), (2, 1, math.inf), (1, 1, 1)])
def test_a_best_peak_stays_at_an_edge_beside_a_cliff_and_on_a_plain(values):
    valley = dict(zip((0.001, 1 / 300, 0.1), values, strict=True))
    assert peaks.lowest_point(valley) == min(valley, key=valley.get)


def test_a_wall_beside_the_best_peak_misleads_the_parabola_but_not_the_test(
    trained, tmp_path
):
    def walled(training):
        return valley(0.03)(training) + 50.0 * (training.peak > 0.03)

    stand_in = trained(walled)
    results = comparison(tmp_path, peaks=(0.001, 0.01, 0.028, 0.1)).run()
    tried = {p for stage, _, p, _ in stand_in.trained if stage == "tuning"}
    assert 0.015 < min(tried - {0.001, 0.01, 0.028, 0.1}) < 0.02
    assert set(results.best_peak.values()) == {0.028}


def test_the_test_trains_between_the_peaks_of_the_grid(trained, tmp_path, monkeypatch):
    stand_in = trained(valley(0.02))
    results = comparison(tmp_path).run()
    each = {"tuning": 1.0, "test": 1.0}
    monkeypatch.setattr("helpers.compare.comparison.seconds_each", lambda *_: each)
    plan = comparison(tmp_path).plan()
    assert plan.trainings == plan.finished == len(stand_in.trained) == 12 + 4 + 6
    assert set(results.best_peak.values()) == {0.02}
    assert {peak for stage, _, peak, _ in stand_in.trained if stage == "test"} == {0.02}
    drawn = [line.get_xydata() for line in draw_valleys(results).axes[0].lines]
    rings = [points for points in drawn if len(points) == 1]
    assert len(rings) == 2
    assert [(x, np.isfinite(y)) for [[x, y]] in rings] == [(0.02, True)] * 2


def test_tables_have_the_labels_that_are_planned(trained, tmp_path):
    trained(valley(0.01))
    ours = comparison(tmp_path)
    ours.run()
    planned = stages.tuning({"renamed": [1, 1, 1, 1]}, PEAKS, 2, 4)
    trainings, evaluations = tables(planned, ours.store.finished())
    assert set(trainings.arm) == {"renamed"} == set(evaluations.arm)
    assert len(evaluations) == len(trainings) == 6
