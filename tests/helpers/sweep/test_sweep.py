import re

import numpy as np
import pandas as pd
import pytest

import helpers.sweep.runs
from helpers.callbacks import RatePerUpdate
from helpers.data import small_digits
from helpers.keras_import import keras
from helpers.models import small_mlp
from helpers.schedules import constant, cosine, table, with_warmup
from helpers.sweep.averages import exponential_average, tail_average
from helpers.sweep.evaluation import add_up, evaluate, stack, unstack
from helpers.sweep.parts import split, ways
from helpers.sweep.protocol import Protocol, order_of_images, updates_per_epoch
from helpers.sweep.runs import Run, sweep
from helpers.sweep.stacked_networks import TrainingData, advance
from helpers.sweep.train_part import judge, train_together
from helpers.sweep.update_rules import Adam, Momentum, ScheduleFree

# isort: split
import tensorflow as tf

pytestmark = pytest.mark.slow

DIGITS = small_digits()
TRAIN = DIGITS.x_train[:400], DIGITS.y_train[:400]
TEST = DIGITS.x_test, DIGITS.y_test
BATCH = 32
EPOCH = updates_per_epoch(400, BATCH)  # 13 updates, the last with 16 images
RATES = table(with_warmup(cosine(0.1, 2 * EPOCH - 5), 5), 2 * EPOCH)
HUGE = 1e30
SGD = Momentum()

# Rounding, carried on by some dozens of updates. It is not exact: a kernel may treat
# the end of an array, where the last network lies, with other machine instructions.
ROUNDING = {"rtol": 1e-4, "atol": 1e-5}


def name(part):
    """Name a part of a case: the text of Keras's optimizers has their address."""
    is_of_keras = isinstance(part, keras.optimizers.Optimizer)
    return type(part).__name__ if is_of_keras else str(part)


def runs(*peaks, optimizer=SGD, rates=RATES, **options):
    return [
        Run(rates * peak, seed, optimizer, {"peak": peak}, **options)
        for seed, peak in enumerate(peaks)
    ]


def train(runs, *arguments, **options):
    options = {"batch_size": BATCH, "width": 16, **options}
    return sweep(runs, TRAIN, *(arguments or [{"test": TEST}]), **options)


def assert_same_weights(one, other):
    for mine, theirs in zip(one, other, strict=True):
        np.testing.assert_allclose(mine, theirs, **ROUNDING)


def assert_same_results(one, other):
    others = ["run", "weights"]
    pd.testing.assert_frame_equal(
        one.drop(columns=others).reset_index(drop=True),
        other.drop(columns=others).reset_index(drop=True),
        **ROUNDING,
    )
    for mine, theirs in zip(one["weights"], other["weights"], strict=True):
        assert_same_weights(mine, theirs)


def fit(data, rates, seed, optimizer, batch_size, width, epochs, inputs=None):
    """Train one network by Keras, on images in the order that a sweep takes them."""
    model = small_mlp(seed, width, inputs)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, metrics=["accuracy"])
    images, labels = data
    for epoch in range(epochs):
        order = order_of_images(seed, epoch, len(images))
        model.fit(
            images[order],
            labels[order],
            batch_size,
            shuffle=False,
            verbose=0,
            callbacks=[RatePerUpdate(rates)],
        )
    return model


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


def test_a_run_takes_the_order_of_its_seed_if_no_other_is_given():
    own = train(runs(1, 1, 1), keep_weights=True)
    shared = train(runs(1, 1, 1, order_seed=2), keep_weights=True)
    assert_same_results(own[own["run"] == 2], shared[shared["run"] == 2])
    first = own["run"] == 0
    assert (own[first]["test_nll"] != shared[first]["test_nll"]).all()


@pytest.mark.parametrize("most", [1, 2, 3, 4, 64])
@pytest.mark.parametrize("workers", [1, 2, 5, 30])
def test_the_groups_of_a_part_are_equally_large(most, workers):
    orders = [5, 1, 5, 2, 1, 5, 2, 3, 5, 5]
    many = [Run(RATES, seed, order_seed=order) for seed, order in enumerate(orders)]
    kept = np.array(split(many, 16, workers, units=most * 16), object)
    assert sorted(place for part in kept for place in part) == list(range(10))
    assert max(map(len, kept)) <= most
    assert len(kept) >= min(workers, 4)
    for part in ways([[0, 2, 5, 8, 9], [1, 4], [3, 6], [7]], most, workers)[-1]:
        assert len({len(group) for group in part}) == 1


