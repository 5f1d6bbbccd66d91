"""What an arm may be."""

import numpy as np
import pytest

from helpers.compare import STANDARD_ARMS
from helpers.compare.arms import column
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.schedules import constant, cosine, step_decay, table, with_warmup


def test_an_arm_may_be_given_in_many_ways():
    expected = table(cosine(0.1, 8), 8)
    for arm in (
        cosine,
        lambda peak, updates: TableSchedule(table(cosine(peak, updates), updates)),
        lambda peak, updates: table(cosine(peak, updates), updates),
        lambda peak, updates: cosine(peak, updates),
        cosine(3.0, 8),
        TableSchedule(table(cosine(3.0, 8), 8)),
        list(table(cosine(3.0, 8), 8)),
    ):
        assert np.allclose(column("a", arm, 0.1, 8), expected, rtol=1e-6, atol=1e-9)
    step = lambda peak, updates: lambda step: peak / (step + 1)  # noqa: E731
    assert np.allclose(column("a", step, 0.1, 3), [0.1, 0.05, 0.1 / 3])


def test_the_standard_arms_reach_the_peak_and_no_more():
    for name, arm in STANDARD_ARMS.items():
        assert column(name, arm, 0.3, 50).max() == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("made", "error", "words"),
    [
        (lambda step: 20 - step - 0.5, ValueError, r"arms\['c'\]\[20\] = -0.5 must be"),
        (None, TypeError, r"arms\['c'\] gives None. \(A function without `return`"),
        (0.1, TypeError, r"arms\['c'\] gives one number: return `constant\(peak\)`"),
    ],
    ids=["negative", "None", "a number"],
)
def test_an_arm_that_gives_no_rates_is_named(made, error, words):
    with pytest.raises(error, match=words):
        column("c", lambda peak, updates: made, 0.1, 30)


KERAS = keras.optimizers.schedules


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arm", "updates", "words"),
    [
        (
            KERAS.CosineDecay(1.0, 1000),
            8,
            "1000 steps, but the budget is 8 updates: .* ",
        ),
        (cosine(1.0, 1000), 100, "a training makes only 2.4 % of its way"),
        (lambda peak, updates: cosine(peak, 90), 20, "is a schedule of 90 steps"),
        (KERAS.PolynomialDecay(1.0, 900), 8, "a training makes only 0.78 % of its way"),
        (TableSchedule(table(cosine(1.0, 99), 99)), 8, "is a schedule of 99 steps"),
        (cosine(1.0, 10), 1000, "10 steps, .* 1000 updates: it is over long before"),
    ],
)
def test_a_schedule_of_another_length_is_named_with_both_numbers(arm, updates, words):
    with pytest.warns(UserWarning, match=rf"arms\['cos'\] .*{words}"):
        column("cos", arm, 0.1, updates)


@pytest.mark.slow
@pytest.mark.parametrize(
    "arm",
    [
        cosine,
        KERAS.CosineDecay,
        cosine(1.0, 100),
        cosine(1.0, 150),
        constant(1.0),
        KERAS.ExponentialDecay(1.0, 1000, 0.5),
        KERAS.CosineDecay(0.0, 90, warmup_target=1.0, warmup_steps=10),
        KERAS.PolynomialDecay(1.0, 40, cycle=True),
        lambda peak, updates: with_warmup(cosine(peak, updates), 10),
        lambda peak, updates: table(cosine(peak, updates), updates),
        lambda peak, updates: step_decay(peak, [30, 60]),
    ],
)
def test_a_schedule_of_about_this_length_is_taken_without_a_word(arm, recwarn):
    column("cos", arm, 0.1, 100)
    assert not recwarn.list
