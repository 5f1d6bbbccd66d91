"""Who writes an answer under another name is told which name is None still."""

import pytest

from helpers.lesson.names import still_none

CHECK = 'check("01-2", Repaired, "a class", rates)'
SAID = "`Repaired` is still None: give your answer that name."


@pytest.mark.parametrize(
    "above", ["class Mine:\n    pass", "mine = 3", "import math", "Repaired()", "f(0)"]
)
def test_a_cell_that_is_filled_in_under_another_name_is_noticed(above):
    assert still_none([above, CHECK]) == SAID
    assert still_none(["x = 1", f"{above}\nRepaired = None", CHECK]) == SAID


@pytest.mark.parametrize("above", ["Repaired = None", "a, b = None, None", ""])
def test_a_blank_is_not(above):
    assert still_none(["x = 1", above, CHECK]) == ""


def test_of_two_names_both_are_told():
    check = 'check("03-2", (steps, t_mul), "two numbers", lambda given: given)'
    assert still_none(["mine = 1", check]).startswith("`steps` or `t_mul` is still")


@pytest.mark.parametrize(
    "inputs", [[], [CHECK], ["%%time\nx", CHECK], ["x = 1", "!ls"]]
)
def test_what_is_no_python_says_nothing(inputs):
    assert still_none(inputs) == ""


def test_a_cell_without_a_check_says_nothing():
    assert still_none(["x = 1", "other(1, 2)"]) == ""


def test_without_jupyter_nothing_is_said():
    assert still_none() == ""
