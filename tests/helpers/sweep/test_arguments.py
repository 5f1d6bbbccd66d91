"""Wrong arguments of a sweep, of a run, and of what a run is given."""

import re

import numpy as np
import pytest

from helpers.schedules import constant
from helpers.sweep import (
    Adam,
    Momentum,
    Run,
    ScheduleFree,
    exponential_average,
    sweep,
    tail_average,
)
from tests.helpers.sweep.small import EPOCH, RATES, TEST, TRAIN, runs

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
        (ValueError, "order_seed = -2", lambda: Run(RATES, order_seed=(1, -2))),
        (TypeError, "order_seed = ()", lambda: Run(RATES, order_seed=())),
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
