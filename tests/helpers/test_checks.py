import math

import numpy as np
import pytest

from helpers.checks import (
    LARGEST_STEP,
    check_choice,
    check_count,
    check_flag,
    check_positive,
    check_rate,
)


@pytest.mark.parametrize("value", [0, 1, 0.5, np.float32(0.5), np.int64(3)])
def test_a_rate_comes_back_as_the_same_float(value):
    rate = check_rate("rate", value)
    assert type(rate) is float
    assert rate == value


@pytest.mark.parametrize("value", [0, 1, LARGEST_STEP, np.int64(3), np.uint8(3)])
def test_a_count_comes_back_as_the_same_int(value):
    count = check_count("steps", value, at_least=0)
    assert type(count) is int
    assert count == value


@pytest.mark.parametrize("value", [True, False, np.True_, np.False_])
def test_a_flag_comes_back_as_the_same_bool(value):
    assert check_flag("endpoint", value) is bool(value)


@pytest.mark.parametrize("check", [check_rate, check_positive])
@pytest.mark.parametrize("value", [True, np.True_, "0.1", None, [0.1], 1j])
def test_what_is_no_number_is_no_rate(check, value):
    with pytest.raises(TypeError) as error:
        check("rate", value)
    assert str(error.value) == f"rate = {value!r} must be a number"


@pytest.mark.parametrize("check", [check_rate, check_positive])
@pytest.mark.parametrize(
    "value", [-1e-300, -1, math.nan, math.inf, -math.inf, 2.5, 10**400]
)
def test_a_rate_out_of_range_is_refused_with_its_range(check, value):
    with pytest.raises(ValueError, match="at least 0 and at most 2") as error:
        check("rate", value, at_most=2)
    assert str(error.value).startswith(f"rate = {value!r} must be finite")


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_rate_without_an_upper_limit_is_finite_all_the_same(value):
    with pytest.raises(ValueError, match=f"rate = {value} must be finite, at least 0$"):
        check_rate("rate", value)


def test_zero_is_a_rate_but_not_a_positive_one():
    assert check_rate("rate", 0) == 0
    with pytest.raises(ValueError, match="rate = 0 must be above 0"):
        check_positive("rate", 0)


@pytest.mark.parametrize("value", [1.0, math.nan, True, np.True_, "1", None, [1]])
def test_what_is_no_whole_number_is_no_count(value):
    with pytest.raises(TypeError) as error:
        check_count("steps", value)
    assert str(error.value) == f"steps = {value!r} must be a whole number (an int)"


@pytest.mark.parametrize("value", [-1, 0, 8, 10**400])
def test_a_count_out_of_range_is_refused_with_its_range(value):
    with pytest.raises(ValueError, match="must be from 1 to 7") as error:
        check_count("steps", value, at_most=7)
    assert str(error.value).startswith(f"steps = {value!r} ")


def test_no_count_is_above_the_largest_step():
    with pytest.raises(ValueError, match=f"steps = {2**53 + 1} must be"):
        check_count("steps", 2**53 + 1)


@pytest.mark.parametrize("value", [0, 1, 1.0, "True", None])
def test_what_is_neither_true_nor_false_is_no_flag(value):
    with pytest.raises(TypeError) as error:
        check_flag("endpoint", value)
    assert str(error.value) == f"endpoint = {value!r} must be True or False"


@pytest.mark.parametrize("value", [0, 1, 2])
def test_a_choice_that_is_allowed_comes_back(value):
    assert check_choice("verbose", value, (0, 1, 2)) == value


@pytest.mark.parametrize("value", [-1, 3, "auto", None])
def test_a_choice_that_is_not_allowed_is_refused_with_those_that_are(value):
    with pytest.raises(ValueError, match=r"must be one of \(0, 1, 2\)") as error:
        check_choice("verbose", value, (0, 1, 2))
    assert str(error.value).startswith(f"verbose = {value!r} ")
