"""Logs of the family are named, with their arguments; what is outside it is not."""

from collections import Counter

import numpy as np
import pytest

from helpers.schedules import recognize, table
from tests.helpers.schedules.recognition.drawn import (
    KINDS,
    OUTSIDE,
    differs,
    draw,
    draw_outside,
    rounded,
)

LOGS, COLUMNS, OTHERS = 500, 60, 200
WITHIN = 7.5e-4  # of the largest rate: one and a half of a fourth digit's halves


@pytest.fixture(scope="module")
def recognized():
    """Drawn schedules, and what was recognized of their logs."""
    generator = np.random.default_rng(26)
    drawn = [draw(generator, KINDS[row % len(KINDS)]) for row in range(LOGS)]
    return [(one, recognize(one.log())) for one in drawn]


@pytest.mark.slow
def test_95_of_100_logs_are_named_with_their_arguments(recognized):
    wrong = [
        (one.kind, str(one.schedule.call), differs(one.schedule, seen.schedule))
        for one, seen in recognized
        if differs(one.schedule, seen.schedule)
    ]
    print(f"{LOGS - len(wrong)} of {LOGS}; wrong: {Counter(one[0] for one in wrong)}")
    assert len(wrong) <= 0.05 * LOGS, wrong


@pytest.mark.slow
def test_a_log_of_the_family_has_a_schedule_within_its_rounding(recognized):
    for one, seen in recognized:
        rows = np.arange(0, one.steps, 10)
        if seen.schedule is not None:
            off = np.abs(seen.schedule(rows) - one.log()[:, 1]).max()
            assert seen.distance == pytest.approx(off / one.log()[:, 1].max())
            assert seen.distance < WITHIN


@pytest.mark.slow
def test_sound_logs_have_no_problem(recognized):
    told = [
        (one.schedule.call, seen.problems) for one, seen in recognized if seen.problems
    ]
    assert not told


@pytest.mark.slow
@pytest.mark.parametrize("digits", [4, None])
def test_whole_columns_are_named(digits):
    generator = np.random.default_rng(27)
    wrong = []
    for row in range(COLUMNS):
        one = draw(generator, KINDS[row % len(KINDS)])
        rates = one.column() if digits is None else rounded(one.column(), digits)
        seen = recognize(rates)
        assert not seen.problems, (one.schedule.call, seen.problems)
        off = differs(one.schedule, seen.schedule)
        wrong += [(one.schedule.call, off)] if off else []
    assert len(wrong) <= 0.05 * COLUMNS, wrong


@pytest.mark.slow
def test_an_exact_column_has_its_rates_again():
    generator = np.random.default_rng(28)
    for kind in KINDS:
        one = draw(generator, kind)
        seen = recognize(one.column())
        off = np.abs(table(seen.schedule, one.steps) - one.column()).max()
        assert off < 5e-7 * one.column().max(), one.schedule.call


@pytest.mark.slow
def test_nothing_outside_the_family_is_named():
    generator = np.random.default_rng(29)
    named = []
    for row in range(OTHERS):
        kind = OUTSIDE[row % len(OUTSIDE)]
        rates = draw_outside(generator, kind) * 10 ** generator.uniform(-5, 0)
        every = int(generator.choice([1, 10]))
        steps = np.arange(0, len(rates), every)
        rates = rates[::every]
        if every == 10 or generator.integers(2):
            rates = rounded(rates, 4)
        seen = recognize(np.column_stack([steps, rates]))
        assert seen.nearest is not None
        assert seen.distance > 0
        named += [(kind, seen.schedule.call)] if seen.schedule is not None else []
    assert not named
