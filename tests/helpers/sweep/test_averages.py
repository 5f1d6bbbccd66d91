import numpy as np
import pytest

from helpers.keras_import import keras
from helpers.models import small_mlp
from helpers.sweep import Run, evaluate, exponential_average, stack, tail_average
from tests.helpers.sweep.small import (
    BATCH,
    EPOCH,
    RATES,
    ROUNDING,
    TEST,
    TRAIN,
    assert_same_weights,
    fit,
    runs,
    train,
)

pytestmark = pytest.mark.slow


def weights_after_each_step(rates, seed, **options):
    steps = range(1, len(rates) + 1)
    kept = train([Run(rates, seed)], {}, [*steps], keep_weights=True, **options)
    return [np.concatenate([w.ravel() for w in row]) for row in kept["weights"]]


@pytest.mark.parametrize(
    "column",
    [
        tail_average(len(RATES), 5),
        tail_average(len(RATES), len(RATES)),
        exponential_average(len(RATES), 0.8),
        exponential_average(len(RATES), 0.8, every=4),
    ],
    ids=["tail", "all", "exponential", "each fourth"],
)
def test_an_average_is_that_of_the_weights_after_each_step(column):
    path = weights_after_each_step(RATES, 1)
    beside = exponential_average(len(RATES), 0.5)
    two = [
        Run(RATES * factor, seed, averages={"one": one, "other": other})
        for factor, seed, one, other in [(2, 0, beside, column), (1, 1, column, beside)]
    ]
    results = train(two, {"test": TEST}, [EPOCH, 2 * EPOCH], keep_weights=True)
    assert results["average"].tolist() == ["none", "one", "other"] * 4

    first = np.argmax(column > 0)
    expected = path[first]
    for row in range(first + 1, len(RATES)):
        expected = expected + column[row] * (path[row] - expected)
    found = results[(results["run"] == 1) & (results["average"] == "one")].iloc[-1]
    weights = np.concatenate([weight.ravel() for weight in found["weights"]])
    np.testing.assert_allclose(weights, expected, **ROUNDING)
    error, nll = evaluate(stack([found["weights"]]), *TEST)
    assert (found["test_error"], found["test_nll"]) == (error, nll)
    last = results[(results["run"] == 1) & (results["average"] == "none")].iloc[-1]
    weights = np.concatenate([weight.ravel() for weight in last["weights"]])
    np.testing.assert_allclose(weights, path[-1], **ROUNDING)


def test_a_tail_average_is_a_mean_and_begins_late():
    path = np.random.default_rng(0).normal(size=(9, 3))
    average = np.full(3, 99.0)
    for weights, share in zip(path, tail_average(9, 4), strict=True):
        average = average + share * (weights - average)
    np.testing.assert_allclose(average, path[5:].mean(axis=0))
    thinned = tail_average(9, 5, every=2)
    assert np.flatnonzero(thinned).tolist() == [4, 6, 8]
    assert thinned[[4, 6, 8]].tolist() == [1, 1 / 2, 1 / 3]


def test_an_average_that_nothing_was_added_to_is_the_network_as_it_began():
    late = {"late": tail_average(2 * EPOCH, 1)}
    found = train(runs(1, averages=late), {}, [EPOCH], keep_weights=True)
    assert_same_weights(found["weights"][1], small_mlp(0, 16).get_weights())


def test_an_exponential_average_is_the_one_of_keras():
    ema = {"ema": exponential_average(2 * EPOCH, 0.9)}
    found = train(runs(1, averages=ema), {}, [EPOCH], keep_weights=True).iloc[-1]
    optimizer = keras.optimizers.SGD(momentum=0.9, use_ema=True, ema_momentum=0.9)
    model = fit(TRAIN, RATES, 0, optimizer, BATCH, 16, epochs=1)
    assert_same_weights(found["weights"], model.get_weights())
