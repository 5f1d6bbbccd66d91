import numpy as np
import pytest
from scipy import stats

from helpers.verdicts import interval, word

DIFFERENCES = [-0.3, -0.1, -0.4, 0.1, -0.2]


def test_the_interval_is_that_of_students_test():
    mean, half = interval(DIFFERENCES)
    low, high = stats.ttest_1samp(DIFFERENCES, 0).confidence_interval(0.95)
    assert (mean - half, mean + half) == pytest.approx((low, high))


def test_more_comparisons_ask_for_more_coverage():
    mean, half = interval(DIFFERENCES, comparisons=8)
    low, high = stats.ttest_1samp(DIFFERENCES, 0).confidence_interval(1 - 0.05 / 8)
    assert (mean - half, mean + half) == pytest.approx((low, high))


def test_false_alarms_are_as_rare_as_promised():
    noise = np.random.default_rng(0).normal(size=(2000, 4, 10))
    alarms = [
        any(word(*interval(d, comparisons=4)) != "no difference detected" for d in four)
        for four in noise
    ]
    assert 0.03 < np.mean(alarms) < 0.06


@pytest.mark.parametrize(
    ("mean", "half", "said"),
    [
        (-1.0, 0.5, "better"),
        (1.0, 0.5, "worse"),
        (0.4, 0.5, "no difference detected"),
        (-0.5, 0.5, "no difference detected"),
        (np.nan, np.nan, "no difference detected"),
        (-np.inf, np.nan, "no difference detected"),
    ],
)
def test_the_word_says_whether_the_interval_leaves_out_0(mean, half, said):
    assert word(mean, half) == said


@pytest.mark.parametrize("differences", [[], [0.1], 0.1, [[0.1, 0.2]]])
def test_too_few_differences_are_refused(differences):
    with pytest.raises(ValueError, match="differences of shape"):
        interval(differences)


@pytest.mark.parametrize("comparisons", [0, -1, 1.5, "2"])
def test_a_wrong_number_of_comparisons_is_named(comparisons):
    with pytest.raises((ValueError, TypeError), match="comparisons"):
        interval(DIFFERENCES, comparisons)
