"""A comparison that changed is noticed, by what changed."""

import sys

import pytest

from helpers.compare import STANDARD_ARMS
from helpers.compare.identity import digests_of_parts
from helpers.keras_import import keras
from tests.helpers.compare.stand_in import (
    Batches,
    OtherCall,
    Own,
    X,
    Y,
    comparison,
    model,
    refused,
    valley,
)

pytestmark = pytest.mark.slow


MORE = {"repeats": 4, "tuning_seeds": 3, "pairs": 3}  # one more of each


def test_what_is_added_is_no_change_and_what_is_finished_stays(trained, tmp_path):
    stand_in = trained(valley(0.01))
    comparison(tmp_path).run()
    first = len(stand_in.trained)
    arms = comparison().arms | {"third": [0.5, 1, 1, 0.5]}
    results = comparison(
        tmp_path, arms=arms, peaks=(0.001, 0.003, 0.01, 0.1), **MORE
    ).run()
    assert len(set(stand_in.trained)) == len(stand_in.trained)
    assert len(results.trainings) == 3 * 4 * (4 * 3 + 3) == len(stand_in.trained)
    assert first == 2 * 3 * (3 * 2 + 2)
    comparison(tmp_path, name="another", loss="mae").run()
    assert len(stand_in.trained) == 180 + first
    assert comparison(tmp_path).run().trainings.shape[0] == first
    assert len(stand_in.trained) == 180 + first


@pytest.mark.parametrize(
    ("more", "trained_anew"),
    [("repeats", 2 * (3 * 2 + 2)), ("tuning_seeds", 2 * 3 * 3), ("pairs", 2 * 3)],
)
def test_more_repeats_seeds_or_pairs_keep_all_that_is_finished(
    more, trained_anew, trained, tmp_path
):
    stand_in = trained(valley(0.01))
    comparison(tmp_path).run()
    before = len(stand_in.trained)
    comparison(tmp_path, **{more: MORE[more]}).run()
    assert len(set(stand_in.trained)) == len(stand_in.trained) == before + trained_anew


def commented(seed, width=2, activation="relu", start="glorot_uniform"):
    # A comment, and layers whose automatic names go on counting.
    layer = keras.layers.Dense(width, activation, kernel_initializer=start)

    return keras.Sequential([keras.Input((3,)), layer, keras.layers.Dense(1)])


SCALE = 1.0


def scaled_loss(true, predicted):
    return SCALE * keras.ops.mean((true - predicted) ** 2)


def sgd(momentum):
    return lambda rate: keras.optimizers.SGD(rate, momentum=momentum)


CHANGES = {
    "width": ("model", {}, {"model": lambda seed: model(seed, 3)}),
    "activation": ("model", {}, {"model": lambda seed: model(seed, 2, "tanh")}),
    "initializer": ("model", {}, {"model": lambda s: model(s, start="he_normal")}),
    "call": ("model", {"model": lambda s: Own()}, {"model": lambda s: OtherCall()}),
    "data": ("train", {}, {"train": (X + 1e-6, Y)}),
    "weights": ("train", {}, {"train": (X, Y, Y[:, 0])}),
    "function": ("train", {"train": lambda s: (X, Y)}, {"train": lambda s: (X, Y + s)}),
    "dataset": ("train", {"train": Batches(2)}, {"train": Batches(3)}),
    "validation": ("validation", {}, {"validation": (X, Y + 1)}),
    "test": ("test", {}, {"test": (X, Y + 1)}),
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
    assert message.count("another") == 1
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


def test_rows_in_the_order_of_another_way_are_noticed(trained, tmp_path, few_rows):
    trained(valley(0.01))
    comparison(tmp_path).run()
    few_rows(1)
    assert "another order of the rows" in refused(tmp_path)


def test_comments_and_automatic_names_are_no_change(trained, tmp_path):
    trained(valley(0.01))
    original = digests_of_parts(comparison().recipe)
    commented.__name__ = commented.__qualname__ = "model"
    assert digests_of_parts(comparison(model=commented).recipe) == original


def test_what_nobody_finished_may_change(trained, tmp_path):
    def broken(training):
        raise OSError("broken")

    trained(broken)
    with pytest.raises(OSError, match="broken"):
        comparison(tmp_path).run()
    trained(valley(0.01))
    comparison(tmp_path, loss="mae").run()
    assert "another loss" in refused(tmp_path)
