"""Columns with one mistake lose its point, and none for what follows from it."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from classroom.assignments.plan.columns import QUESTIONS

pytestmark = pytest.mark.slow

COLUMN, RESTARTS = QUESTIONS
ROWS = "The column does not have one row for each update."
WARM_UP = "The warm-up does not rise on a line from 0 to the peak."
COSINE = "After the warm-up there is no half cosine."
FLOOR = "The floor is not the share of the peak asked for."
IN_TIME = "A restart is missing, or in the wrong update."
CYCLE = "Within a cycle there is no half cosine."


def fall(rows, length, peak, floor):
    """Return so many rates of half a cosine of some length."""
    return floor + (peak - floor) * (1 + np.cos(np.pi * np.arange(rows) / length)) / 2


STEPS = {  # of an answer to task 1, each a function of those before
    "updates": lambda n: math.ceil(n.images / n.batch),
    "W": lambda n: n.warmup_epochs * n.updates,
    "N": lambda n: n.epochs * n.updates,
    "rows": lambda n: n.N - n.W,
    "length": lambda n: n.rows,
    "rise": lambda n: n.peak * np.arange(n.W) / n.W,
    "floor": lambda n: n.floor_share * n.peak,
}


def column(**own):
    """Return an answer to task 1 with other steps, those with mistakes."""

    def answer(**setting):
        n = SimpleNamespace(**setting)
        for name, step in (STEPS | own).items():
            setattr(n, name, step(n))
        return np.concatenate([n.rise, fall(n.rows, n.length, n.peak, n.floor)])

    return answer


def each_epoch(images, batch, epochs, warmup_epochs, peak, floor_share):
    """Return rates that stay as they are within an epoch."""
    rise, rest = peak * np.arange(warmup_epochs) / warmup_epochs, epochs - warmup_epochs
    wave = fall(rest, rest, peak, floor_share * peak)
    return np.repeat(np.append(rise, wave), math.ceil(images / batch))


COLUMNS = {
    "right": (column(), []),
    "smaller last batches forgotten": (
        column(updates=lambda n: n.images // n.batch),
        [ROWS],
    ),
    "one batch too many": (column(updates=lambda n: n.images // n.batch + 1), [ROWS]),
    "one row more": (
        column(rows=lambda n: n.N - n.W + 1, length=lambda n: n.N - n.W),
        [ROWS],
    ),
    "the peak twice": (column(rise=lambda n: np.linspace(0, n.peak, n.W + 1)), [ROWS]),
    "the warm-up beside the epochs": (
        column(N=lambda n: (n.epochs + n.warmup_epochs) * n.updates),
        [ROWS],
    ),
    "rounded over the run": (
        column(N=lambda n: n.epochs * n.images // n.batch),
        [ROWS],
    ),
    "a warm-up in epochs": (column(W=lambda n: n.warmup_epochs), [WARM_UP]),
    "a warm-up to the last of its rows": (
        column(rise=lambda n: np.linspace(0, n.peak, n.W)),
        [WARM_UP],
    ),
    "no warm-up": (column(W=lambda n: 0), [WARM_UP]),
    "over all updates": (column(length=lambda n: n.N), [COSINE]),
    "at its floor too early": (
        column(length=lambda n: n.N - n.W - 1),
        ["The half cosine is at its floor one update too early."],
    ),
    "one rate for each epoch": (each_epoch, [WARM_UP, COSINE]),
    "another floor": (column(floor=lambda n: 2 * n.floor_share * n.peak), [FLOOR]),
    "a floor that is a rate": (column(floor=lambda n: n.floor_share), [FLOOR]),
    "a rate that stays after the warm-up": (
        column(floor=lambda n: n.peak),
        [COSINE, FLOOR],
    ),
    "a plateau before the fall": (
        column(
            rise=lambda n: np.append(STEPS["rise"](n), n.updates * [n.peak]),
            rows=lambda n: n.N - n.W - n.updates,
        ),
        [COSINE],
    ),
}


def cycles(images, batch, epochs, first_epochs, multiplier, peak, one="whole", most=9):
    """Return an answer to task 2, with one way to make a cycle, and so many of them."""
    updates = math.ceil(images / batch)
    if one == "a batch too many":
        updates = images // batch + 1
    length, rates = first_epochs * updates, []
    for _ in range(most):
        if len(rates) >= epochs * updates:
            break
        rows = length + (one == "longer")
        wave = fall(rows, length - (one == "inclusive"), peak, 0.0)
        if one == "each epoch":
            wave = np.repeat(wave[::updates], updates)
        rates.extend(wave * (2 if one == "without the half" else 1))
        length *= multiplier
    return np.array(rates[: epochs * updates])


CYCLES = {
    "right": ({}, []),
    "one batch too many": ({"one": "a batch too many"}, [ROWS]),
    "without the half": ({"one": "without the half"}, [CYCLE]),
    "one rate for each epoch": ({"one": "each epoch"}, [CYCLE]),
    "to the last of their rows": ({"one": "inclusive"}, [CYCLE]),
    "one row more": ({"one": "longer"}, [IN_TIME]),
    "two cycles": ({"most": 2}, [ROWS, IN_TIME]),
}


def lost(question, answer, seed):
    """Return the sentences on the points that an answer loses."""
    settings = question.draw(np.random.default_rng(seed), "eve")
    given = [(setting, np.asarray(answer(**setting), float)) for setting in settings]
    said = []
    for point in question.points:
        found = [point.holds(*each) for each in given]
        wrong = [one for one in found if one is not True]
        said += [one or point.lost for one in wrong[:1]]
    return said


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("mistake", COLUMNS)
def test_a_mistake_in_a_column_costs_its_point(mistake, seed):
    answer, sentences = COLUMNS[mistake]
    assert lost(COLUMN, answer, seed) == sentences


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("mistake", CYCLES)
def test_a_mistake_in_cycles_costs_its_point(mistake, seed):
    options, sentences = CYCLES[mistake]
    given = lost(RESTARTS, lambda **setting: cycles(**setting, **options), seed)
    assert given == sentences


@pytest.mark.parametrize("seed", range(8))  # in some the warm-up takes half of the run
@pytest.mark.parametrize("share", [0, 0.5, 0.51, 3])
def test_a_column_of_any_length_is_judged(share, seed):
    def answer(images, batch, epochs, peak, **others):
        return np.full(round(share * epochs * math.ceil(images / batch)), peak)

    for question in QUESTIONS:
        said = lost(question, answer, seed)
        assert said[0] == ROWS
        assert len(said) == len(question.points)


def test_a_fall_alone_is_judged_alike_for_all():
    """In some settings it has half of the rows."""
    for seed in range(20):
        given = column(rise=lambda n: [])
        assert lost(COLUMN, given, seed) == [ROWS, WARM_UP], seed


NONSENSE = {
    "a few at the end": (COLUMN, lambda p, f: [p, (3 * p + f) / 4, (p + 3 * f) / 4]),
    "up and down": (RESTARTS, lambda p, f: [p, 0.0]),
    "a few again and again": (RESTARTS, lambda p, f: [p, 0.75 * p, 0.25 * p]),
}


@pytest.mark.parametrize("kind", NONSENSE)
def test_a_few_rates_are_no_half_cosine(kind):
    question, made = NONSENSE[kind]

    def answer(images, batch, epochs, peak, floor_share=0, **others):
        rows, few = epochs * math.ceil(images / batch), made(peak, floor_share * peak)
        if question is COLUMN:
            return [*np.zeros(rows - len(few)), *few]
        return np.resize(few, rows)

    for seed in range(5):
        assert (COSINE if question is COLUMN else CYCLE) in lost(question, answer, seed)


@pytest.mark.parametrize("made", [np.ones, np.zeros])
def test_a_rate_that_stays_gets_the_point_for_its_rows_alone(made):
    def answer(images, batch, epochs, **others):
        return made(epochs * math.ceil(images / batch))

    for question in QUESTIONS:
        assert len(question.points) - len(lost(question, answer, 0)) == 1
