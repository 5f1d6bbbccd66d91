"""Columns of Keras's own schedules are, bit for bit, the rates that ``fit`` uses."""

import numpy as np
import pytest

from helpers.keras_columns import FEW, IN_A_SHARE, program_of, rates_of
from helpers.keras_import import keras
from helpers.schedules import table, with_warmup

schedules = keras.optimizers.schedules
FULL = np.float32(0.1)


@keras.saving.register_keras_serializable("tests")
class Noting(keras.optimizers.SGD):
    """Plain descent that keeps the rate of each update."""

    def __init__(self, schedule, updates):
        super().__init__(schedule)
        self.used = keras.Variable(np.zeros(updates), dtype="float32", trainable=False)

    def update_step(self, gradient, variable, learning_rate):
        at = [keras.ops.cast(self.iterations, "int32")]
        used = keras.ops.reshape(learning_rate, [1])
        self.used.assign(keras.ops.slice_update(self.used, at, used))


def rates_of_fit(schedule, updates):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(Noting(schedule, updates), "mse")
    rows = np.ones((updates, 1))
    model.fit(rows, rows, batch_size=1, verbose=0)
    return np.asarray(model.optimizer.used).astype(float)


def drawn(random):
    """Draw the arguments of each schedule that Keras ships."""
    peak, steps = random.uniform(0.001, 0.5), int(random.integers(5, 300))
    warmup, share = int(random.integers(1, 90)), random.uniform(0, 0.3)
    stairs = bool(random.integers(2))
    edges = np.unique(random.integers(1, 250, 3)).tolist()
    return [
        schedules.CosineDecay(peak, steps, share),
        schedules.CosineDecay(
            peak / 9, steps, share, warmup_target=peak, warmup_steps=warmup
        ),
        schedules.CosineDecayRestarts(peak, steps, random.uniform(1, 3), 0.7, share),
        schedules.ExponentialDecay(peak, steps, 0.8, staircase=stairs),
        schedules.InverseTimeDecay(peak, steps, 0.8, staircase=stairs),
        schedules.PolynomialDecay(
            peak, steps, peak / 7, random.uniform(0.5, 3), stairs
        ),
        schedules.PiecewiseConstantDecay(edges, [peak] * (len(edges) + 1)),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_each_shipped_schedule_has_the_rates_of_fit(seed):
    for schedule in drawn(np.random.default_rng(seed)):
        expected = rates_of_fit(schedule, 270)
        assert table(schedule, 270).tolist() == expected.tolist(), schedule.get_config()


@pytest.mark.slow
def test_a_restart_that_a_call_alone_computes_otherwise():
    restarts = schedules.CosineDecayRestarts(0.1, 10, t_mul=10.0)
    assert float(restarts(10)) == FULL
    assert rates_of_fit(restarts, 12)[10] == table(restarts, 12)[10] == 0


def test_a_schedule_that_branches_on_the_step_is_asked_one_by_one():
    class Drop(schedules.LearningRateSchedule):
        def __call__(self, step):
            return 0.1 if step < 3 else 0.01

    assert table(Drop(), 5).tolist() == [0.1, 0.1, 0.1, 0.01, 0.01]


def test_a_warmup_before_a_schedule_of_keras_that_has_one_of_its_own():
    inner = schedules.CosineDecay(0.1, 20, warmup_target=0.5, warmup_steps=10)
    rates = table(with_warmup(inner, 4), 34)
    assert rates[4:].tolist() == table(inner, 30).tolist()
    assert rates[:4] == pytest.approx([0, 0.025, 0.05, 0.075])


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(), (1,), (8,), (17,), (3, 5), (0,)])
def test_arrays_of_any_shape_and_steps_in_any_order(shape):
    decay = schedules.CosineDecay(0.1, 50, warmup_target=0.5, warmup_steps=10)
    steps = np.random.default_rng(0).integers(0, 60, shape)
    found = rates_of(decay)(steps)
    one_by_one = np.array([float(decay(int(step))) for step in steps.ravel()])
    assert np.shape(found) == shape
    assert np.ravel(found) == pytest.approx(one_by_one, rel=1e-6)


@pytest.mark.slow
def test_shares_of_several_cores_make_one_column():
    decay = keras.optimizers.schedules.ExponentialDecay(0.1, 777, 0.9)
    rates, steps = rates_of(decay), np.arange(5 * IN_A_SHARE + 3)
    pieces = [rates(piece) for piece in np.array_split(steps, 11)]
    assert np.array_equal(rates(steps), np.concatenate(pieces))


def test_what_a_schedule_raises_at_each_step_is_raised():
    class Wrong(schedules.LearningRateSchedule):
        def __call__(self, step):
            raise RuntimeError("no rate")

    with pytest.raises(RuntimeError, match="no rate"):
        table(Wrong(), 3)


def test_a_program_that_can_not_be_made_says_so():
    with pytest.raises(TypeError):
        program_of(lambda step: 0.1 if step < 3 else 0.01)


@pytest.mark.slow
@pytest.mark.parametrize("schedule", drawn(np.random.default_rng(7)))
def test_a_long_column_begins_with_the_rates_of_a_short_one(schedule):
    long = table(schedule, FEW + 1)
    assert long[:FEW].tolist() == table(schedule, FEW).tolist()