@pytest.mark.parametrize(
    ("arms", "orders", "expected"),
    [
        (16, 3, [16, 16, 8, 8]),  # not three of 16, with one core idle
        (6, 3, [9, 9]),
        (2, 7, [8, 6]),
        (35, 3, [14] * 7 + [7]),
        (1, 1, [1]),
    ],
)
def test_two_cores_are_ready_at_about_the_same_time(arms, orders, expected):
    many = [Run(RATES, 0, order_seed=order) for order in range(orders)] * arms
    assert [len(part) for part in split(many, 64, 2, units=16 * 64)] == expected


def test_the_longest_parts_come_first():
    many = [Run(RATES[:4], 0)] * 3 + [Run(RATES, 0)] * 2
    assert [[*part] for part in split(many, 64)] == [[3, 4], [0, 1, 2]]


def test_an_order_may_have_several_groups_in_a_part():
    many = [
        Run(RATES, seed, order_seed=order)
        for seed, order in enumerate([3, 3, 3, 3, 8, 8, 9])
    ]
    protocol = Protocol(TRAIN, {"test": TEST}, None, BATCH, 16, keep_weights=True)
    for part in ([0, 1, 2, 3, 4, 5], [6, 0, 1]):
        found = train_together(
            {place: many[place] for place in part}, protocol, TrainingData(*TRAIN)
        )
        for place in part:
            alone = train([many[place]], keep_weights=True)
            assert_same_results(alone, found[found["run"] == place])


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


def test_schedule_free_descent_is_the_one_of_the_paper():
    """Against equations 1 to 5, written down as they stand, on gradients of Keras."""
    rates, beta = RATES[: EPOCH + 3] * 5, 0.9
    assert rates[0] == 0 < rates[-1]  # a warm-up: its first step has no share
    row = train(
        [Run(rates, 4, ScheduleFree(beta))], {}, [len(rates)], keep_weights=True
    ).iloc[0]

    model = small_mlp(4, 16)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    z = [np.float64(weight) for weight in model.get_weights()]
    x = [weight.copy() for weight in z]
    for step, rate in enumerate(rates):
        epoch, batch = divmod(step, EPOCH)
        chosen = order_of_images(4, epoch, 400)[batch * BATCH :][:BATCH]
        y = [(1 - beta) * at_z + beta * at_x for at_z, at_x in zip(z, x, strict=True)]
        model.set_weights(y)
        with tf.GradientTape() as tape:
            value = loss(TRAIN[1][chosen], model(TRAIN[0][chosen]))
        slopes = tape.gradient(value, [v.value for v in model.trainable_variables])
        z = [at - rate * slope.numpy() for at, slope in zip(z, slopes, strict=True)]
        share = rate**2 / max(np.sum(rates[: step + 1] ** 2), 1e-30)
        x = [(1 - share) * at + share * to for at, to in zip(x, z, strict=True)]
    assert_same_weights(row["weights"], x)


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


def test_a_network_with_a_weight_that_is_not_finite_has_no_right_answer():
    class Networks:
        averages = ()

        def weights(self):
            return stack([small_mlp(seed, 16).get_weights() for seed in range(2)])

        def finite(self):
            return np.array([True, False])

    protocol = Protocol(TRAIN, {"test": TEST}, None, BATCH, 16, False)
    [columns] = judge(Networks(), np.zeros(2), protocol)
    assert columns["diverged"].tolist() == [False, True]
    assert columns["test_error"][0] < columns["test_error"][1] == 1
    assert columns["test_nll"][0] < columns["test_nll"][1] == np.inf
    assert columns["train_loss"].tolist() == [0, np.inf]


