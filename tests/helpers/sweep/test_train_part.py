import numpy as np
import pytest

from helpers.models import small_mlp
from helpers.sweep import Run, stack
from helpers.sweep.protocol import Protocol
from helpers.sweep.train_part import judge, train_part
from helpers.sweep.training_data import TrainingData
from tests.helpers.sweep.small import (
    BATCH,
    RATES,
    TEST,
    TRAIN,
    assert_same_results,
    train,
)

pytestmark = pytest.mark.slow


def test_an_order_may_have_several_groups_in_a_part():
    many = [
        Run(RATES, seed, order_seed=order)
        for seed, order in enumerate([3, 3, 3, 3, 8, 8, 9])
    ]
    alone = [train([run], keep_weights=True) for run in many]
    protocol = Protocol(TRAIN, {"test": TEST}, None, BATCH, 16, keep_weights=True)
    for part in ([0, 1, 2, 3, 4, 5], [6, 0, 1]):
        found = train_part(
            {place: many[place] for place in part}, protocol, TrainingData(*TRAIN)
        )
        for place in part:
            assert_same_results(alone[place], found[found["run"] == place])


def test_a_network_with_a_weight_that_is_not_finite_has_no_right_answer():
    class Networks:
        averages = ()

        def weights(self, average):
            return stack([small_mlp(seed, 16).get_weights() for seed in range(2)])

        def finite(self):
            return np.array([True, False])

    protocol = Protocol(TRAIN, {"test": TEST}, None, BATCH, 16, False)
    [columns] = judge(Networks(), np.zeros(2), protocol)
    assert columns["diverged"].tolist() == [False, True]
    assert columns["test_error"][0] < columns["test_error"][1] == 1
    assert columns["test_nll"][0] < columns["test_nll"][1] == np.inf
    assert columns["train_loss"].tolist() == [0, np.inf]
