"""How rates were rounded is read off their digits."""

import numpy as np
import pytest

from helpers.schedules.recognition.rounding import (
    FLOAT32,
    digits_of,
    halves_of_a_digit,
    roundest,
    to_digits,
)


@pytest.mark.parametrize("digits", [2, 3, 4, 5, 6])
def test_rates_are_no_farther_off_than_their_digits_show(digits):
    generator = np.random.default_rng(digits)
    exact = 10 ** generator.uniform(-6, 0, size=300)
    written = np.array([float(f"{rate:.{digits}g}") for rate in exact])
    halves = halves_of_a_digit(written)
    assert (np.abs(written - exact) <= halves * (1 + 1e-9)).all()
    tens = np.floor(np.log10(written))
    unit = np.maximum(10.0 ** (tens - digits + 1), 2 * FLOAT32 * written.max())
    np.testing.assert_allclose(halves, unit / 2)


@pytest.mark.parametrize("decimals", [3, 5, 7])
def test_decimals_are_counted_too(decimals):
    exact = np.random.default_rng(decimals).uniform(0.001, 0.3, size=300)
    written = np.array([float(f"{rate:.{decimals}f}") for rate in exact])
    halves = halves_of_a_digit(written)
    assert (np.abs(written - exact) <= halves * (1 + 1e-9)).all()
    assert halves.min() == pytest.approx(max(10.0**-decimals / 2, FLOAT32 * 0.3), 0.01)


def test_what_is_not_rounded_has_the_accuracy_of_float32():
    rates = np.random.default_rng(1).uniform(size=50)
    for given in (rates, rates.astype(np.float32).astype(float)):
        np.testing.assert_allclose(halves_of_a_digit(given), FLOAT32 * given.max())


def test_few_rates_are_not_taken_for_roughly_rounded():
    assert halves_of_a_digit(np.array([0.1, 0.01, 0.001])).max() <= 0.0005


def test_to_digits_is_what_is_written():
    values = 10 ** np.random.default_rng(2).uniform(-9, 9, size=500)
    for digits in (1, 3, 4, 6):
        written = [float(f"{value:.{digits}g}") for value in values]
        np.testing.assert_array_equal(to_digits(values, digits), written)


@pytest.mark.parametrize(
    ("value", "digits"), [(0, 1), (5, 1), (1500, 2), (0.0375, 3), (1 / 3, 16)]
)
def test_digits_of_a_number(value, digits):
    assert digits_of(value) == digits


def test_the_roundest_number_is_the_one_with_the_fewest_digits():
    generator = np.random.default_rng(3)
    for low, width in generator.integers([0, 1], [9000, 300], size=(300, 2)):
        inside = range(low + 1, low + width + 1)
        found = roundest(int(low), int(low + width))
        assert found in inside
        zeros = [len(str(n)) - len(str(n).rstrip("0")) for n in inside]
        assert len(str(found)) - len(str(found).rstrip("0")) == max(zeros)