@pytest.mark.parametrize("cores", [1, 3])
def test_several_parts_give_the_results_of_one(monkeypatch, cores):
    many = runs(1, 0.5, 2, 1.5, 0.1, order_seed=0)
    monkeypatch.setattr(helpers.sweep.runs, "share_out", lambda: (1, 64 * 16))
    whole = train(many, keep_weights=True)
    monkeypatch.setattr(helpers.sweep.runs, "share_out", lambda: (cores, 2 * 16))
    assert [[*part] for part in split(many, 16, units=32)] == [[0, 1], [2, 3], [4]]
    assert len(split(many, 16, workers=9)) == 5
    parts = train(many, keep_weights=True)
    assert parts["run"].tolist() == whole["run"].tolist()
    assert_same_results(parts, whole)


def test_optimizers_and_budgets_may_differ_within_a_sweep():
    mixed = [
        Run(RATES, 0, Momentum(), {"name": "a"}),
        Run(RATES / 20, 1, Adam(), {"name": "b"}),
        Run(RATES[:EPOCH], 2, Momentum(), {"name": "c"}),
        Run(RATES, 3, Momentum(0.5), {"name": "d"}),
    ]
    results = train(mixed, keep_weights=True)
    assert results["name"].tolist() == list("aabbcdd")
    assert results["epoch"].tolist() == [1, 2, 1, 2, 1, 1, 2]
    for place, run in enumerate(mixed):
        alone = train([run], keep_weights=True)
        assert_same_results(alone, results[results["run"] == place])


def test_the_table_has_a_row_for_each_evaluation_of_each_run():
    results = train(runs(1, 0.5), {"validation": TEST, "test": TEST})
    assert results.columns.tolist() == [
        *("run", "peak", "seed", "order_seed", "step", "epoch", "train_loss"),
        *("validation_error", "validation_nll", "test_error", "test_nll", "diverged"),
    ]
    assert results["run"].tolist() == [0, 0, 1, 1]
    assert results["peak"].tolist() == [1, 1, 0.5, 0.5]
    assert results["seed"].tolist() == [0, 0, 1, 1]
    assert results["step"].tolist() == [EPOCH, 2 * EPOCH] * 2
    assert results["epoch"].tolist() == [1, 2] * 2
    assert results.index.tolist() == [0, 1, 2, 3]
    assert results["diverged"].dtype == bool
    assert (results["test_error"] < 0.8).all()


def test_evaluations_at_chosen_steps_leave_the_training_as_it_is():
    steps = [3, 0, 2 * EPOCH, EPOCH, 3]
    often = train(runs(1), {"test": TEST}, steps, keep_weights=True)
    assert often["step"].tolist() == [0, 3, EPOCH, 2 * EPOCH]
    np.testing.assert_allclose(often["epoch"], [0, 3 / EPOCH, 1, 2])
    assert_same_weights(often["weights"][0], small_mlp(0, 16).get_weights())
    assert np.isnan(often["train_loss"][0])
    assert not often["diverged"].any()

    last = train(runs(1), {"test": TEST}, [2 * EPOCH], keep_weights=True)
    assert_same_weights(often["weights"].iloc[-1], last["weights"][0])
    spans = np.diff(often["step"])
    mean = np.average(often["train_loss"][1:], weights=spans)
    assert last["train_loss"][0] == pytest.approx(mean, rel=1e-5)


def test_a_run_without_labels_or_evaluations_has_its_losses():
    results = sweep([Run(RATES[:2])], TRAIN)
    assert results.columns.tolist() == [
        *("run", "seed", "order_seed", "step", "epoch", "train_loss", "diverged")
    ]


def test_weights_fit_a_keras_model_that_gives_the_same_answers():
    row = train(runs(1), keep_weights=True).iloc[-1]
    model = small_mlp(99, 16)
    model.set_weights(row["weights"])
    wrong = model.predict(TEST[0], verbose=0).argmax(axis=1) != TEST[1]
    assert row["test_error"] == pytest.approx(wrong.mean())


