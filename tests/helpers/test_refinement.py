"""A column made from norms is the formula's, and a single wild norm does not count."""

import numpy as np
import pytest

from helpers.refinement import refined, running_median
from helpers.schedules import linear, table


@pytest.mark.parametrize("updates", [1, 2, 7, 1955])
def test_constant_norms_give_linear_decay(updates):
    expected = table(linear(1.0, updates), updates)
    assert refined(np.full(updates, 3.7)) == pytest.approx(expected, rel=1e-12)


def test_without_smoothing_it_is_the_formula():
    norms = np.random.default_rng(0).lognormal(size=30)
    weights = [*norms**-2.0, norms[-1] ** -2.0]
    rates = np.array([weights[t] * sum(weights[t + 1 :]) for t in range(30)])
    found = refined(norms, share=0.01)
    assert found == pytest.approx(rates / rates.max(), rel=1e-12)
    assert refined(1000 * norms) == pytest.approx(refined(norms), rel=1e-12)


@pytest.mark.parametrize("share", [0.001, 0.1, 0.3, 1.0])
@pytest.mark.parametrize("updates", [1, 2, 10, 501])
def test_the_smoothing_is_the_median_of_a_window(updates, share):
    norms = np.random.default_rng(updates).lognormal(size=updates)
    half = int(share * updates) // 2
    padded = [norms[0]] * half + [*norms] + [*norms[::-1][1 : half + 1]]
    medians = [np.median(padded[t : t + 2 * half + 1]) for t in range(updates)]
    assert (running_median(norms, share) == medians).all()
    expected = refined(medians, share=1e-9)
    assert refined(norms, share) == pytest.approx(expected, rel=1e-12)


def test_large_norms_at_first_give_a_warm_up_and_growing_ones_a_fast_end():
    progress = np.linspace(0, 1, 500)
    falling = refined(1 + 3 * np.exp(-10 * progress))
    assert falling[0] < 0.2
    assert 50 < falling.argmax() < 300
    growing = refined(1 + progress)
    assert (growing[1:-1] < 1 - progress[1:-1]).all()


def test_one_wild_norm_is_forgotten():
    norms = np.ones(200)
    norms[77] = 1e-3
    assert refined(norms) == pytest.approx(refined(np.ones(200)), rel=1e-12)


@pytest.mark.parametrize(
    ("norms", "share", "said"),
    [
        ([1.0, 0.0], 0.1, r"norms\[1\] = 0.0 must be above 0"),
        ([1.0, np.nan], 0.1, r"norms\[1\] = nan"),
        ([], 0.1, "norms must hold"),
        ([1.0], 0, "share = 0"),
        ([1.0], 1.5, "share = 1.5"),
        ([1.0], "a", "share = 'a'"),
    ],
)
def test_norms_that_are_none_are_named(norms, share, said):
    with pytest.raises((ValueError, TypeError), match=said):
        refined(norms, share)
