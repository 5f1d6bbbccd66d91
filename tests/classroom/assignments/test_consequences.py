"""What follows from a mistake costs nothing more; what follows from nothing, all."""

import numpy as np
import pytest

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from tests.classroom.assignments.changed import Handed
from tests.classroom.assignments.handed_in.consequences import CONSEQUENCES
from tests.classroom.assignments.handed_in.mistakes import (
    INTERVAL,
    MEAN,
    half_width,
    with_lines,
)

pytestmark = pytest.mark.slow

SETS_NOTHING = """class WarmRestarts(keras.callbacks.Callback):
    def __init__(self, *given, **plan):
        super().__init__()
        self.plan, self.lrates = plan, []

    def on_train_begin(self, logs=None):
        self.lrates = []

    def on_epoch_begin(self, epoch, logs=None):
        self.lrates.append({listed})

    def on_epoch_end(self, epoch, logs=None):
        logs["learning_rate"] = 0.01
"""
QUANTILE = "stats.t.ppf(1 - 0.0125, len(values) - 1)"
A_GRID = "[0.001 * 1.015**row for row in range(320)]"


def points(ours):
    return [found for found, _ in ours.marks().values()]


@pytest.mark.parametrize("name", CONSEQUENCES)
def test_what_follows_from_a_mistake_costs_nothing_more(name):
    make, expected = CONSEQUENCES[name]
    assert points(make()) == expected


@pytest.mark.parametrize(
    "listed", ["epoch", "0.01", "1 / (epoch + 1)", "self.plan['peak'] / (epoch + 1)"]
)
def test_a_callback_that_sets_nothing_has_a_list_of_its_own_at_most(listed):
    """The optimizer's rate is drawn: no number that is written down is the one used."""
    ours = Handed("repair")
    ours.cell("repair_answer")["source"] = SETS_NOTHING.format(listed=listed)
    assert points(ours) == [0, 0, 0]


def test_a_list_that_has_a_rate_for_everybody_is_not_ones_own():
    ours = Handed("repair")
    source = SETS_NOTHING.format(listed="epoch")
    source = source.replace(
        "self.plan, self.lrates = plan, []", f"self.lrates = {A_GRID}"
    )
    source = source.replace("        self.lrates = []\n", "        pass\n")
    ours.cell("repair_answer")["source"] = source.replace("append(epoch)", "copy()")
    assert points(ours)[2] == 0


INVENTED = "differences = {p: [-0.001, 0.001] * 8 for p in PAIRS}"


@pytest.mark.parametrize("student", ["ana", "eve", "carla", "ben"])
def test_numbers_as_small_as_their_rounding_are_no_evidence(student):
    ours = with_lines(3, INVENTED, "intervals = {p: (0.0, 0.001) for p in PAIRS}")
    ours.student = student
    for cell in ours.notebook["cells"]:
        cell["source"] = cell["source"].replace('= "eve"', f'= "{student}"')
    tuned, differences, intervals, _ = points(ours)
    assert (tuned, differences, intervals) == (
        3,
        0,
        1,
    )  # the mean of what was handed over


ROUNDED = (
    "differences = {{p: [round(x, {}) for x in d] for p, d in differences.items()}}"
)


@pytest.mark.parametrize("digits", [3, 12])
@pytest.mark.parametrize("number", [0.02, 0.05])
def test_a_half_width_that_was_made_up_is_not_corrected(number, digits):
    ours = with_lines(3, ROUNDED.format(digits))
    ours.replace("prove_answer_4", INTERVAL, f"({MEAN}{number})")
    assert points(ours)[2] == 1


@pytest.mark.parametrize("share", [0.5, 0.8, 1, 1.2, 2])
def test_rounded_differences_make_no_other_half_width_right(share):
    ours = half_width(QUANTILE, f"{share}")
    ours.cell("prove_answer_3")["source"] += "\n" + ROUNDED.format(3)
    assert points(ours)[2] == 1


def test_a_verdict_of_numbers_before_they_were_rounded_follows():
    """Of a mean that is as large as its half-width when both are rounded."""
    from classroom.assignments.prove.intervals import words

    value = {
        "student": "eve",
        "tuned": {"constant": 0.02, "cosine": 0.04, "restarts": 0.04},
        "seeds": [100, 101],
        "differences": {"cosine - constant": np.full(2, -0.0611)},
        "intervals": {"cosine - constant": np.array([-0.061, 0.061])},
        "has_three": False,
    }
    found = words(value, "cosine - constant")
    assert {*found} == {"better", "no difference detected"}
