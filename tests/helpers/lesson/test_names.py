"""Who writes an answer under another name is told which name is None still."""

import os
import subprocess
import sys

import pytest

from helpers.lesson.answers import FILL_IN
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


@pytest.mark.parametrize(
    "above", ["Repaired = f(0)", "class Repaired:\n    1 / 0", "x, Repaired = 1, y"]
)
def test_a_cell_that_stopped_is_not_said_to_use_another_name(above):
    assert still_none([above, CHECK], stopped=True) == (
        "The cell above stopped with an error, so `Repaired` is still None. "
        "Mend that first."
    )
    assert still_none([above, CHECK]).startswith("The cell above gives None to `Rep")
    assert still_none(["mine = f(0)", CHECK], stopped=True) == SAID


JUPYTER = """
import sys
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
for cell in ["rate = None", *sys.argv[1:]]:
    shell.run_cell(cell, store_history=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("above", "told"),
    [
        ("rate = 1 / 0", ["The cell above stopped with an error, so `rate` is still"]),
        ("rate = print()", ["The cell above gives None to `rate`."]),
        ("mine = 1", ["`rate` is still None: give your answer that name."]),
        ("rate = None", []),
    ],
)
def test_jupyter_knows_whether_the_cell_above_stopped(above, told, tmp_path):
    check = "from helpers.lesson.answers import check\ncheck('01-1', rate, 'a rate')"
    run = subprocess.run(
        [sys.executable, "-c", JUPYTER, above, check],
        env=os.environ | {"IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    _, said = run.stdout.split(FILL_IN)
    lines = said.split("\n")[1:-1]
    assert len(lines) == len(told)
    assert all(map(str.startswith, lines, told)), lines


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
