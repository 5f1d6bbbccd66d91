"""Wrong arguments are named, with what is allowed."""

import itertools

import numpy as np
import pytest

from helpers.keras_import import keras
from helpers.schedules import cosine
from tests.helpers.compare.stand_in import X, Y, comparison, model, refused, valley

# isort: split
import tensorflow as tf


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
    "train of four parts": ({"train": (X, Y, Y, Y)}, ValueError, "train has 4 parts"),
    "train without rows": ({"train": (X[:0], Y[:0])}, ValueError, "train is empty"),
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
    "unknown judge of an output": (
        {"judge": {"out": "acuracy"}, "less_is_better": False},
        ValueError,
        "judge = 'acuracy' must be a name",
    ),
    "judge of two outputs": (
        {"judge": {"a": "mae", "b": "mae"}, "less_is_better": True},
        ValueError,
        "must have the name of one output",
    ),
    "no direction": ({"judge": "mae"}, TypeError, "less_is_better = None must be"),
    "direction": ({"less_is_better": False}, ValueError, "less_is_better = False"),
    "batch_size": (0, ValueError, "batch_size = 0 must be from 1"),
    "peaks": ((0.1, 0.2), ValueError, "peaks = .* three rates or more"),
    "zero as peak": ({"peaks": (0, 1, 2)}, ValueError, r"peaks\[0\] = 0 must be above"),
    "text as peak": ({"peaks": ("a", 1, 2)}, TypeError, r"peaks\[0\] = 'a' must be"),
    "order of peaks": ({"peaks": (1, 3, 2)}, ValueError, "must rise"),
    "tuning_seeds": (1001, ValueError, "tuning_seeds = 1001 must be from 1 to 1000"),
    "pairs": (1000, ValueError, "pairs = 1000 must be from 1 to 999"),
    "no pair": ({"pairs": 0}, ValueError, "pairs = 0 must be from 1"),
    "repeats": (1, ValueError, "repeats = 1 must be from 2 to 1000"),
    "half a repeat": ({"repeats": 2.5}, TypeError, "repeats = 2.5 must be"),
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


@pytest.mark.slow
@pytest.mark.parametrize("message", LATER)
def test_what_shows_later_is_named_before_anything_is_trained(
    message, tmp_path, trained
):
    stand_in = trained(valley(0.01))
    assert message in refused(tmp_path, **LATER[message])
    assert not stand_in.trained


@pytest.mark.slow
def test_a_model_that_is_compiled_is_taken_with_a_warning(trained, tmp_path):
    def compiled(seed):
        made = model(seed)
        made.compile("sgd", "mae")
        return made

    trained(valley(0.01))
    with pytest.warns(UserWarning, match="is compiled: its optimizer"):
        comparison(tmp_path, model=compiled).run()