@pytest.mark.parametrize("number", [1, 499, 500, 501, 1400])
def test_an_evaluation_in_chunks_is_keras_evaluate(number):
    # Noise lights pixels that are black in every digit: their weights count here.
    images = np.random.default_rng(0).integers(0, 256, (1400, 28, 28), dtype=np.uint8)
    labels = np.random.default_rng(1).integers(0, 10, 1400)
    models = [small_mlp(seed, 16) for seed in range(3)]
    models[1].set_weights(train(runs(1), keep_weights=True)["weights"][0])
    data = images[:number], labels[:number]
    errors, losses = evaluate(stack([m.get_weights() for m in models]), *data)
    for model, error, loss in zip(models, errors, losses, strict=True):
        model.compile(
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
        )
        expected, accuracy = model.evaluate(*data, verbose=0)
        assert loss == pytest.approx(expected, rel=1e-4)
        assert error == pytest.approx(1 - accuracy, abs=1e-6)


def test_the_memory_of_an_evaluation_is_bounded():
    resource = pytest.importorskip("resource")
    unit = 1 if resource.getpagesize() == 16384 else 1024  # bytes on macOS, else kB

    def peak():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

    weights = stack([small_mlp(0, 256).get_weights()] * 16)
    images, labels = np.zeros((40_000, 28, 28), np.uint8), np.zeros(40_000, int)
    evaluate(weights, images[:1000], labels[:1000])
    before = peak()
    evaluate(weights, images, labels)
    all_at_once = 16 * 256 * 4 * len(images)
    assert peak() - before < all_at_once / 4


def test_unstacked_weights_are_the_stacked_ones():
    weights = [small_mlp(seed, 16).get_weights() for seed in range(3)]
    for one, other in zip(unstack(stack(weights)), weights, strict=True):
        assert [array.tolist() for array in one] == [a.tolist() for a in other]


def test_the_program_is_compiled_once_for_all_sizes():
    train(runs(1))
    programs = advance, add_up
    compiled = [program.experimental_get_tracing_count() for program in programs]
    train(runs(1, 2, 3, order_seed=1), width=8, batch_size=20)
    train(runs(1, 2, optimizer=Momentum(0.5)), {}, [7])
    again = [program.experimental_get_tracing_count() for program in programs]
    assert again == compiled


def test_an_epoch_takes_each_image_once_in_an_order_that_its_seed_fixes():
    order = order_of_images(3, 1, 100)
    assert sorted(order) == list(range(100))
    assert order.tolist() == order_of_images(3, 1, 100).tolist()
    for other in (order_of_images(4, 1, 100), order_of_images(3, 2, 100)):
        assert order.tolist() != other.tolist()


def test_progress_reaches_the_end_and_nothing_is_left(monkeypatch, capsys):
    shares = []
    usual = helpers.sweep.runs.progress

    def seen(show, *arguments):
        return usual(lambda text, share: shares.append(share), *arguments)

    train(runs(1))
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(helpers.sweep.runs, "progress", seen)
    train([*runs(1, 2), Run(RATES[:7], labels={"peak": 1})])
    assert shares[-1] == 1
    assert shares == sorted(shares)


def test_updates_of_an_epoch_are_counted_as_by_keras():
    assert [updates_per_epoch(n) for n in (1, 128, 129, 50_000)] == [1, 1, 2, 391]


IMAGES, LABELS = TRAIN
ONE = [Run(RATES)]


