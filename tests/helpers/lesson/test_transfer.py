"""What page 13 predicts follows from its columns, settings and rivals."""

import numpy as np
import pytest

from helpers.bounds import best_multiple
from helpers.lesson.transfer import (
    AXES,
    JUDGES,
    PREDICTORS,
    SCHEDULES,
    Setting,
    column,
    predictions,
    quantity,
    sizes,
)

RANDOM = np.random.default_rng(0)
LABELS = RANDOM.integers(0, 10, 400)
SEQUENCES = RANDOM.normal(size=(400, 40)).astype("float32")
TRAIN = SEQUENCES + 0.5 * np.eye(10, 40, dtype="float32")[LABELS], LABELS


@pytest.fixture(scope="module")
def predicted():
    return predictions(TRAIN)


def test_along_an_axis_one_number_grows_and_the_examples_stay():
    for axis, settings in AXES.items():
        assert sizes(axis) == sorted({*sizes(axis)})
        assert {s.width for s in settings} == {32} or axis == "width"
    assert {s.updates * s.batch for s in AXES["batch"]} == {32_000}
    assert {(s.updates, s.batch) for s in AXES["width"]} == {(500, 32)}
    assert {(s.batch, s.width) for s in AXES["updates"]} == {(32, 32)}


def test_columns_have_their_peak_and_a_warm_up_of_a_tenth():
    assert (column("constant", 30, 0.2) == 0.2).all()
    warm = column("warm-up + cosine", 500, 0.2)
    assert len(warm) == 500
    assert warm.max() == pytest.approx(0.2)
    assert (np.diff(warm[:50]) > 0).all()
    assert (np.diff(warm[51:]) < 0).all()


@pytest.mark.slow
def test_each_quantity_has_a_number_of_each_predictor(predicted):
    names = {quantity(a, s, j) for a in AXES for s in SCHEDULES for j in JUDGES}
    assert {*predicted} == {("MNIST-1D", name) for name in names}
    for (_, name), row in predicted.items():
        assert [*row] == ["theory", *PREDICTORS]
        axis = name.partition(";")[0]
        assert all(row[rival] == rule[axis] for rival, rule in PREDICTORS.items())


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_over_updates_theory_is_the_bound_alone(predicted, schedule):
    ends = [AXES["updates"][0].updates, AXES["updates"][-1].updates]
    first, last = (best_multiple(column(schedule, n))[0] for n in ends)
    slope = np.log(last / first) / np.log(ends[1] / ends[0])
    said = predicted["MNIST-1D", quantity("updates", schedule, "wall")]["theory"]
    assert said == pytest.approx(slope, abs=0.01)


def test_over_batches_theory_lies_between_all_noise_and_none(predicted):
    """Without noise the updates alone count; with nothing else the rule is linear."""
    said = predicted["MNIST-1D", quantity("batch", SCHEDULES[1], "wall")]["theory"]
    assert 0.5 < said < 1.02


def test_a_setting_is_small_unless_it_is_said():
    assert Setting(7) == Setting(7, 32, 32)
