"""What an arm may be."""

import numpy as np
import pytest

from helpers.compare import STANDARD_ARMS
from helpers.compare.arms import column
from helpers.keras_schedule import TableSchedule
from helpers.schedules import cosine, table


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
