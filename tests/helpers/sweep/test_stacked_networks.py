import numpy as np
import pytest

from helpers.callbacks import RatePerUpdate
from helpers.keras_import import keras
from helpers.models import small_mlp
from helpers.schedules import cosine, table
from helpers.sweep import (
    Adam,
    Momentum,
    Run,
    ScheduleFree,
    order_of_images,
    sweep,
    updates_per_epoch,
)
from helpers.sweep.evaluation import add_up
from helpers.sweep.stacked_networks import advance
from tests.helpers.sweep.small import (
    BATCH,
    RATES,
    TEST,
    TRAIN,
    assert_same_results,
    assert_same_weights,
    fit,
    runs,
    train,
)

pytestmark = pytest.mark.slow

HUGE = 1e30


def name(part):
    """Name a part of a case: the text of Keras's optimizers has their address."""
    is_of_keras = isinstance(part, keras.optimizers.Optimizer)
    return type(part).__name__ if is_of_keras else str(part)


def assert_as_keras(row, model, test):
    """Compare with Keras; weights by their distance, as a share of the way they went.

    An input of a ReLU that is next to 0 may fall on either side by rounding, which
    moves the weights of that one unit by more than rounding.
    """
    loss, accuracy = model.evaluate(*test, verbose=0)
    assert row.test_nll == pytest.approx(loss, rel=1e-4)
    assert row.test_error == pytest.approx(1 - accuracy, abs=1e-6)
    start = small_mlp(row.seed, len(row.weights[1])).get_weights()
    for layer, end in enumerate(model.get_weights()):
        went = np.linalg.norm(end - start[layer])
        assert np.linalg.norm(row.weights[layer] - end) < 1e-3 * went


@pytest.mark.parametrize(
    ("rule", "optimizer", "factor"),
    [
        (Momentum(), keras.optimizers.SGD(momentum=0.9), 1),
        (Momentum(0), keras.optimizers.SGD(), 2),
        (Adam(), keras.optimizers.Adam(), 0.05),
        (Adam(0.8, 0.99, 1e-4), keras.optimizers.Adam(0.1, 0.8, 0.99, 1e-4), 0.05),
    ],
    ids=name,
)
def test_a_run_is_what_keras_fit_does(rule, optimizer, factor):
    three = runs(factor, factor / 2, factor / 4, optimizer=rule)
    results = train(three, keep_weights=True)
    rates, seed = three[1].rates, three[1].seed
    model = fit(TRAIN, rates, seed, optimizer, BATCH, 16, epochs=2)
    assert_as_keras(results[results["run"] == 1].iloc[-1], model, TEST)


@pytest.mark.parametrize(
    ("rule", "optimizer", "peak"),
    [
        (Momentum(), keras.optimizers.SGD(momentum=0.9), 0.1),
        # With its epsilon of 1e-7, Adam divides rounding by rounding where a pixel is
        # hardly ever lit: there weights differ, though not what the network does.
        (Adam(epsilon=1e-3), keras.optimizers.Adam(epsilon=1e-3), 0.003),
    ],
    ids=name,
)
def test_an_epoch_of_larger_data_is_what_keras_fit_does(digits, rule, optimizer, peak):
    data = digits.x_train[:6400], digits.y_train[:6400]
    updates = updates_per_epoch(len(data[0]))
    rates = table(cosine(peak, updates), updates)
    test = digits.x_test[:2000], digits.y_test[:2000]
    results = sweep([Run(rates, 3, rule)], data, {"test": test}, keep_weights=True)
    model = fit(data, rates, 3, optimizer, 128, 64, epochs=1)
    assert_as_keras(results.iloc[-1], model, test)


def test_the_training_loss_is_the_one_that_fit_shows():
    data = TRAIN[0][:384], TRAIN[1][:384]
    rates = RATES[:12]
    results = sweep(runs(1, rates=rates), data, batch_size=BATCH, width=16)
    model = small_mlp(0, 16)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(momentum=0.9), loss)
    order = order_of_images(0, 0, 384)
    history = model.fit(
        *(array[order] for array in data),
        BATCH,
        shuffle=False,
        verbose=0,
        callbacks=[RatePerUpdate(rates)],
    )
    assert results["train_loss"][0] == pytest.approx(history.history["loss"][0], 1e-4)


@pytest.mark.parametrize("rule", [Momentum(), Adam(), ScheduleFree()], ids=str)
def test_a_run_is_the_same_alone_and_beside_others(rule):
    factors = np.array([1, 0.5, 2, 1.5, 0.1]) * (0.05 if rule == Adam() else 1)
    orders = [0, 7, 0, 7, 3]  # two groups of two in one program, and one alone
    many = [
        Run(RATES * factor, seed, rule, order_seed=order)
        for seed, (factor, order) in enumerate(zip(factors, orders, strict=True))
    ]
    beside = train(many, keep_weights=True)
    assert beside["order_seed"].tolist() == np.repeat(orders, 2).tolist()
    for place, run in enumerate(many):
        alone = train([run], keep_weights=True)
        assert_same_results(alone, beside[beside["run"] == place])


def test_numbers_that_are_no_pixels_are_taken_as_they_are():
    numbers = np.random.default_rng(0).normal(size=(500, 40)).astype(np.float32)
    numbers[:, 7] = 0  # takes no part in training
    labels = np.argmax(numbers[:, :10], axis=1)
    data, test = (numbers[:400], labels[:400]), (numbers[400:], labels[400:])
    results = sweep(
        [Run(RATES, seed) for seed in range(3)],
        data,
        {"test": test},
        batch_size=BATCH,
        width=16,
        keep_weights=True,
    )
    sgd = keras.optimizers.SGD(momentum=0.9)
    model = fit(data, RATES, 2, sgd, BATCH, 16, epochs=2, inputs=40)
    row = results.iloc[-1]
    loss, accuracy = model.evaluate(*test, verbose=0)
    assert row.test_nll == pytest.approx(loss, rel=1e-4)
    assert row.test_error == pytest.approx(1 - accuracy, abs=1e-6)
    assert_same_weights(row.weights, model.get_weights())


@pytest.mark.parametrize("rule", [Momentum(), Adam()], ids=str)
def test_a_run_that_diverges_is_marked_and_leaves_its_neighbours_alone(rule):
    usual = 1 if rule == Momentum() else 0.05
    many = runs(usual, HUGE, usual / 2, HUGE, usual / 4, optimizer=rule)
    results = train(many, keep_weights=True)
    wild = results["run"].isin([1, 3])
    assert (results["diverged"] == wild).all()
    assert (results.loc[wild, ["train_loss", "test_nll"]] == np.inf).all(axis=None)
    assert (results.loc[wild, "test_error"] == 1).all()
    tame = train([many[0], many[2], many[4]], keep_weights=True)
    assert_same_results(results[~wild], tame)
    assert not tame["diverged"].any()


def test_a_run_that_diverges_is_marked_without_an_evaluation_too():
    results = train(runs(1, HUGE), {})
    assert results["diverged"].tolist() == [False, False, True, True]
    assert np.isinf(results["train_loss"]).tolist() == [False, False, True, True]


def test_the_program_is_compiled_once_for_all_sizes():
    train(runs(1))
    programs = advance, add_up
    compiled = [program.experimental_get_tracing_count() for program in programs]
    train(runs(1, 2, 3, order_seed=1), width=8, batch_size=20)
    train(runs(1, 2, optimizer=Momentum(0.5)), {}, [7])
    again = [program.experimental_get_tracing_count() for program in programs]
    assert again == compiled
