import numpy as np
import pytest

import helpers.sweep.runs
from helpers.models import small_mlp
from helpers.sweep import Adam, Momentum, Run, sweep
from helpers.sweep.parts import split
from tests.helpers.sweep.small import (
    EPOCH,
    RATES,
    TEST,
    TRAIN,
    assert_same_results,
    assert_same_weights,
    runs,
    train,
)

pytestmark = pytest.mark.slow


def test_a_run_takes_the_order_of_its_seed_if_no_other_is_given():
    own = train(runs(1, 1, 1), keep_weights=True)
    shared = train(runs(1, 1, 1, order_seed=2), keep_weights=True)
    assert_same_results(own[own["run"] == 2], shared[shared["run"] == 2])
    first = own["run"] == 0
    assert (own[first]["test_nll"] != shared[first]["test_nll"]).all()


def test_two_orders_may_part_after_an_epoch():
    orders = [1, (1, 2), (1,), (1, 2)]
    results = train([Run(RATES, order_seed=order) for order in orders])
    losses = results.pivot(index="step", columns="run", values="test_nll")
    assert losses.loc[EPOCH].tolist() == pytest.approx([losses.loc[EPOCH, 0]] * 4, 1e-4)
    at_end = losses.loc[2 * EPOCH]
    assert at_end[2] == pytest.approx(at_end[0], rel=1e-4)
    assert at_end[3] == pytest.approx(at_end[1], rel=1e-4) != at_end[0]


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
