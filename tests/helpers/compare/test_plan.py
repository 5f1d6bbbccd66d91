"""A plan: how many trainings, how long, and what is finished."""

import sqlite3

import numpy as np
import pytest

from helpers.compare import STANDARD_ARMS, Plan
from helpers.compare.plan import ANOTHER_SEED, seconds_each
from helpers.compare.programs import COMPILED_EACH_TIME
from tests.helpers.compare.small import X, Y, recipe, training
from tests.helpers.compare.stand_in import comparison, valley


def test_a_plan_is_read_as_three_lines():
    each, done = {"tuning": 2.0, "test": 3.0}, {"tuning": 10, "test": 0}
    plan = Plan(3, 5, 8, 2, 1, 400, done, each)
    assert plan.trainings == 264
    assert plan.seconds == 230 * 2.0 + 24 * 3.0
    first, second, third = str(plan).splitlines()
    assert first == (
        "264 trainings of 400 updates: 8 repeats × 3 arms × (5 peaks × 2 seeds to tune "
        "+ 1 pair to test)."
    )
    assert (
        second == "10 of those that tune are finished; what is there of the test is "
        "counted once all peaks are chosen. The others take about 9 min on this "
        "machine if it does nothing else, 3.0 s each."
    )
    assert "48 trainings more" in third


@pytest.mark.parametrize("tuned", [0, 240])
def test_a_plan_counts_plainly_before_the_tuning_and_after_it(tuned):
    each, done = {"tuning": 2.0, "test": 3.0}, {"tuning": tuned, "test": 0}
    said = str(Plan(3, 5, 8, 2, 1, 400, done, each))
    assert f"\n{tuned} are finished. The others" in said


@pytest.mark.slow
def test_a_plan_counts_what_is_finished_and_what_is_not(trained, untimed, tmp_path):
    trained(valley(1.0))
    ours = comparison(tmp_path)
    assert (ours.plan().trainings, ours.plan().finished) == (48, 0)
    with pytest.warns(UserWarning, match="edge"):
        ours.run()
    wider = ours.plan()
    assert (wider.peaks, wider.trainings, wider.finished) == (5, 72, 72)
    assert comparison(tmp_path, pairs=5).plan().finished == 72
    assert comparison(tmp_path, pairs=1).plan().finished == 66
    assert comparison(tmp_path, repeats=2).plan().finished == 48
    assert comparison(tmp_path, repeats=4).plan().finished == 36
    assert comparison(tmp_path, tuning_seeds=3).plan().finished == 36


@pytest.mark.slow
def test_a_plan_leaves_the_file_as_it_is(trained, untimed, tmp_path):
    trained(valley(0.01))
    comparison(tmp_path).plan()
    comparison(tmp_path, loss="mae", updates=8, arms=STANDARD_ARMS).plan()
    with sqlite3.connect(tmp_path / "kept.sqlite") as database:
        for name in ("experiments", "trainings", "attempts"):
            assert not database.execute(f"select * from {name}").fetchall()
    comparison(tmp_path).run()
    before = (tmp_path / "kept.sqlite").read_bytes()
    comparison(tmp_path).plan()
    assert (tmp_path / "kept.sqlite").read_bytes() == before


@pytest.mark.parametrize(("budget", "each"), [(80, 0.05), (20_000, 0.001), (7, 1e-5)])
def test_the_seconds_of_a_plan_add_up(monkeypatch, budget, each):
    """Also where the shortest training takes long, as one that is compiled anew."""
    judging, scatter = {"tuning": 0.1, "test": 0.4}, iter([0.1, -0.1] * 50)
    asked, compiled = [], []

    def as_if(recipe, training, updates, program):
        asked.append(updates)
        judged = judging[training.stage]
        if program == COMPILED_EACH_TIME:
            compiled.append(training)
            judged += 1.5  # the first look at the data compiles
        seconds = 2 + next(scatter) + each * updates + judged
        return {
            "evaluations": [{"updates": updates}],
            "seconds": seconds,
            "judging": judged,
        }

    monkeypatch.setattr("helpers.compare.plan.carry_out", as_if)
    one = training(np.full(budget, 0.01))
    other = recipe(updates=budget, test=(X, Y))
    found = seconds_each(other, one, COMPILED_EACH_TIME)
    assert len(compiled) <= 8
    for kind, judged in judging.items():
        looks = min(5, -(-budget // 3))
        assert found[kind] == pytest.approx(
            3.5 + each * budget + looks * judged, rel=0.15
        )
    assert each * sum(asked) < 15  # seconds


def test_what_a_seed_takes_is_shared_by_its_trainings(monkeypatch):
    def as_if(recipe, training, updates, program):
        rows, anew = [{"updates": updates}], 1.2 * (training.seed == ANOTHER_SEED)
        return {"evaluations": rows, "seconds": 0.2 + anew, "judging": 0.1}

    monkeypatch.setattr("helpers.compare.plan.carry_out", as_if)
    given = recipe(updates=1), training(np.ones(1))
    alone = seconds_each(*given)
    shared = seconds_each(*given, of_a_seed={"tuning": 6, "test": 2})
    assert shared["tuning"] - alone["tuning"] == pytest.approx(0.2)
    assert shared["test"] - alone["test"] == pytest.approx(0.6)


def test_a_plan_makes_no_trainings_that_tell_nothing(monkeypatch):
    """The data of the verdict are those that tuned, and the whole budget is one."""
    asked = []

    def as_if(recipe, training, updates, program):
        asked.append((training.stage, updates))
        rows = [{"updates": updates}]
        return {"evaluations": rows, "seconds": 0.2, "judging": 0.1}

    monkeypatch.setattr("helpers.compare.plan.carry_out", as_if)
    seconds_each(recipe(updates=1), training(np.ones(1)))
    assert asked == [("tuning", 1)] * 2
