import json
import math
import os
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.schedules import cosine_restarts, table

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("forkserver")]

RATES = table(cosine_restarts(0.1, 70, 3, 1e-4, cycle_multiplier=2), 71)
SINGLE = RATES.astype(np.float32)
ops = keras.ops


def test_every_rate_is_that_of_the_column_as_float32():
    schedule = TableSchedule(RATES)
    rates = [schedule(step) for step in range(71)]
    assert {rate.dtype.name for rate in rates} == {"float32"}
    assert [float(rate) for rate in rates] == SINGLE.tolist()


def test_behind_the_end_the_last_rate_holds():
    schedule = TableSchedule(RATES)
    assert [float(schedule(step)) for step in (71, 1000, 2**31 - 1)] == [
        float(SINGLE[-1])
    ] * 3


@pytest.mark.parametrize("kind", ["int32", "int64", "float32"])
def test_the_optimizers_step_may_be_of_any_type(kind):
    assert float(TableSchedule(RATES)(ops.cast(10, kind))) == SINGLE[10]


@pytest.mark.parametrize("shape", [(90,), (9, 10)])
def test_an_array_of_steps_gives_an_array_of_rates(shape):
    steps = np.arange(90).reshape(shape)
    rates = ops.convert_to_numpy(TableSchedule(RATES)(steps))
    assert rates.tolist() == SINGLE[np.minimum(steps, 70)].tolist()


@pytest.mark.parametrize("eager", [True, False])
def test_fit_uses_the_rates_of_the_column(eager):
    used = []
    model = small_model(TableSchedule(RATES), run_eagerly=eager)
    record = keras.callbacks.LambdaCallback(
        on_train_batch_begin=lambda batch, logs: used.append(
            float(model.optimizer.learning_rate)
        )
    )
    fit(model, epochs=8, callbacks=[record])
    assert used == SINGLE[np.minimum(np.arange(80), 70)].tolist()


def test_each_update_moves_the_weight_by_its_rate():
    model = small_model(TableSchedule([0.5, 0.25, 0.125, 0]))
    fit(model)
    assert model.get_weights()[0].item() == -0.875


def test_a_graph_looks_the_rates_up_too():
    import tensorflow as tf

    traced = tf.function(TableSchedule(RATES))
    rates = [float(traced(tf.constant(step))) for step in range(75)]
    assert rates == SINGLE[np.minimum(np.arange(75), 70)].tolist()


def test_the_column_survives_serialization_to_the_last_bit():
    serialize = keras.optimizers.schedules.serialize
    config = json.loads(json.dumps(serialize(TableSchedule(RATES))))
    copy = keras.optimizers.schedules.deserialize(config)
    assert isinstance(copy, TableSchedule)
    assert copy.rates.tolist() == RATES.tolist()


def test_a_later_change_of_the_column_does_not_reach_the_schedule():
    column = RATES.copy()
    schedule = TableSchedule(column)
    column[:] = 0
    assert float(schedule(0)) == SINGLE[0]


def test_a_saved_model_goes_on_in_another_process(forkserver, tmp_path):
    model = small_model(TableSchedule(RATES))
    fit(model)
    model.save(tmp_path / "model.keras")
    with ProcessPoolExecutor(1, forkserver) as other:
        found = other.submit(load, tmp_path / "model.keras").result()
    process, step, rate, rates = found
    assert process != os.getpid()
    assert step == 10
    assert rate == SINGLE[10]
    assert rates == SINGLE[np.minimum(np.arange(80), 70)].tolist()


def load(path):
    """Return this process, and the steps and the rates of a saved optimizer."""
    optimizer = keras.models.load_model(path).optimizer
    rates = [float(optimizer._learning_rate(step)) for step in range(80)]
    return os.getpid(), int(optimizer.iterations), float(optimizer.learning_rate), rates


@pytest.mark.parametrize("rates", [0.1, None, "0.1", [True], [None], [1j]])
def test_what_is_no_column_is_refused_by_name(rates):
    with pytest.raises((TypeError, ValueError), match="^rates"):
        TableSchedule(rates)


@pytest.mark.parametrize("rates", [[], [[0.1, 0.2]], [-0.1], [math.nan], [math.inf]])
def test_a_bad_column_is_refused_by_name(rates):
    with pytest.raises(ValueError, match="^rates"):
        TableSchedule(rates)


def small_model(rate, **options):
    layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input((1,)), layer])
    optimizer = keras.optimizers.SGD(rate)
    model.compile(optimizer, loss="mean_absolute_error", **options)
    return model


def fit(model, epochs=1, callbacks=()):
    """Ten updates an epoch; the gradient is 1 as long as the weight is above -9."""
    x = np.ones((10, 1), np.float32)
    model.fit(x, -9 * x, 1, epochs, verbose=0, callbacks=list(callbacks))
