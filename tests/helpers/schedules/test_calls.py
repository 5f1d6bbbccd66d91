"""A schedule of the family knows the call that made it, and the call makes it again."""

import numpy as np
import pytest

import helpers.schedules
from helpers.schedules import Schedule, call_of, cosine, step_decay, table, with_warmup
from tests.helpers.schedules.family import FAMILY

NAMES = {name: getattr(helpers.schedules, name) for name in helpers.schedules.__all__}


@pytest.mark.parametrize("name", FAMILY)
def test_a_call_as_text_makes_the_same_column(name):
    schedule = FAMILY[name]
    again = eval(str(call_of(schedule)), NAMES)
    assert table(again, 60).tolist() == table(schedule, 60).tolist()
    assert again.steps == schedule.steps


def test_arguments_are_those_given_and_the_defaults():
    call = call_of(cosine(0.1, 20))
    assert dict(call.arguments) == {
        "peak": 0.1,
        "steps": 20,
        "floor": 0.0,
        "endpoint": False,
    }
    assert str(call) == "cosine(peak=0.1, steps=20)"


def test_numbers_of_numpy_are_written_as_plain_ones():
    call = call_of(step_decay(np.float64(0.5), np.array([3, 5]), np.float32(0.5)))
    assert str(call) == "step_decay(peak=0.5, boundaries=[3, 5], factor=0.5)"


def test_what_is_not_of_the_family_has_no_call():
    assert call_of(Schedule(lambda step: 0.1 * step)) is None
    inner = call_of(with_warmup(lambda step: 0.1, 5)).arguments["schedule"]
    assert call_of(inner) is None
