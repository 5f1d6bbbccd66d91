"""One program trains all networks of a comparison as fresh ones train."""

import gc

import numpy as np
import psutil
import pytest

from helpers.compare.compiled import COMPILED
from helpers.compare.datasets import batched
from helpers.compare.training import carry_out
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from tests.helpers.compare.small import (
    DOWN,
    FLAT,
    UP,
    VALID,
    X,
    Y,
    assert_same,
    late,
    recipe,
    sequential,
    training,
)

pytestmark = pytest.mark.slow

FEW = X[:16], Y[:16]


def many_parts(seed):
    """A functional residual network with all that keeps a state."""
    inputs = keras.Input((6,))
    x = keras.layers.BatchNormalization()(inputs)
    y = keras.layers.Dropout(0.3)(keras.layers.Dense(6, "relu")(x))
    x = keras.layers.Add()([x, y])
    x = keras.layers.GRU(3)(keras.layers.Reshape((3, 2))(x))
    return keras.Model(inputs, keras.layers.Dense(1, dtype="float32")(x))


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(4, "tanh")
        self.noise = keras.layers.GaussianNoise(0.1)
        self.out = keras.layers.Dense(1, dtype="float32")

    def call(self, inputs, training=False):
        return self.out(self.noise(self.hidden(inputs), training=training))


def subclassed(seed):
    return Subclassed()


def seeded(seed):
    start = keras.initializers.GlorotUniform(seed=seed)
    noise = keras.layers.Dropout(0.5, seed=seed)
    return keras.Sequential(
        [keras.layers.Dense(4, kernel_initializer=start), noise, keras.layers.Dense(1)]
    )


def adamw(rate):
    return keras.optimizers.AdamW(rate, weight_decay=0.01)


def momentum_and_average(rate):
    return keras.optimizers.SGD(rate, momentum=0.9, use_ema=True, ema_momentum=0.5)


def in_keras_alone(model, optimizer, rates, seed, **data):
    """Return the losses that plain Keras code comes to."""
    keras.utils.set_random_seed(seed)
    model = model(seed)
    if not model.built:
        model(X[:16])
    model.compile(optimizer(TableSchedule(rates)), "mse", jit_compile=False)
    keras.utils.set_random_seed(seed)
    history = model.fit(**data, epochs=2, validation_data=VALID, verbose=0).history
    averaged = model.evaluate(*VALID, verbose=0)  # if the optimizer keeps an average
    return [*history["val_loss"][:-1], averaged]


@pytest.mark.parametrize(
    ("model", "optimizer", "policy"),
    [
        (many_parts, adamw, "float32"),
        (sequential, momentum_and_average, "float32"),
        (subclassed, keras.optimizers.Adam, "mixed_float16"),
        (seeded, keras.optimizers.RMSprop, "float32"),
        (late, keras.optimizers.Adam, "float32"),
    ],
)
def test_one_program_trains_as_a_fresh_one_and_as_keras_alone(
    model, optimizer, policy, few_rows
):
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        ours = recipe(model, optimizer=optimizer)
        trainings = [training(UP, 1), training(DOWN, 2), training(UP, 1)]
        found, programs = [], []
        for one in trainings:
            found.append(carry_out(ours, one))
            programs.append(COMPILED[ours])
        assert programs == programs[:1] * 3
        assert_same(found[0], found[2])
        assert found[0]["value"] != found[1]["value"]
        fresh = carry_out(recipe(model, optimizer=optimizer), trainings[1])
        assert_same(found[1], fresh)
        if model in (many_parts, seeded):
            return  # one example with Keras alone, and one in mixed precision
        rtol = 1e-3 if policy != "float32" else 1e-5
        few = batched((X, Y), 16, seed=2)
        few_rows(10)  # so that Keras makes the batches
        of_many = carry_out(recipe(model, optimizer=optimizer), training(DOWN, 2))
        for one, data in (
            (found[1], {"x": few, "shuffle": False}),
            (of_many, {"x": X, "y": Y, "batch_size": 16}),
        ):
            values = [logs["val_loss"] for logs in one["evaluations"]]
            expected = in_keras_alone(model, optimizer, DOWN, 2, **data)
            assert np.allclose(values, expected, rtol=rtol)
    finally:
        keras.config.set_dtype_policy(before)


def test_a_model_that_differs_by_more_than_numbers_is_compiled_anew():
    def wider(seed):
        return keras.Sequential([keras.layers.Dense(2 + seed), keras.layers.Dense(1)])

    ours = recipe(wider)
    first, second = carry_out(ours, training()), carry_out(ours, training(seed=1))
    assert_same(carry_out(recipe(wider), training(seed=1)), second)
    assert first["value"] != second["value"]


def test_hours_of_trainings_do_not_fill_the_memory():
    def alternating(seed):
        return keras.Sequential(
            [keras.layers.Dense(2 + seed % 2), keras.layers.Dense(1)]
        )

    process, short = psutil.Process(), training(np.ones(1) * 0.01)
    for model, count in ((sequential, 8), (alternating, 2)):
        ours = recipe(model, updates=1, train=FEW, validation=FEW)
        carry_out(ours, short)
        carry_out(ours, training(FLAT[:1], 1))
        gc.collect()
        before = process.memory_info().rss
        for seed in range(count):
            carry_out(ours, training(FLAT[:1], seed))
        gc.collect()
        assert process.memory_info().rss - before < 60e6
        assert len(COMPILED) <= 3
        del ours


@pytest.mark.parametrize("options", [{"jit_compile": True}, {"jit_compile": False}])
def test_options_of_compile_reach_keras(options):
    ours = recipe(compile_options=options)
    assert np.isfinite(carry_out(ours, training())["value"])
    assert COMPILED[ours].model.jit_compile == options["jit_compile"]
