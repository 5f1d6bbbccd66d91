"""A log is told what ``helpers.preview`` tells of the training: one set of rules."""

import numpy as np
import pytest

from helpers.keras_schedule import TableSchedule
from helpers.schedules import cosine, cosine_restarts, recognize, table
from tests.helpers.preview.small import SCHEDULES, UPDATES, rules, seen, telling

pytestmark = pytest.mark.slow
SHARED = {
    "begins at zero",
    "ends early",
    "ends on a restart",
    "is no rate",
    "never reaches its floor",
}
CYCLES = cosine_restarts(0.3, 48, 3)
FAULTS = {
    "begins at zero": TableSchedule(np.append(np.zeros(5), np.full(40, 0.1))),
    "ends early": SCHEDULES.CosineDecay(0.3, 100),
    "ends on a restart": TableSchedule(table(CYCLES, UPDATES)),
    "is no rate": SCHEDULES.CosineDecayRestarts(0.3, 10, t_mul=0.5),
    "never reaches its floor": SCHEDULES.CosineDecay(0.3, 55),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_the_same_fault_in_the_same_words(rule):
    before = seen(telling(FAULTS[rule]))
    after = recognize(before.rates)
    assert rule in rules(before)
    assert set(rules(before)) & SHARED == set(rules(after)) & SHARED
    (ours,) = (problem.text for problem in before.problems if problem.rule == rule)
    (theirs,) = (problem.text for problem in after.problems if problem.rule == rule)
    if after.schedule is not None:
        theirs = theirs.replace(str(after.schedule.call), "CosineDecay")
    assert ours.split(". ")[0] == theirs.split(". ")[0]


def test_a_sound_training_has_no_problem_in_either():
    for schedule in (cosine(0.3, UPDATES), cosine_restarts(0.3, UPDATES, 4)):
        before = seen(telling(TableSchedule(table(schedule, UPDATES + 1))))
        after = recognize(before.rates)
        assert not before.problems
        assert not after.problems
        assert str(after.schedule.call) == str(schedule.call)
