"""What is given to ``recognize``: the forms that work, and errors for the others."""

import numpy as np
import pandas as pd
import pytest

from helpers.schedules import cosine, recognize, table, with_warmup
from tests.helpers.schedules.recognition.drawn import rounded

MADE = with_warmup(cosine(0.1, 180, 0.01), 20)
RATES = table(MADE, 200)
STEPS = np.arange(200)


@pytest.mark.parametrize(
    "given",
    [
        (RATES,),
        (RATES.tolist(),),
        (RATES.astype(np.float32),),
        (list(zip(STEPS.tolist(), RATES.tolist(), strict=True)),),
        (np.column_stack([STEPS, RATES]),),
        (pd.DataFrame({"step": STEPS, "rate": RATES}),),
        (RATES, STEPS),
        (RATES[::3], STEPS[::3]),
        (rounded(RATES, 3),),
        (np.round(RATES, 5),),
    ],
)
def test_the_same_schedule_in_every_form(given):
    seen = recognize(*given)
    assert str(seen.schedule.call) == str(MADE.call)
    assert not seen.problems
    assert not seen.notes


def test_steps_that_are_counted_from_1():
    seen = recognize(RATES, STEPS + 1)
    assert seen.first_step == 1
    assert str(seen.schedule.call) == str(MADE.call)
    assert "first step is the log's step 1" in str(seen)


def test_a_log_that_begins_at_a_later_step():
    seen = recognize(RATES, STEPS + 5000)
    assert seen.first_step == 5000
    assert str(seen.schedule.call) == str(MADE.call)
    seen = recognize(RATES[5:], STEPS[5:])
    assert seen.first_step == 0
    assert str(seen.schedule.call) == str(MADE.call)


def test_one_rate_an_epoch():
    seen = recognize(rounded(table(cosine(3e-4, 30), 30), 4))
    assert str(seen.schedule.call) == "cosine(peak=0.0003, steps=30)"


def test_the_nearest_and_its_distance_where_nothing_fits():
    rates = RATES.copy()
    rates[100] += 0.02
    seen = recognize(rates)
    assert seen.schedule is None
    off = np.abs(seen.nearest(STEPS) - rates).max() / rates.max()
    assert seen.distance == pytest.approx(off)
    assert 0.09 < seen.distance < 0.2
    assert str(seen).startswith("No schedule of the family. The nearest is off by")


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        (([],), ValueError, "column has 0 rows: it must have at least 2"),
        (([0.1],), ValueError, "column has 1 rows"),
        (([[0, 0.1]],), ValueError, "column has 1 rows"),
        ((0.1,), ValueError, r"column of shape \(\)"),
        ((np.ones((3, 3)),), ValueError, r"column of shape \(3, 3\)"),
        ((np.ones((2, 5)),), ValueError, r"side by side, shape \(rows, 2\)"),
        ((np.ones((3, 2)), [0, 1, 2]), ValueError, "and steps apart"),
        (([0.1, 0.2], [0, 1, 2]), ValueError, "must be as many as the 2 rates"),
        (([[0, 0.1], [1]],), ValueError, "column has rows of different lengths"),
        (([0.1, 0.1], [5, 5]), ValueError, r"steps\[1\] = 5 must be above .* it, 5"),
        (([0.1] * 3, [0, 9, 7]), ValueError, r"steps\[2\] = 7 must be above .* 9"),
        (([0.1, 0.1], [0, 0.5]), ValueError, r"steps\[1\] = 0.5 must be a whole"),
        (([0.1, 0.1], [0, np.nan]), ValueError, r"steps\[1\] = nan must be a whole"),
        (([0.1, 0.1], [-1, 0]), ValueError, "steps = -1 must be from 0"),
        (([0.1, 0.1], [0, 2.0**60]), ValueError, "must be from 0 to"),
        ((["0.1", "0.2"],), TypeError, "must hold numbers"),
        (([0.1, None],), TypeError, "must hold numbers"),
        (([0.1, 0.1], ["a", "b"]), TypeError, "steps = .* must hold numbers"),
        ((cosine(0.1, 9),), TypeError, "must hold numbers"),
    ],
)
def test_what_can_not_be_read_is_named(given, error, words):
    with pytest.raises(error, match=words):
        recognize(*given)


def test_what_is_given_is_left_as_it_was():
    given = np.column_stack([STEPS, RATES])
    before = given.copy()
    recognize(given)
    assert (given == before).all()


def odd(generator):
    """Draw a short log of odd rates at odd steps."""
    rows = int(generator.integers(2, 30))
    rates = [
        generator.uniform(size=rows),
        generator.choice([0, 0.1, 1, np.nan, -1, np.inf, 1e-9], size=rows),
        10 ** generator.uniform(-320, 300, size=rows),
        np.round(np.sort(generator.uniform(size=rows))[::-1], 1),
        np.append(np.zeros(rows), 10 ** generator.uniform(-300, 300, size=2)),
        rounded(RATES[: 4 * rows : 4], 2),
    ][generator.integers(6)]
    gap = int(generator.choice([2, 50, 10**6]))
    return rates, np.cumsum(generator.integers(1, gap, size=len(rates))) - 1


@pytest.mark.slow
@pytest.mark.filterwarnings("error")
def test_any_column_of_numbers_has_an_answer():
    generator = np.random.default_rng(5)
    for _ in range(60):
        rates, steps = odd(generator)
        seen = recognize(rates, steps)
        assert seen.distance >= 0
        assert str(seen)
        wrong = ~(np.isfinite(rates) & (rates >= 0))
        told = {problem.rule for problem in seen.problems}
        assert wrong.any() == ("is no rate" in told)


def test_a_series_of_pandas_has_its_index_for_steps():
    rates = table(cosine(0.1, 1000), 1000)[::10]
    series = pd.Series(rates, index=range(0, 1000, 10))
    assert str(recognize(series).schedule.call) == "cosine(peak=0.1, steps=1000)"


def test_rows_that_did_not_note_the_rate_are_no_fault_of_it():
    rates = table(cosine(0.1, 1000), 1000)
    rates[np.arange(1000) % 10 > 0] = np.nan
    found = recognize(rates[:991])
    assert str(found.schedule.call) == "cosine(peak=0.1, steps=1000)"
    assert not found.problems


def test_a_list_of_one_rate_for_each_group_is_a_column():
    rates = table(cosine(0.1, 100), 100)
    found = recognize([[rate] for rate in rates])
    assert str(found.schedule.call) == "cosine(peak=0.1, steps=100)"


def test_texts_are_refused_in_one_line():
    with pytest.raises(TypeError, match="must hold numbers: numpy.asarray") as refused:
        recognize(["0.1"] * 5000)
    assert len(str(refused.value)) < 200
