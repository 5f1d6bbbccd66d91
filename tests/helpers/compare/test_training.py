"""A training has its rates, its budget and its data, of whatever kind."""

from functools import cache

import numpy as np
import pytest

from helpers.compare.compiled import COMPILED
from helpers.compare.training import carry_out
from helpers.keras_import import keras
from tests.helpers.compare.small import (
    FLAT,
    VALID,
    Rows,
    X,
    Y,
    assert_same,
    batches,
    of_the_seed,
    one_by_one,
    recipe,
    sequential,
    training,
)

pytestmark = pytest.mark.slow


def test_the_rates_are_those_of_the_column_one_for_each_update():
    rates = np.array([0.3, 0.0, 0.02, 0.1, 0.0, 0.05])

    def ones(seed):
        layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="ones")
        return keras.Sequential([keras.Input((1,)), layer])

    data = np.ones((6, 1), "float32"), np.zeros((6, 1), "float32")
    ours = recipe(ones, train=data, validation=data, optimizer="sgd", batch_size=1)
    assert ours.steps_per_execution == 6
    for column in rates, rates[::-1] / 2:
        found = carry_out(ours, training(column))
        assert found["value"] == pytest.approx(np.prod(1 - 2 * column) ** 2, rel=1e-5)


def test_updates_made_together_are_those_made_one_by_one():
    ours = recipe(validation=(X, Y))  # as many batches as an epoch has
    single = one_by_one(recipe(validation=(X, Y)))
    assert ours.steps_per_execution == 3
    assert_same(carry_out(ours, training()), carry_out(single, training()), rtol=1e-5)


@pytest.mark.parametrize("rows", [16, 30, 47])
def test_a_judge_hears_all_rows_however_many_updates_are_made_together(rows):
    part = X[:rows], Y[:rows]
    ours = recipe(validation=part)
    value = carry_out(ours, training())["value"]
    outputs = COMPILED[ours].model.predict(X[:rows], verbose=0)
    assert value == pytest.approx(np.mean((outputs - Y[:rows]) ** 2), rel=1e-5)


def unknown():
    return batches().filter(lambda *_: True)


def two_inputs(seed):
    a, b = keras.Input((6,), name="a"), keras.Input((6,), name="b")
    return keras.Model({"a": a, "b": b}, keras.layers.Dense(1)(a + b))


def listed(seed):
    a, b = keras.Input((6,)), keras.Input((6,))
    return keras.Model([a, b], keras.layers.Dense(1)(a + b))


KINDS = {
    "weights": (sequential, (X, Y, np.linspace(0, 1, 48)), VALID),
    "dict": (two_inputs, ({"a": X, "b": X}, Y), ({"a": X, "b": X}, Y)),
    "list": (listed, ([X, X], Y), ([X, X], Y)),
    "finite": (sequential, batches(), batches()),
    "infinite": (sequential, batches(repeat=True), (X, Y)),
    "pydataset": (sequential, Rows(), Rows()),
    "function": (sequential, of_the_seed, lambda seed: VALID),
    "unknown length": (sequential, unknown(), unknown()),
}


@pytest.fixture(scope="module")
def trained_on():
    """Give a function that trains on a kind of data, once: outcome and updates made."""

    @cache
    def outcome(kind):
        model, train, validation = KINDS[kind]
        ours = recipe(model, train=train, updates=4, validation=validation)
        found = carry_out(ours, training(FLAT[:4]))  # ends within the second epoch
        return found, int(COMPILED[ours].model.optimizer.iterations)

    return outcome


@pytest.mark.parametrize("kind", ["infinite", "unknown length"])
def test_data_without_a_known_end_train_as_others_do(kind, trained_on):
    in_order = trained_on("finite")[0]["value"]
    assert trained_on(kind)[0]["value"] == pytest.approx(in_order, rel=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_data_of_any_kind_get_an_exact_budget(kind, trained_on):
    found, updates = trained_on(kind)
    assert updates == 4
    assert [logs["updates"] for logs in found["evaluations"]][-1] == 4
    assert np.isfinite(found["value"])
