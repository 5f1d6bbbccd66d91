"""The formula that programs hold is the schedule, beyond its end too."""

import numpy as np
import pytest

from helpers.schedules import Schedule, constant, cosine, linear, table, with_warmup
from helpers.schedules.programs.formula import formula
from helpers.schedules.programs.parts import Fall, Hold, Parts, Rise
from helpers.schedules.programs.run import run_of
from helpers.schedules.programs.taken_apart import parts_of
from tests.helpers.schedules.family import family
from tests.helpers.schedules.programs.drawn import drawn_runs
from tests.helpers.schedules.programs.executing import executed


def rates_by_formula(run, steps):
    written = formula(run)
    names = executed("\n".join([*written.imports, written.text]))
    return [names["rate"](step) for step in range(steps)]


@pytest.mark.slow
def test_it_is_the_column_of_every_drawn_run():
    for drawn in drawn_runs(1000):
        run = run_of(drawn.schedule, drawn.steps)
        far = np.abs(np.subtract(rates_by_formula(run, run.steps), run.column))
        assert far.max() <= 1e-14 * drawn.peak, str(drawn)


@family
def test_beyond_the_end_it_stays_where_the_schedule_is(schedule):
    found = rates_by_formula(run_of(schedule, 90), 130)
    np.testing.assert_allclose(found, table(schedule, 130), rtol=0, atol=1e-15)


def test_beyond_the_end_a_list_stays_at_its_last_rate():
    assert rates_by_formula(run_of([0.2, 0.1]), 4) == [0.2, 0.1, 0.1, 0.1]


def test_parts_are_the_rises_and_what_comes_after():
    warm = with_warmup(linear(0.1, 10, floor=0.01, endpoint=True), 5, start=0.02)
    rise = Rise("line", 0.02, 0.1, 5)
    assert parts_of(warm) == Parts(0.1, Fall("line", 0, 9, 0.01), (rise,))
    assert parts_of(with_warmup(warm, 3)).rises == (Rise("line", 0.0, 0.02, 3), rise)
    assert parts_of(cosine(0.1, 10, floor=0.1)) == Parts(0.1, Hold())
    assert parts_of(Schedule(lambda step: 0.1 * step)) is None


@pytest.mark.parametrize("rates", [[0.1, 0.1], constant(0.1)])
def test_one_rate_is_held(rates):
    run = run_of(rates, 2)
    assert run.constant
    assert run.parts == Parts(0.1, Hold())
