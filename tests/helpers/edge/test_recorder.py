"""What is recorded, and that nothing of the training changes: on every backend."""

import math
import random
import warnings

import numpy as np
import pytest
from keras.src.random.seed_generator import global_seed_generator

from helpers.edge import EdgeRecorder, draw_edge
from helpers.keras_import import keras
from helpers.recorders import RateRecorder
from tests.helpers.edge.models import (
    NUMBERS,
    ROWS,
    WEIGHTS,
    convolutional,
    state,
    transformer,
    two_outputs,
)

pytestmark = pytest.mark.slow

BACKEND = keras.backend.backend()
PROGRAMS = [  # with XLA, where that doesn't take long to compile
    (convolutional, BACKEND != "torch"),
    (transformer, BACKEND == "jax"),
    (two_outputs, BACKEND == "jax"),
]
EDGE_KEYS = ("critical_rate", "sharpness", "edge_ratio")


def part(data, rows):
    return keras.tree.map_structure(lambda array: array[:rows], data)


def trained(build, watched, rows=40, **options):
    """Train twice, with validation; return all that is left, and the recorder."""
    # Keras's own generator, which set_random_seed leaves as it is where Keras is old.
    global_seed_generator().state.assign([1, 0])
    keras.utils.set_random_seed(1)
    model, data = build(**options)
    data = part(data, rows)
    recorder, seen = EdgeRecorder(*part(data, 16), every=3), []
    note = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: seen.append(dict(logs))
    )
    for _ in range(2):
        done = model.fit(
            **dict(zip(("x", "y", "sample_weight"), data, strict=False)),
            batch_size=8,
            epochs=2,
            verbose=0,
            validation_data=data,
            callbacks=[note, recorder] if watched else [note],
        )
        logs = {k: v for k, v in done.history.items() if k not in EDGE_KEYS}
        seen.append(logs)
    drawn = random.random(), np.random.rand(), keras.random.normal((2,))
    return state(model), seen, keras.tree.map_structure(np.array, drawn), recorder


@pytest.mark.parametrize(("build", "compiled"), PROGRAMS)
def test_nothing_of_the_training_changes(build, compiled):
    *plain, _ = trained(build, watched=False, jit_compile=compiled)
    *watched, recorder = trained(build, watched=True, jit_compile=compiled)
    assert len(recorder.steps) == 4
    assert not np.isnan(recorder.critical_rates).any()
    keras.tree.map_structure(np.testing.assert_array_equal, plain, watched)


@pytest.mark.skipif(BACKEND == "jax", reason="its eager mode takes minutes")
def test_nothing_changes_in_eager_mode():
    *plain, _ = trained(convolutional, watched=False, rows=24, run_eagerly=True)
    *watched, recorder = trained(convolutional, watched=True, rows=24, run_eagerly=True)
    assert not np.isnan(recorder.critical_rates).any()
    keras.tree.map_structure(np.testing.assert_array_equal, plain, watched)


def linear_model(optimizer, **options):
    keras.utils.set_random_seed(0)
    dense = keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(0.05))
    model = keras.Sequential([keras.Input((6,)), dense])
    model.compile(optimizer, "mse", **options)
    return model


def quadratic(weights, sample_weight):
    """Return the gradient and the Hessian of the linear model's loss."""
    x = np.c_[ROWS, np.ones(len(ROWS))].astype(float)
    share = sample_weight / len(x)
    hessian = 2 * x.T @ (x * share[:, None]) + np.diag([0.1] * 6 + [0])
    return hessian @ weights - 2 * x.T @ (share * NUMBERS[:, 0]), hessian


def flat(model):
    return np.concatenate([array.ravel() for array in model.get_weights()]).astype(
        float
    )


OPTIMIZERS = {
    "descent": lambda: keras.optimizers.SGD(0.02),
    "momentum": lambda: keras.optimizers.SGD(0.02, momentum=0.9),
    "clipping": lambda: keras.optimizers.SGD(0.02, clipnorm=0.1),
    "Adam": lambda: keras.optimizers.Adam(0.01),
    "decay": lambda: keras.optimizers.AdamW(0.01, weight_decay=0.1),
    "sign": lambda: keras.optimizers.Lion(0.01),
    "schedule": lambda: keras.optimizers.RMSprop(
        keras.optimizers.schedules.CosineDecay(0.02, 30)
    ),
}


