"""Models with outputs, losses, a ``compile`` and optimizers of their own."""

import re

import numpy as np
import pytest

from helpers.compare.training import carry_out
from helpers.keras_import import keras
from tests.helpers.compare.kinds_of_data import Reconstruction
from tests.helpers.compare.small import (
    FLAT,
    X,
    Y,
    comparison,
    sequential,
    training,
)

pytestmark = pytest.mark.slow

ALONE = {"train": (X,), "validation": (X,), "loss": None, "judge": "total_loss"}
ARMS = {"flat": [1] * 6, "falling": [6, 5, 4, 3, 2, 1]}


def outcome(folder, **given):
    """Return how a training ends, after all checks of a comparison's begin."""
    ours = comparison(folder, updates=6, arms=ARMS, **given)
    assert not ours.store.finished()
    return carry_out(ours.recipe, training(FLAT))


def two_outputs(seed):
    inputs = keras.Input((6,))
    outputs = {name: keras.layers.Dense(1, name=name)(inputs) for name in ("a", "b")}
    return keras.Model(inputs, outputs)


TWO = {
    "model": two_outputs,
    "train": (X, {"a": Y, "b": -Y}),
    "validation": (X, {"a": Y, "b": -Y}),
    "loss": {"a": "mse", "b": "mse"},
}
JUDGES = {
    "the metric of an output": ({"b": "mae"}, "b_mae"),
    "a function that makes it": (
        {"b": keras.metrics.MeanAbsoluteError},
        "b_mean_absolute_error",
    ),
    "the loss of an output": ("b_loss", "b_loss"),
}


@pytest.mark.parametrize("kind", JUDGES)
def test_one_of_several_outputs_can_be_judged_by(kind, tmp_path):
    judge, log = JUDGES[kind]
    options = {"loss_weights": {"a": 1.0, "b": 0.5}, "jit_compile": False}
    given = TWO | {"judge": judge, "compile_options": options}
    if "loss" not in log:
        given["less_is_better"] = True
    found = outcome(tmp_path, **given)
    assert found["value"] == found["evaluations"][-1][f"val_{log}"]


def test_the_results_name_the_output_that_they_are_judged_by(tmp_path, trained):
    trained(lambda training: training.peak)
    given = TWO | {"judge": {"b": "mae"}, "less_is_better": True}
    results = comparison(tmp_path, **given).run()
    assert results.judge == "b_mae"
    assert "b_mae" in str(results)


class TakesAnOptimizer(Reconstruction):
    def compile(self, optimizer):
        super().compile(optimizer=optimizer)


class TakesMore(Reconstruction):
    def compile(self, optimizer, beta, **more):
        super().compile(optimizer=optimizer, **more)
        self.beta = beta

    def loss_of(self, x):
        return self.beta * super().loss_of(x)


def test_compile_of_ones_own_gets_what_it_takes(tmp_path):
    one = outcome(tmp_path, model=lambda seed: TakesAnOptimizer(), **ALONE,
                  compile_options={})  # fmt: skip
    assert one["evaluations"][-1]["updates"] == 6
    more = {"compile_options": {"beta": 2.0, "jit_compile": False}}
    twice = outcome(tmp_path, model=lambda seed: TakesMore(), **ALONE, **more)
    assert one["value"] < twice["value"]


class Adversarial(Reconstruction):
    def compile(self, d_optimizer, g_optimizer, loss_fn):
        super().compile()


class Forgetful(Reconstruction):
    def compile(self, optimizer):
        super().compile()
        self.mine = optimizer


class OfLegacyKeras:
    __module__ = "tf_keras.src.engine.training"


def own(kind, **more):
    return {"model": lambda seed: kind(), "compile_options": {}, **ALONE, **more}


REFUSED = {
    "several optimizers": (
        own(Adversarial),
        "compile of the model asks for d_optimizer, g_optimizer, loss_fn, which",
    ),
    "an optimizer that is not used": (
        own(Forgetful), "compile of the model does not use the optimizer"
    ),
    "a loss that is not taken": (
        own(TakesAnOptimizer, loss="mse"), "compile of the model does not take loss"
    ),
    "an option that is not taken": (
        own(TakesAnOptimizer, compile_options={"jit_compile": False}),
        "compile of the model does not take jit_compile",
    ),
    "a log that isn't there": (
        own(Reconstruction, judge="loss"),
        r"judge = 'loss' is none of .* evaluations, which are \['total_loss'\]",
    ),
    "no metric": (
        {"judge": "acuracy", "less_is_better": False},
        "judge = 'acuracy' is none of the model's evaluations",
    ),
    "one metric for two outputs": (
        TWO | {"judge": "mae", "less_is_better": True},
        "judge = 'mae' can't be computed: .* give {\"output\": \"mae\"}",
    ),
    "a metric for no output": (
        TWO | {"judge": {"c": "mae"}, "less_is_better": True}, "judge = {'c': 'mae'}"
    ),
    "the other Keras": (
        {"model": lambda seed: OfLegacyKeras()}, "model.0. = .* Keras 3.* tf_keras"
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_a_model_that_can_not_be_compared_is_named(kind, tmp_path, trained):
    given, expected = REFUSED[kind]
    stand_in = trained(lambda training: 1.0)
    with pytest.raises((TypeError, ValueError)) as found:
        comparison(tmp_path, **given).run()
    assert re.match(expected, str(found.value))
    assert not stand_in.trained


def quantiles(true, predicted):
    gaps = true - predicted
    return keras.ops.mean(keras.ops.maximum(0.9 * gaps, -0.1 * gaps))


def test_a_loss_of_ones_own_may_compare_several_outputs_with_one_y(tmp_path):
    def model(seed):
        return keras.Sequential([keras.layers.Dense(3)])

    assert np.isfinite(outcome(tmp_path, model=model, loss=quantiles)["value"])


def test_frozen_parts_stay_as_they_are_and_the_rest_trains(tmp_path):
    base = sequential(0)
    base.build((None, 6))
    base.trainable = False
    before = base.get_weights()

    def model(seed):
        return keras.Sequential([keras.Input((6,)), base, keras.layers.Dense(1)])

    first, *_, last = outcome(tmp_path, model=model)["evaluations"]
    assert last["val_loss"] != first["val_loss"]
    for one, other in zip(base.get_weights(), before, strict=True):
        assert np.array_equal(one, other)


def test_an_average_of_the_weights_is_judged_within_another_optimizer_too(tmp_path):
    def averaged(rate):
        return keras.optimizers.SGD(rate, use_ema=True, ema_momentum=0.9)

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")  # Keras scales the loss
    try:
        plain = outcome(tmp_path)
        found = outcome(tmp_path, optimizer=averaged, name="averaged")
    finally:
        keras.config.set_dtype_policy(before)
    assert plain["value"] < found["value"]  # the average lags behind
