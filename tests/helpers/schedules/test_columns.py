import dataclasses
import math

import numpy as np
import pytest

from helpers.schedules.columns import Schedule, check_table, on_arrays, table

halving = Schedule(lambda step: 0.5**step)


def test_a_table_has_one_float64_rate_per_step():
    rates = table(halving, 4)
    assert rates.dtype == np.float64
    assert rates.tolist() == [1, 0.5, 0.25, 0.125]


def test_a_plain_function_of_one_step_makes_the_same_table():
    def rate(step):
        return 1.0 if step == 0 else rate(step - 1) / 2

    assert table(rate, 4).tolist() == table(halving, 4).tolist()


def test_a_plain_function_that_gives_whole_numbers_makes_a_float_table():
    rates = table(lambda step: 1 if step < 2 else 0.25, 4)
    assert rates.tolist() == [1, 1, 0.25, 0.25]


def test_a_scalar_step_gives_a_scalar_rate():
    rate = halving(3)
    assert isinstance(rate, np.float64)
    assert rate == 0.125


@pytest.mark.parametrize("shape", [(0,), (1,), (6,), (2, 3), (1, 2, 3)])
def test_an_array_of_steps_gives_an_array_of_the_same_shape(shape):
    steps = np.arange(math.prod(shape)).reshape(shape)
    rates = halving(steps)
    assert rates.shape == shape
    assert rates.dtype == np.float64


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.int32, np.uint64, np.int64])
def test_every_integer_type_counts_steps(kind):
    assert halving(np.array([0, 1], kind)).tolist() == [1, 0.5]


def test_a_float32_formula_gives_float64_rates():
    single = Schedule(lambda step: np.ones(step.shape, np.float32))
    assert single(np.arange(2)).dtype == np.float64


@pytest.mark.parametrize("step", [1.0, True, "1", None, [0.5], [True], math.nan])
def test_a_step_that_is_no_whole_number_is_refused(step):
    with pytest.raises(TypeError) as error:
        halving(step)
    assert str(error.value).startswith(f"step = {step!r} must be a whole number")


@pytest.mark.parametrize(
    ("step", "wrong"), [(-1, -1), ([3, -2, -7], -2), (2**53 + 1, 2**53 + 1)]
)
def test_a_step_out_of_range_is_refused(step, wrong):
    with pytest.raises(ValueError, match=f"step = {wrong} must be from 0 to 2"):
        halving(step)


def test_a_schedule_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        halving.steps = 3


@pytest.mark.parametrize("steps", [0, -1, 3.0, True, "3", None, 2**53 + 1])
def test_the_length_of_a_table_is_checked(steps):
    with pytest.raises((TypeError, ValueError)) as error:
        table(halving, steps)
    assert str(error.value).startswith(f"steps = {steps!r} must be")


@pytest.mark.parametrize("schedule", [0.1, None, [0.1, 0.2]])
def test_only_a_function_is_a_schedule(schedule):
    with pytest.raises(TypeError) as error:
        table(schedule, 3)
    assert str(error.value).startswith(f"schedule = {schedule!r} must be a function")


@pytest.mark.parametrize("wrong", [-0.5, math.nan, math.inf])
def test_a_table_names_the_first_step_with_an_impossible_rate(wrong):
    with pytest.raises(ValueError, match=rf"rates\[2\] = {wrong} must be finite"):
        table(lambda step: 0.1 if step < 2 else wrong, 5)


def test_a_schedule_stays_as_it_is_and_a_function_learns_to_take_arrays():
    assert on_arrays(halving) is halving
    assert on_arrays(lambda step: step / 2)(np.arange(3)).tolist() == [0, 0.5, 1]


@pytest.mark.parametrize(
    "column", [[0, 1, 2], (0.0, 1.0, 2.0), np.arange(3, dtype=np.float32)]
)
def test_every_column_of_numbers_becomes_float64(column):
    checked = check_table("rates", column)
    assert checked.dtype == np.float64
    assert checked.tolist() == [0, 1, 2]


def test_a_checked_column_is_a_copy():
    column = np.array([0.1, 0.2])
    checked = check_table("rates", column)
    column[0] = 9
    assert checked.tolist() == [0.1, 0.2]


@pytest.mark.parametrize("column", [halving, "0.1", None, [True, False], [None], [1j]])
def test_what_is_no_column_of_numbers_is_refused(column):
    with pytest.raises(TypeError) as error:
        check_table("rates", column)
    assert str(error.value).startswith(f"rates = {column!r} must be a column of rates")


@pytest.mark.parametrize(
    ("column", "shape"), [(0.1, "()"), ([], "(0,)"), ([[0.1, 0.2]], "(1, 2)")]
)
def test_a_column_has_one_dimension_and_at_least_one_row(column, shape):
    with pytest.raises(ValueError, match="rates must hold one rate per step") as error:
        check_table("rates", column)
    assert str(error.value).endswith(f"not {shape}")


@pytest.mark.parametrize("wrong", [-0.5, math.nan, math.inf])
def test_a_column_names_its_first_impossible_rate(wrong):
    with pytest.raises(ValueError, match=rf"rates\[1\] = {wrong} must be finite"):
        check_table("rates", [0.1, wrong, wrong])
