import numpy as np
import pytest
from scipy import stats

from helpers.verdicts import detectable, interval, word

DIFFERENCES = [-0.3, -0.1, -0.4, 0.1, -0.2]


def test_the_interval_is_that_of_students_test():
    mean, half = interval(DIFFERENCES)
    low, high = stats.ttest_1samp(DIFFERENCES, 0).confidence_interval(0.95)
    assert (mean - half, mean + half) == pytest.approx((low, high))


def test_more_comparisons_ask_for_more_coverage():
    mean, half = interval(DIFFERENCES, comparisons=8)
    low, high = stats.ttest_1samp(DIFFERENCES, 0).confidence_interval(1 - 0.05 / 8)
    assert (mean - half, mean + half) == pytest.approx((low, high))


@pytest.mark.slow
def test_false_alarms_are_as_rare_as_promised():
    noise = np.random.default_rng(0).normal(size=(2000, 4, 10))
    alarms = [
        any(word(*interval(d, comparisons=4)) != "no difference detected" for d in four)
        for four in noise
    ]
    assert 0.03 < np.mean(alarms) < 0.06


def covered(common, own, draws=4000):
    """Return how often ten differences that share a part cover the true mean, 0."""
    random = np.random.default_rng(0)
    shared = random.normal(0, common, (draws, 1))
    of_pairs = random.normal(0, own, (draws, 10))
    found = [interval(differences) for differences in shared + of_pairs]
    return np.mean([abs(mean) <= half for mean, half in found])


@pytest.mark.slow
def test_intervals_cover_what_pairs_with_nothing_in_common_show():
    assert covered(0, 0.27) == pytest.approx(0.95, abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("common", [0.1, 0.22])
def test_intervals_miss_what_all_their_pairs_share(common):
    """An order of images that all pairs see: exactly known, and far from 95 %."""
    own = 0.27
    error = own / np.sqrt(10)
    spread = np.hypot(common, error) / error
    expected = 1 - 2 * stats.t.sf(stats.t.ppf(0.975, 9) / spread, 9)
    assert covered(common, own) == pytest.approx(expected, abs=0.02)
    assert expected < 0.85


def test_of_a_row_of_pairs_for_each_repeat_the_mean_is_taken_first():
    rows = np.random.default_rng(0).normal(size=(8, 5))
    for judge in (interval, detectable):
        assert judge(rows, 3) == pytest.approx(judge(rows.mean(axis=1), 3))
        assert judge(rows.tolist()) == pytest.approx(judge(rows))
        assert judge(rows) != pytest.approx(judge(rows.ravel()))
        assert judge(rows[:, :1]) == pytest.approx(judge(rows[:, 0]))


@pytest.mark.slow
@pytest.mark.parametrize("pairs", [2, 64])
def test_rows_that_share_the_luck_of_a_choice_are_covered(pairs):
    """As many pairs at one choice are not, and more of them even less."""
    random = np.random.default_rng(0)
    luck = random.normal(0, 0.3, (2000, 8, 1))
    rows = luck + random.normal(0, 1, (2000, 8, pairs))
    one = luck[:, 0] + random.normal(0, 1, (2000, 8 * pairs))
    shares = [
        np.mean([abs(mean) <= half for mean, half in map(interval, found)])
        for found in (rows, one)
    ]
    spread, freedom = np.hypot(1, 0.3 * np.sqrt(8 * pairs)), 8 * pairs - 1
    expected = 1 - 2 * stats.t.sf(stats.t.ppf(0.975, freedom) / spread, freedom)
    assert shares == pytest.approx([0.95, expected], abs=0.02)
    assert expected < 0.85


@pytest.mark.slow
def test_what_is_detectable_is_detected_in_four_of_five_experiments():
    scatter = np.array([-1, 1] * 4) / np.std([-1, 1] * 4, ddof=1)
    truth = detectable(0.3 * scatter, comparisons=3)
    noise = np.random.default_rng(0).normal(truth, 0.3, (4000, 8))
    words = [word(*interval(differences, 3)) for differences in noise]
    assert np.mean(np.array(words) == "worse") == pytest.approx(0.8, abs=0.02)
    assert detectable(noise[0], power=0.5) < detectable(noise[0])


@pytest.mark.parametrize("number", [2, 3, 10, 200])
@pytest.mark.parametrize("power", [0.04, 0.5, 0.99])
def test_what_is_detectable_can_be_said_for_any_number_and_power(number, power):
    differences = np.random.default_rng(0).normal(size=number)
    found = detectable(differences, 20, power)
    assert np.isfinite(found)
    assert found > 0


@pytest.mark.parametrize("power", [0, 0.01, 1, 1.5, "most"])
def test_a_power_that_is_no_share_is_named(power):
    with pytest.raises((ValueError, TypeError), match="power = "):
        detectable(DIFFERENCES, power=power)


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
def test_the_word_says_whether_the_interval_contains_0(mean, half, said):
    assert word(mean, half) == said


@pytest.mark.parametrize(
    "differences", [[], [0.1], 0.1, [[0.1, 0.2]], [[], []], [[[0.1]], [[0.2]]]]
)
def test_too_few_differences_are_refused(differences):
    for judge in (interval, detectable):
        with pytest.raises(ValueError, match="differences of shape"):
            judge(differences)


@pytest.mark.parametrize("comparisons", [0, -1, 1.5, "2"])
def test_a_wrong_number_of_comparisons_is_named(comparisons):
    with pytest.raises((ValueError, TypeError), match="comparisons"):
        interval(DIFFERENCES, comparisons)


@pytest.mark.parametrize(("pairs", "comparisons"), [(2, 1), (2, 70), (3, 500), (40, 9)])
def test_what_is_detectable_is_found_for_few_pairs_and_many_comparisons(
    pairs, comparisons
):
    differences = np.random.default_rng(0).normal(size=pairs)
    least = detectable(differences, comparisons)
    _, half = interval(differences, comparisons)
    assert half < least < 3 * half
