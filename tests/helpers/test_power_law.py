import numpy as np
import pytest
from scipy.stats import kstest

from helpers.power_law import power_law

SIZES = 2.0 ** np.arange(5)


def experiments(number, shape, scatter=0.2, repeats=9, seed=0):
    """Values of many experiments, whose repeats share a slope each has more or less."""
    random = np.random.default_rng(seed)
    noise = random.normal(0, scatter, (number, repeats, len(SIZES)))
    slopes = random.normal(0, scatter, (number, repeats, 1))
    return shape * np.exp(noise + slopes * np.log(SIZES))


@pytest.mark.parametrize("exponent", [-1.0, -0.5, 0.0, 0.7])
def test_the_exponent_of_a_power_law_is_found_in_each_repeat(exponent):
    law = power_law(SIZES, [[k * size**exponent for size in SIZES] for k in (1, 5)])
    assert law.exponents == pytest.approx([exponent] * 2)
    assert law.departure == pytest.approx(1)


def test_a_power_law_is_doubted_as_often_as_chance_says():
    chances = [power_law(SIZES, v).chance for v in experiments(800, SIZES**-0.5)]
    assert kstest(chances, "uniform").pvalue > 0.01


def test_a_bend_beyond_the_scatter_is_noticed():
    bent = SIZES**-0.5 * np.exp(0.15 * np.log(SIZES) ** 2)
    laws = [power_law(SIZES, v) for v in experiments(50, bent, scatter=0.1)]
    assert np.mean([law.chance < 0.05 for law in laws]) > 0.9
    assert np.median([law.departure for law in laws]) == pytest.approx(1.15, abs=0.05)


def test_scatter_is_that_of_the_size_where_repeats_differ_most():
    law = power_law([1, 2, 4], [[1, 2, 1], [1, 8, 1], [1, 32, 1]])
    assert law.scatter == pytest.approx(4)


def test_repeats_that_are_too_few_or_all_alike_have_no_chance():
    few = experiments(1, SIZES, repeats=3)[0]
    alike = np.tile(SIZES, (9, 1))
    assert np.isnan([power_law(SIZES, v).chance for v in (few, alike)]).all()


@pytest.mark.parametrize(
    ("sizes", "values", "named"),
    [
        ([1, 2], [[1, 2], [1, 2]], "sizes"),
        ([1, 2, 2], [[1, 2, 3]] * 2, "sizes"),
        ([0, 1, 2], [[1, 2, 3]] * 2, "sizes"),
        ([1, 2, 3], [[1, 2, 3]], "values"),
        ([1, 2, 3], [1, 2, 3], "values"),
        ([1, 2, 3], [[1, 2], [1, 2]], "values"),
        ([1, 2, 3], [[1, 2, 0]] * 2, "values"),
        ([1, 2, 3], [[1, 2, np.inf]] * 2, "values"),
    ],
)
def test_what_can_not_be_fitted_is_named(sizes, values, named):
    with pytest.raises(ValueError, match=named):
        power_law(sizes, values)
