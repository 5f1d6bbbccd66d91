import math

import numpy as np
import pytest

from helpers.schedules import constant, cosine, one_cycle, table, with_warmup
from tests.helpers.schedules.family import FAMILY, family


@family
@pytest.mark.parametrize("warmup", [0, 1, 20])
def test_a_warm_up_rises_to_where_the_schedule_begins(schedule, warmup):
    warm = with_warmup(schedule, warmup, start=0.002)
    top = schedule(0)
    rise = [0.002 + (top - 0.002) * step / warmup for step in range(warmup)]
    assert table(warm, warmup + 1)[:-1] == pytest.approx(rise)
    after = warm(np.arange(warmup, warmup + 130))
    assert after.tolist() == table(schedule, 130).tolist()


@pytest.mark.parametrize("name", [name for name in FAMILY if FAMILY[name].steps])
def test_a_warm_up_adds_to_the_number_of_steps(name):
    assert with_warmup(FAMILY[name], 20).steps == 120


def test_a_warm_up_takes_any_function_of_a_step():
    warm = with_warmup(lambda step: 1 / (1 + step), 2)
    assert table(warm, 5).tolist() == [0, 0.5, 1, 1 / 2, 1 / 3]


def test_a_warm_up_of_steps_before_epochs_is_refused_a_long_one_is_not():
    assert with_warmup(cosine(0.1, 1000), 2000).steps == 3000
    assert with_warmup(cosine(0.1, 20), 200).steps == 220
    with pytest.raises(ValueError, match="warmup = 201 .* 200, ten times the 20 steps"):
        with_warmup(cosine(0.1, 20), 201)
    assert with_warmup(constant(0.1), 10**6).steps is None


def test_one_cycle_has_the_default_start_and_floor_of_pytorch():
    schedule = one_cycle(1, 100, 30)
    assert schedule(0) == 1 / 25
    assert schedule(100) == pytest.approx(1 / 25 / 10_000)


@pytest.mark.parametrize(("total", "pct_start"), [(100, 0.3), (20, 0.25), (10, 0.9)])
def test_one_cycle_follows_the_formula_of_pytorch(total, pct_start):
    def anneal(begin, end, progress):
        return end + (begin - end) / 2 * (1 + math.cos(math.pi * progress))

    def pytorch(step, max_lr=0.1, div_factor=25, final_div_factor=1e4):
        initial = max_lr / div_factor
        top, last = pct_start * total - 1, total - 1
        if step <= top:
            return anneal(initial, max_lr, step / top)
        lowest = initial / final_div_factor
        return anneal(max_lr, lowest, (step - top) / (last - top))

    warmup = round(pct_start * total) - 1
    schedule = one_cycle(0.1, total, warmup, endpoint=True)
    assert table(schedule, total) == pytest.approx([*map(pytorch, range(total))])