@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_the_critical_rate_is_that_of_the_real_update(make):
    model, updates = linear_model(make()), []
    recorder, rates = EdgeRecorder(ROWS, NUMBERS, WEIGHTS, every=4), RateRecorder()

    class Watch(keras.callbacks.Callback):
        def on_train_batch_begin(self, batch, logs=None):
            self.before = flat(self.model)

        def on_train_batch_end(self, batch, logs=None):
            updates.append((self.before, flat(self.model) - self.before))

    model.fit(
        ROWS, NUMBERS, sample_weight=WEIGHTS, batch_size=40, epochs=20, verbose=0,
        callbacks=[Watch(), rates, recorder],
    )  # fmt: skip
    assert recorder.steps == [0, 4, 8, 12, 16]
    assert recorder.rates == [rates.rates[step] for step in recorder.steps]
    for step, rate, found in zip(
        recorder.steps, recorder.rates, recorder.critical_rates, strict=True
    ):
        before, update = updates[step]
        gradient, hessian = quadratic(before, WEIGHTS)
        multiple = -2 * gradient @ update / (update @ hessian @ update)
        uphill = gradient @ update > 0  # as momentum may go
        assert found == pytest.approx(0 if uphill else multiple * rate, rel=0.02)
    with np.errstate(divide="ignore"):
        sharpness = np.divide(2, recorder.critical_rates)
        ratios = np.divide(recorder.rates, recorder.critical_rates)
    assert recorder.sharpness == pytest.approx(sharpness)
    assert recorder.ratios == pytest.approx(ratios)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_on_the_edge_the_ratio_is_1_whatever_the_momentum(momentum):
    sharpest = np.linalg.eigvalsh(quadratic(np.zeros(7), np.ones(40))[1])[-1]
    rate = (2 + 2 * momentum) / sharpest
    model = linear_model(keras.optimizers.SGD(rate, momentum=momentum))
    recorder = EdgeRecorder(ROWS, NUMBERS, every=50)
    x, y = np.tile(ROWS, (201, 1)), np.tile(NUMBERS, (201, 1))
    model.fit(x, y, batch_size=40, shuffle=False, verbose=0, callbacks=[recorder])
    assert recorder.ratios[-1] == pytest.approx(1, rel=0.02)


def fit(model, recorder, epochs=4, batch_size=10):
    return model.fit(
        ROWS, NUMBERS, batch_size=batch_size, epochs=epochs, verbose=0,
        callbacks=[recorder],
    )  # fmt: skip


def test_the_logs_have_the_medians_of_an_epoch():
    recorder = EdgeRecorder(ROWS, NUMBERS, every=2)
    history = fit(linear_model(keras.optimizers.SGD(0.02)), recorder, 3, 7).history
    assert recorder.steps == [*range(0, 18, 2)]
    kept = recorder.critical_rates, recorder.sharpness, recorder.ratios
    for key, values in zip(EDGE_KEYS, kept, strict=True):
        medians = np.median(np.reshape(values, (3, 3)), axis=1)
        assert history[key] == pytest.approx(medians)


def test_an_epoch_without_a_reading_has_the_numbers_of_the_one_before():
    recorder = EdgeRecorder(ROWS, NUMBERS, every=8)
    history = fit(linear_model(keras.optimizers.SGD(0.02)), recorder).history
    first, second = recorder.ratios
    assert history["edge_ratio"] == [first, first, second, second]


def test_a_batch_that_moves_nothing_is_waited_out():
    optimizer = keras.optimizers.SGD(0.02, gradient_accumulation_steps=4)
    recorder = EdgeRecorder(ROWS, NUMBERS, every=5)
    fit(linear_model(optimizer), recorder)
    assert recorder.steps == [0, 2]
    assert not np.isnan(recorder.critical_rates).any()


def test_a_rate_of_0_has_no_direction():
    recorder = EdgeRecorder(ROWS, NUMBERS, every=4)
    fit(linear_model(keras.optimizers.SGD(0.0)), recorder)
    assert np.isnan(recorder.critical_rates).all()
    assert np.isnan([*recorder.sharpness, *recorder.ratios]).all()


