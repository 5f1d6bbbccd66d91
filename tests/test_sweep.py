import re

import numpy as np
import pandas as pd
import pytest

import helpers.sweep.runs
from helpers.callbacks import RatePerUpdate
from helpers.data import small_digits
from helpers.models import small_mlp
from helpers.quiet import keras
from helpers.schedules import constant, cosine, table, with_warmup
from helpers.sweep.evaluation import add_up, evaluate, stack, unstack
from helpers.sweep.many_networks import advance
from helpers.sweep.protocol import Protocol, order_of_images, updates_per_epoch
from helpers.sweep.runs import Run, split, sweep
from helpers.sweep.side_by_side import judge
from helpers.sweep.update_rules import Adam, Momentum

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


def runs(*peaks, optimizer=SGD, rates=RATES):
    return [
        Run(rates * peak, seed, optimizer, {"peak": peak})
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


def fit(data, rates, seed, optimizer, batch_size, width, epochs):
    """Train one network by Keras, on images in the order that a sweep takes them."""
    model = small_mlp(seed, width)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, metrics=["accuracy"])
    images, labels = data
    for epoch in range(epochs):
        order = order_of_images(0, epoch, len(images))
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


@pytest.mark.parametrize("order_seed", [0, None], ids=["shared", "own"])
@pytest.mark.parametrize("rule", [Momentum(), Adam()], ids=str)
def test_a_run_is_the_same_alone_and_beside_others(rule, order_seed):
    options = {"order_seed": order_seed, "keep_weights": True}
    factors = np.array([1, 0.5, 2, 1.5, 0.1]) * (1 if rule == Momentum() else 0.05)
    beside = train(runs(*factors, optimizer=rule), **options)
    for place, run in enumerate(runs(*factors, optimizer=rule)):
        alone = train([run], **options)
        assert_same_results(alone, beside[beside["run"] == place])


def test_a_run_with_its_own_order_takes_the_order_of_its_seed():
    options = {"keep_weights": True}
    own = train(runs(1, 1, 1), order_seed=None, **options)
    shared = train(runs(1, 1, 1), order_seed=2, **options)
    assert_same_results(own[own["run"] == 2], shared[shared["run"] == 2])
    first = own["run"] == 0
    assert (own[first]["test_nll"] != shared[first]["test_nll"]).all()


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
        def weights(self):
            return stack([small_mlp(seed, 16).get_weights() for seed in range(2)])

        def finite(self):
            return np.array([True, False])

    protocol = Protocol(TRAIN, {"test": TEST}, None, 0, BATCH, 16, False)
    columns = judge(Networks(), np.zeros(2), protocol)
    assert columns["diverged"].tolist() == [False, True]
    assert columns["test_error"][0] < columns["test_error"][1] == 1
    assert columns["test_nll"][0] < columns["test_nll"][1] == np.inf
    assert columns["train_loss"].tolist() == [0, np.inf]


def test_several_parts_give_the_results_of_one(monkeypatch):
    many = runs(1, 0.5, 2, 1.5, 0.1)
    whole = train(many, keep_weights=True)
    monkeypatch.setattr(helpers.sweep.runs, "UNITS_TOGETHER", 2 * 16)
    assert [list(part) for part in split(many, 16)] == [[0, 1], [2, 3], [4]]
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
        *("run", "peak", "seed", "step", "epoch", "train_loss"),
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
        *("run", "seed", "step", "epoch", "train_loss", "diverged")
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
    compiled = advance.experimental_get_tracing_count()
    train(runs(1, 2, 3), width=8, batch_size=20, order_seed=None)
    train(runs(1, 2, optimizer=Momentum(0.5)), {}, [7])
    assert advance.experimental_get_tracing_count() == compiled
    assert add_up.experimental_get_tracing_count() == 1


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
            "train: images must be uint8 of shape (n, 28, 28), not float64",
            (ONE, (IMAGES / 255, LABELS)),
            {},
        ),
        (
            ValueError,
            "not uint8 of shape (400, 784)",
            (ONE, (IMAGES.reshape(400, 784), LABELS)),
            {},
        ),
        (ValueError, "shape (0, 28, 28)", (ONE, (IMAGES[:0], LABELS[:0])), {}),
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
        (ValueError, "order_seed = -1", (ONE, TRAIN), {"order_seed": -1}),
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