@pytest.mark.parametrize(
    ("error", "message", "arguments", "options"),
    [
        (ValueError, "runs is empty", ([], TRAIN), {}),
        (TypeError, "runs[1] = 'cosine' must be a Run", ([*ONE, "cosine"], TRAIN), {}),
        (
            ValueError,
            "runs[1] has the labels ['peak'], but runs[0] has []",
            ([*ONE, *runs(1)], TRAIN),
            {},
        ),
        (
            ValueError,
            "labels: the results have a column 'test_nll' already",
            ([Run(RATES, labels={"test_nll": 1})], TRAIN, {"test": TEST}),
            {},
        ),
        (TypeError, "train must be a pair of arrays", (ONE, IMAGES), {}),
        (TypeError, "train must be a pair of arrays", (ONE, ([1], [2])), {}),
        (
            ValueError,
            "train: images must be uint8 or float32 (n, …), not float64",
            (ONE, (IMAGES / 255, LABELS)),
            {},
        ),
        (
            ValueError,
            "evaluate_on['test']: images must be uint8 of shape (n, 28, 28), as those "
            "to train on, not uint8 of shape (400, 784)",
            (ONE, TRAIN, {"test": (IMAGES.reshape(400, 784), LABELS)}),
            {},
        ),
        (ValueError, "shape (0, 28, 28)", (ONE, (IMAGES[:0], LABELS[:0])), {}),
        (
            ValueError,
            "train: images must be finite",
            (ONE, (np.full((400, 5), np.nan, np.float32), LABELS)),
            {},
        ),
        (
            ValueError,
            "runs[1] has the averages [], but runs[0] has ['tail']",
            ([Run(RATES, averages={"tail": RATES}), *ONE], TRAIN),
            {},
        ),
        (
            ValueError,
            "evaluate_on['test']: labels must be whole numbers of shape (400,)",
            (ONE, TRAIN, {"test": (IMAGES, LABELS[:9])}),
            {},
        ),
        (
            ValueError,
            "train: labels must be from 0 to 9, not 1 to 10",
            (ONE, (IMAGES, LABELS + 1)),
            {},
        ),
        (TypeError, "evaluate_on = (", (ONE, TRAIN, TEST), {}),
        (ValueError, "evaluate_at is empty", (ONE, TRAIN), {"evaluate_at": []}),
        (TypeError, "evaluate_at = [0.5]", (ONE, TRAIN), {"evaluate_at": [0.5]}),
        (
            ValueError,
            f"evaluate_at has step 999, but a run has {2 * EPOCH} updates",
            (ONE, TRAIN),
            {"evaluate_at": [1, 999]},
        ),
        (ValueError, "batch_size = 0", (ONE, TRAIN), {"batch_size": 0}),
        (TypeError, "width = 1.5", (ONE, TRAIN), {"width": 1.5}),
        (TypeError, "keep_weights = 'no'", (ONE, TRAIN), {"keep_weights": "no"}),
    ],
)
def test_a_bad_argument_is_named(error, message, arguments, options):
    with pytest.raises(error, match=re.escape(message)):
        sweep(*arguments, **options)


@pytest.mark.parametrize(
    ("error", "message", "make"),
    [
        (TypeError, "rates = ", lambda: Run(constant(0.1))),
        (ValueError, "rates[1] = nan", lambda: Run([0.1, np.nan])),
        (ValueError, "seed = -1", lambda: Run(RATES, -1)),
        (TypeError, "optimizer = 'adam'", lambda: Run(RATES, 0, "adam")),
        (TypeError, "labels = 'cosine'", lambda: Run(RATES, labels="cosine")),
        (ValueError, "order_seed = -1", lambda: Run(RATES, order_seed=-1)),
        (TypeError, "averages = 'ema'", lambda: Run(RATES, averages="ema")),
        (
            ValueError,
            f"averages['ema'] must be a column of {2 * EPOCH} numbers",
            lambda: Run(RATES, averages={"ema": [0.5]}),
        ),
        (
            ValueError,
            "averages['ema'][1] = 1.5 must be from 0 to 1",
            lambda: Run([0.1, 0.1], averages={"ema": [0.5, 1.5]}),
        ),
        (ValueError, "last = 9 must be from 1 to 8", lambda: tail_average(8, 9)),
        (ValueError, "every = 0", lambda: exponential_average(8, 0.9, 0)),
        (ValueError, "every = 5 must be from 1 to 4", lambda: tail_average(8, 4, 5)),
        (ValueError, "momentum = 2", lambda: exponential_average(8, 2)),
        (ValueError, "momentum = 0 leaves no average", lambda: ScheduleFree(0)),
        (ValueError, "momentum = 1 must be below 1", lambda: ScheduleFree(1)),
        (ValueError, "momentum = 1 must be below 1", lambda: Momentum(1)),
        (ValueError, "momentum = -0.1", lambda: Momentum(-0.1)),
        (ValueError, "beta_1 = 1.0 must be below 1", lambda: Adam(1.0)),
        (ValueError, "beta_2 = 2", lambda: Adam(beta_2=2)),
        (ValueError, "epsilon = 0 must be above 0", lambda: Adam(epsilon=0)),
    ],
)
def test_a_bad_run_or_rule_is_named(error, message, make):
    with pytest.raises(error, match=re.escape(message)):
        make()