def test_a_loss_that_is_not_finite_is_nan():
    recorder = EdgeRecorder(ROWS, NUMBERS, every=4)
    fit(linear_model(keras.optimizers.SGD(1e30)), recorder)
    assert recorder.ratios[0] > 100
    assert math.isnan(recorder.critical_rates[-1])
    draw_edge(recorder)


@pytest.mark.parametrize(("sign", "critical"), [(-1, math.inf), (1, 0.0)])
def test_a_loss_that_only_falls_or_only_rises(sign, critical):
    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.1), lambda y, out: keras.ops.mean(y * out))
    recorder = EdgeRecorder(ROWS, -sign * np.ones((40, 1)))
    model.fit(ROWS, np.ones((40, 1)), verbose=0, callbacks=[recorder])
    assert recorder.critical_rates == [critical]
    assert recorder.sharpness == [2 / critical if critical else math.inf]
    assert recorder.ratios == [0.1 / critical if critical else math.inf]
    draw_edge(recorder)


@pytest.mark.parametrize("policy", ["mixed_bfloat16", "mixed_float16"])
def test_in_mixed_precision_readings_are_near(policy):
    readings = []
    for kind in ("float32", policy):
        keras.utils.set_random_seed(0)
        model = keras.Sequential(
            [
                keras.Input((6,)),
                keras.layers.Dense(16, activation="tanh", dtype=kind),
                keras.layers.Dense(1, dtype="float32"),
            ]
        )
        model.compile(keras.optimizers.SGD(0.05), "mse")
        recorder = EdgeRecorder(ROWS, NUMBERS, every=4)
        fit(model, recorder, batch_size=40, epochs=17)
        readings.append(recorder.critical_rates)
    assert readings[1] == pytest.approx(readings[0], rel=0.2)


def test_weights_of_16_bits_are_refused():
    dense = keras.layers.Dense(1, dtype="bfloat16")
    model = keras.Sequential([keras.Input((6,)), dense])
    model.compile("sgd", "mse")
    with pytest.raises(TypeError, match=r"of bfloat16, .*mixed_bfloat16"):
        fit(model, EdgeRecorder(ROWS, NUMBERS))


def test_a_model_without_a_loss_is_refused():
    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(1)])
    model.compile("sgd")
    with pytest.raises(ValueError, match="has no loss|No loss to compute"):
        fit(model, EdgeRecorder(ROWS, NUMBERS))


def test_several_updates_at_once_are_refused():
    model = linear_model(keras.optimizers.SGD(0.02), steps_per_execution=2)
    with pytest.raises(ValueError, match="steps_per_execution = 2"):
        fit(model, EdgeRecorder(ROWS, NUMBERS))


def test_a_model_compiled_anew_is_measured_by_its_new_loss():
    model = linear_model(keras.optimizers.SGD(0.02))
    recorder = EdgeRecorder(ROWS, NUMBERS, every=1)
    fit(model, recorder, batch_size=40, epochs=1)
    first = recorder.sharpness
    model.compile(keras.optimizers.SGD(0.02), "mse", loss_weights=[4.0])
    fit(model, recorder, batch_size=40, epochs=1)
    assert recorder.sharpness[0] == pytest.approx(4 * first[0], rel=0.1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((iter([ROWS]),), "x, of class .*iterator, must be an array with a row"),
        ((3.0,), "x, of class .*, must be an array with a row"),
        ((ROWS, "labels"), "y, of class .*, must be an array"),
        ((ROWS, NUMBERS[:9]), "x has 40 rows, y has 9 rows"),
        ((ROWS, NUMBERS, WEIGHTS[:7]), "sample_weight has 7 rows"),
        (({"a": ROWS, "b": ROWS[:3]},), "x has 3 or 40 rows"),
        ((ROWS, NUMBERS, None, 0), "every = 0 must be"),
        ((ROWS, NUMBERS, None, 2.0), "every = 2.0 must be"),
    ],
)
def test_a_bad_argument_is_named(arguments, said):
    with warnings.catch_warnings(), pytest.raises((TypeError, ValueError), match=said):
        EdgeRecorder(*arguments)
