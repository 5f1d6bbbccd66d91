"""What a comparison trains: reuse, budgets, data of all kinds, kills, a cluster."""

import contextlib
import gc
import importlib.util
import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import numpy as np
import pandas as pd
import psutil
import pytest

from helpers.compare import Comparison, compiled, local, stages
from helpers.compare.datasets import are_few, batched
from helpers.compare.plan import seconds_each
from helpers.compare.recipe import Recipe
from helpers.compare.store import Store
from helpers.compare.training import Budget, Training, carry_out
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule

# isort: split
import tensorflow as tf

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("forkserver")]

needs_kill = pytest.mark.skipif(os.name != "posix", reason="no SIGKILL on Windows")
MAIN = threading.main_thread()
RNG = np.random.default_rng(0)
X = RNG.normal(size=(48, 6)).astype("float32")
Y = X[:, :1] - 0.5 * X[:, 1:2] ** 2
VALID = X[::3], Y[::3]
FEW = X[:16], Y[:16]
UP = np.linspace(0.001, 0.02, 6)
DOWN = np.linspace(0.02, 0.001, 6)
FLAT = np.full(6, 0.01)


def sequential(seed):
    return keras.Sequential([keras.layers.Dense(4, "relu"), keras.layers.Dense(1)])


def many_parts(seed):
    """A functional residual network with all that keeps a state."""
    inputs = keras.Input((6,))
    x = keras.layers.BatchNormalization()(inputs)
    y = keras.layers.Dropout(0.3)(keras.layers.Dense(6, "relu")(x))
    x = keras.layers.Add()([x, y])
    x = keras.layers.GRU(3)(keras.layers.Reshape((3, 2))(x))
    return keras.Model(inputs, keras.layers.Dense(1, dtype="float32")(x))


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(4, "tanh")
        self.noise = keras.layers.GaussianNoise(0.1)
        self.out = keras.layers.Dense(1, dtype="float32")

    def call(self, inputs, training=False):
        return self.out(self.noise(self.hidden(inputs), training=training))


def subclassed(seed):
    return Subclassed()


def seeded(seed):
    start = keras.initializers.GlorotUniform(seed=seed)
    noise = keras.layers.Dropout(0.5, seed=seed)
    return keras.Sequential(
        [keras.layers.Dense(4, kernel_initializer=start), noise, keras.layers.Dense(1)]
    )


def adamw(rate):
    return keras.optimizers.AdamW(rate, weight_decay=0.01)


def momentum_and_average(rate):
    return keras.optimizers.SGD(rate, momentum=0.9, use_ema=True, ema_momentum=0.5)


def recipe(model=sequential, **changed):
    given = {
        "train": (X, Y),
        "judged_on": {"tuning": VALID, "test": VALID},
        "loss": "mse",
        "optimizer": "adam",
        "judge": "loss",
        "batch_size": 16,
        "updates": 6,
        "compile_options": {"jit_compile": False},
    }
    return Recipe(model, **given | changed)


def training(rates=FLAT, seed=0, stage="tuning"):
    return Training(stage, "arm", float(np.max(rates)), seed, np.asarray(rates, float))


def assert_same(one, other, rtol=0.0):
    pd.testing.assert_frame_equal(
        pd.DataFrame(one["evaluations"]), pd.DataFrame(other["evaluations"]),
        rtol=rtol, atol=0.0, check_exact=not rtol,
    )  # fmt: skip
    assert one["value"] == pytest.approx(other["value"], rel=rtol, abs=0.0)


# ---- one program for all trainings


def in_keras_alone(model, optimizer, rates, seed, **data):
    """Return the losses that plain Keras code comes to."""
    keras.utils.set_random_seed(seed)
    model = model(seed)
    if not model.built:
        model(X[:16])
    model.compile(optimizer(TableSchedule(rates)), "mse", jit_compile=False)
    keras.utils.set_random_seed(seed)
    history = model.fit(**data, epochs=2, validation_data=VALID, verbose=0).history
    return history["val_loss"]


AS_ARRAYS = {"x": X, "y": Y, "batch_size": 16}


@pytest.mark.parametrize(
    ("model", "optimizer", "policy"),
    [
        (many_parts, adamw, "float32"),
        (sequential, momentum_and_average, "float32"),
        (subclassed, keras.optimizers.Adam, "mixed_float16"),
        (seeded, keras.optimizers.RMSprop, "float32"),
    ],
)
def test_one_program_trains_as_a_fresh_one_and_as_keras_alone(
    model, optimizer, policy, monkeypatch
):
    made, once = [], compiled.Compiled.__init__

    def counted(self, recipe, model, rates):
        made.append(recipe)
        once(self, recipe, model, rates)

    monkeypatch.setattr(compiled.Compiled, "__init__", counted)
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        ours = recipe(model, optimizer=optimizer)
        trainings = [training(UP, 1), training(DOWN, 2), training(UP, 1)]
        found = [carry_out(ours, one) for one in trainings]
        assert made == [ours]
        assert_same(found[0], found[2])
        assert found[0]["value"] != found[1]["value"]
        fresh = carry_out(recipe(model, optimizer=optimizer), trainings[1])
        assert_same(found[1], fresh)
        if model in (many_parts, seeded):
            return  # one example with Keras alone, and one in mixed precision
        rtol = 1e-3 if policy != "float32" else 1e-5
        for one, data in (
            (found[1], {"x": batched((X, Y), 16, seed=2), "shuffle": False}),
            (of_many_rows(model, optimizer, monkeypatch), AS_ARRAYS),
        ):
            values = [logs["val_loss"] for logs in one["evaluations"]]
            expected = in_keras_alone(model, optimizer, DOWN, 2, **data)
            assert np.allclose(values, expected, rtol=rtol)
    finally:
        keras.config.set_dtype_policy(before)


def of_many_rows(model, optimizer, monkeypatch):
    """Return what comes of the arrays where Keras makes the batches."""
    with monkeypatch.context() as patch:
        patch.setattr("helpers.compare.datasets.FEW", 10)
        return carry_out(recipe(model, optimizer=optimizer), training(DOWN, 2))


def test_the_rates_are_those_of_the_column_one_for_each_update():
    rates = np.array([0.3, 0.0, 0.02, 0.1, 0.0, 0.05])

    def ones(seed):
        layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="ones")
        return keras.Sequential([keras.Input((1,)), layer])

    data = np.ones((6, 1), "float32"), np.zeros((6, 1), "float32")
    ours = recipe(
        ones, train=data, judged_on={"tuning": data}, optimizer="sgd", batch_size=1
    )
    assert ours.together == 6
    for column in rates, rates[::-1] / 2:
        found = carry_out(ours, training(column))
        assert found["value"] == pytest.approx(np.prod(1 - 2 * column) ** 2, rel=1e-5)


def test_updates_made_together_are_those_made_one_by_one():
    judged_on = {"tuning": (X, Y)}  # as many batches as an epoch has
    ours, single = recipe(judged_on=judged_on), recipe(judged_on=judged_on)
    single.__dict__["together"] = 1
    assert ours.together == 3
    assert_same(carry_out(ours, training()), carry_out(single, training()), rtol=1e-5)


@pytest.mark.parametrize("rows", [16, 30, 47])
def test_a_judge_hears_all_rows_however_many_updates_are_made_together(rows):
    part = X[:rows], Y[:rows]
    ours = recipe(judged_on={"tuning": part})
    value = carry_out(ours, training())["value"]
    outputs = compiled.COMPILED[ours].model.predict(X[:rows], verbose=0)
    assert value == pytest.approx(np.mean((outputs - Y[:rows]) ** 2), rel=1e-5)


def test_a_model_that_differs_by_more_than_numbers_is_compiled_anew():
    def wider(seed):
        return keras.Sequential([keras.layers.Dense(2 + seed), keras.layers.Dense(1)])

    ours = recipe(wider)
    first, second = carry_out(ours, training()), carry_out(ours, training(seed=1))
    assert_same(carry_out(recipe(wider), training(seed=1)), second)
    assert first["value"] != second["value"]


def test_hours_of_trainings_do_not_fill_the_memory():
    def alternating(seed):
        return keras.Sequential(
            [keras.layers.Dense(2 + seed % 2), keras.layers.Dense(1)]
        )

    process, short = psutil.Process(), training(np.ones(1) * 0.01)
    for model, count in ((sequential, 8), (alternating, 2)):
        ours = recipe(model, updates=1, train=FEW, judged_on={"tuning": FEW})
        carry_out(ours, short)
        carry_out(ours, training(FLAT[:1], 1))
        gc.collect()
        before = process.memory_info().rss
        for seed in range(count):
            carry_out(ours, training(FLAT[:1], seed))
        gc.collect()
        assert process.memory_info().rss - before < 60e6
        assert len(compiled.COMPILED) <= 3
        del ours


# ---- pairs and data


def batches(repeat=False):
    data = tf.data.Dataset.from_tensor_slices((X, Y))
    return data.batch(16).repeat() if repeat else data.batch(16)


def unknown():
    return batches().filter(lambda *_: True)


class Rows(keras.utils.PyDataset):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        return X[16 * index : 16 * index + 16], Y[16 * index : 16 * index + 16]


class Shuffled(Rows):
    """Keras shuffles its batches, by Python's random numbers."""

    def on_epoch_begin(self):
        random.seed()


def two_inputs(seed):
    a, b = keras.Input((6,), name="a"), keras.Input((6,), name="b")
    return keras.Model({"a": a, "b": b}, keras.layers.Dense(1)(a + b))


def listed(seed):
    a, b = keras.Input((6,)), keras.Input((6,))
    return keras.Model([a, b], keras.layers.Dense(1)(a + b))


def of_the_seed(seed):
    data = tf.data.Dataset.from_tensor_slices((X, Y))
    return data.shuffle(48, seed=seed).batch(16)


KINDS = {
    "weights": (sequential, (X, Y, np.linspace(0, 1, 48)), VALID),
    "dict": (two_inputs, ({"a": X, "b": X}, Y), ({"a": X, "b": X}, Y)),
    "list": (listed, ([X, X], Y), ([X, X], Y)),
    "finite": (sequential, batches(), batches()),
    "infinite": (sequential, batches(repeat=True), (X, Y)),
    "pydataset": (sequential, Rows(), Rows()),
    "function": (sequential, of_the_seed, lambda seed: VALID),
    "unknown length": (sequential, unknown(), unknown()),
}


@pytest.fixture(scope="module")
def in_order():
    """What comes of the same rows in the same order, whatever brings them."""
    ours = recipe(train=batches(), judged_on={"tuning": (X, Y)}, updates=4)
    return carry_out(ours, training(FLAT[:4]))["value"]


@pytest.mark.parametrize("kind", ["infinite", "unknown length"])
def test_data_without_a_known_end_train_as_others_do(kind, in_order):
    ours = recipe(train=KINDS[kind][1], judged_on={"tuning": KINDS[kind][2]}, updates=4)
    assert carry_out(ours, training(FLAT[:4]))["value"] == pytest.approx(
        in_order, rel=1e-5
    )


@pytest.mark.parametrize("kind", KINDS)
def test_data_of_any_kind_get_an_exact_budget(kind):
    model, train, validation = KINDS[kind]
    ours = recipe(model, train=train, updates=4, judged_on={"tuning": validation})
    found = carry_out(ours, training(FLAT[:4]))  # ends within the second epoch
    assert int(compiled.COMPILED[ours].model.optimizer.iterations) == 4
    assert [logs["updates"] for logs in found["evaluations"]][-1] == 4
    assert np.isfinite(found["value"])


def rows_of(dataset):
    """Return the first number of each row, in the order of an epoch."""
    return [float(row) for inputs, *_ in dataset for row in inputs[:, 0]]


def test_few_rows_come_in_an_order_of_their_own_each_epoch_and_all_of_them():
    ones = batched((X, Y), 20, seed=1)
    first, second = rows_of(ones), rows_of(ones)
    assert first != second
    assert sorted(first) == sorted(second) == sorted(X[:, 0].tolist())
    again = batched((X, Y), 20, seed=1)
    assert [rows_of(again), rows_of(again)] == [first, second]
    assert rows_of(batched((X, Y), 20, seed=2)) != first
    assert rows_of(batched((X, Y), 20)) == X[:, 0].tolist()


def test_few_rows_are_of_the_types_that_keras_makes_of_arrays():
    whole, weights = np.arange(48), np.linspace(0, 1, 48)
    nested = [X.astype(float), {"a": whole.astype("uint8")}], whole, weights
    (first, second), y, w = next(iter(batched(nested, 20)))
    assert [part.dtype.name for part in (first, second["a"], y, w)] == [
        "float32", "uint8", "int64", "float32",
    ]  # fmt: skip
    assert [len(part) for part in batched((X, Y), 20).map(lambda x, y: y)] == [
        20,
        20,
        8,
    ]


@pytest.mark.parametrize(
    ("data", "few"),
    [
        ((X, Y), True),
        (({"a": X, "b": X}, Y), True),
        ((np.zeros((20_001, 1)), np.zeros(20_001)), False),
        ((pd.DataFrame(X), Y), False),
        ((tf.constant(X), Y), False),
        (batches(), False),
        (Rows(), False),
    ],
)
def test_keras_makes_the_batches_of_many_rows_and_of_other_data(data, few):
    assert are_few(data) is few


# ---- random numbers of TensorFlow's own


class Noisy(keras.layers.Layer):
    """Add noise of TensorFlow's own to what passes by in training."""

    def call(self, inputs, training=False):
        noise = tf.random.normal(tf.shape(inputs)) if training else 0.0
        return inputs + noise


class Hidden(keras.layers.Layer):
    """Add noise that is drawn where TensorFlow does not see how."""

    def call(self, inputs):
        def noise(x):
            return x + np.random.normal(size=x.shape).astype("float32")

        return tf.ensure_shape(
            tf.numpy_function(noise, [inputs], tf.float32), (None, 6)
        )


def with_layer(layer):
    def model(seed):
        return keras.Sequential([keras.Input((6,)), layer(), keras.layers.Dense(1)])

    return model


def drawn(seed):
    """Return a model whose first weights TensorFlow draws."""

    def start(shape, dtype=None):
        return tf.random.normal(shape, dtype=dtype)

    return keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(1, kernel_initializer=start)]
    )


def test_first_weights_of_tensorflows_own_are_those_of_the_seed():
    ours = recipe(drawn)
    first, other = carry_out(ours, training()), carry_out(ours, training(seed=1))
    assert first["value"] != other["value"]
    assert_same(first, carry_out(ours, training()))
    assert_same(other, carry_out(recipe(drawn), training(seed=1)))


@pytest.mark.parametrize("layer", [Noisy, Hidden])
def test_noise_of_tensorflows_own_is_the_same_in_every_training(layer):
    ours = recipe(with_layer(layer))
    first, again = carry_out(ours, training()), carry_out(ours, training())
    assert_same(first, again, rtol=1e-6)
    assert compiled.COMPILED[ours].draws
    assert_same(first, carry_out(recipe(with_layer(layer)), training()), rtol=1e-6)


def test_without_such_numbers_what_tensorflow_has_prepared_is_kept(monkeypatch):
    ours = recipe(with_layer(lambda: keras.layers.Dropout(0.5)))
    expected = carry_out(ours, training(UP, 1))
    set_anew = []
    monkeypatch.setattr(tf.random, "set_seed", set_anew.append)
    carry_out(ours, training(DOWN, 2))
    assert_same(carry_out(ours, training(UP, 1)), expected)
    assert not set_anew
    other = recipe(train=of_the_seed)  # may draw them, as far as one knows
    carry_out(other, training(seed=3))
    assert 3 in set_anew


class Watched(keras.Model):
    """Note the rows of each batch, and the weights before the first one."""

    seen = []

    def __init__(self):
        super().__init__()
        self.out = keras.layers.Dense(1)

    def call(self, inputs, training=False):
        if training:
            self.seen.append(np.array(inputs)[:, 0].tolist())
        found = self.out(inputs)
        if training and len(self.seen) == 1:
            self.seen.insert(0, self.out.get_weights()[0].tolist())
        return found


def test_the_same_seed_is_the_same_start_and_the_same_order():
    ours = recipe(
        lambda seed: Watched(), compile_options={"run_eagerly": True}, updates=3
    )
    ours.__dict__["together"] = 1
    found = []
    for rates, seed in ((UP, 0), (DOWN, 0), (UP, 1)):
        Watched.seen.clear()
        carry_out(ours, training(rates[:3], seed))
        weights, *batches = Watched.seen
        found.append((weights, [row for batch in batches for row in batch]))
    (start, order), again, (other_start, other_order) = found
    assert again == (start, order)
    assert start != other_start
    assert order != other_order
    assert sorted(order) == sorted(other_order) == sorted(X[:, 0].tolist())


def test_random_numbers_drawn_by_other_threads_change_nothing():
    """As dask's do on a worker, several times a second."""

    def disturbed(seed):
        random.seed()
        model = sequential(seed)
        random.seed()
        return model

    ours = recipe(disturbed, train=Shuffled())
    found = [carry_out(ours, training()) for _ in range(2)]
    assert_same(*found)
    assert_same(found[0], carry_out(recipe(train=Shuffled()), training()))


def comparison(folder, **changed):
    given = {
        "model": sequential,
        "train": (X, Y),
        "validation": VALID,
        "loss": "mse",
        "updates": 3,
        "batch_size": 16,
        "peaks": (1e-4, 1e-2, 1e6),
        "arms": {"flat": [1, 1, 1], "falling": [1, 0.5, 0]},
        "compile_options": {"jit_compile": False},
        "tuning_seeds": 1,
        "pairs": 2,
        "optimizer": "sgd",
        "file": str(folder / "kept.sqlite"),
    }
    return Comparison(**given | changed)


def test_a_whole_run_has_pairs_that_begin_alike_and_names_what_diverged(tmp_path):
    arms = {"flat": [1, 1, 1], "alike": [1, 1, 1 - 1e-12], "falling": [1, 0.5, 0]}
    results = comparison(tmp_path, peaks=(1e-4, 1e-2, 1e30), arms=arms).run()
    assert results.differences["alike"].tolist() == [0.0, 0.0]
    assert (results.differences["falling"] != 0).all()
    tuned = results.trainings.query("stage == 'tuning'")
    assert (tuned.diverged == (tuned.peak == 1e30)).all()
    assert (tuned.value.isna() == tuned.diverged).all()
    assert set(results.best_peak.values()) == {1e-2}


def test_a_merit_is_judged_upwards_and_what_diverged_is_the_worst(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(stages, "WIDENINGS", 0)

    def model(seed):
        return keras.Sequential([keras.layers.Dense(3), keras.layers.Dense(2)])

    labels = (X[:, 0] > 0).astype(int)
    with pytest.warns(UserWarning, match="edge"):
        results = comparison(
            tmp_path,
            model=model,
            train=(X, labels),
            validation=(X, labels),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            judge="accuracy",
            less_is_better=False,
            peaks=(1e-9, 0.5, 1e30),
            arms={"flat": [1, 1, 1], "lost": lambda peak, updates: [1e30 * peak] * 3},
        ).run()
    assert results.best_peak["flat"] == 0.5
    assert (results.differences["lost"] == -np.inf).all()
    assert "2 of 2 diverged" in str(results)
    flat = results.trainings.query("stage == 'tuning' and arm == 'flat'")
    assert (flat.diverged == (flat.peak == 1e30)).all()
    assert flat.value[~flat.diverged].between(0, 1).all()


@pytest.mark.parametrize("options", [{"jit_compile": True}, {"jit_compile": False}])
def test_options_of_compile_reach_keras(options):
    ours = recipe(compile_options=options)
    assert np.isfinite(carry_out(ours, training())["value"])
    assert compiled.COMPILED[ours].model.jit_compile == options["jit_compile"]


def test_the_seconds_of_a_plan_add_up(monkeypatch):
    judging = {"tuning": 0.1, "test": 0.4}

    def as_if(recipe, training, updates):
        seconds = 2 + 0.05 * updates + judging[training.stage]
        logs, judged = [{"updates": updates}], judging[training.stage]
        return {"evaluations": logs, "seconds": seconds, "judging": judged}

    monkeypatch.setattr("helpers.compare.plan.carry_out", as_if)
    found = seconds_each(recipe(updates=80), training(np.full(80, 0.01)))
    assert found == pytest.approx({"tuning": 6 + 5 * 0.1, "test": 6 + 5 * 0.4})


# ---- what goes wrong


class BrokenError(Exception):
    pass


def test_an_exception_of_the_reader_arrives_as_it_is_and_keeps_the_rest(tmp_path):
    flag = tmp_path / "fail"
    flag.touch()

    def model(seed):
        if seed == stages.FRESH + 1 and flag.exists():
            raise BrokenError("mine")
        return sequential(seed)

    ours = comparison(tmp_path, model=model)
    with pytest.raises(BrokenError, match="mine"):
        ours.run()
    before = ours.store.finished()
    assert len(before) == 6 + 1
    assert not claims(ours.file)
    flag.unlink()
    results = ours.run()
    assert len(results.trainings) == 6 + 4
    after = ours.store.finished()
    assert all(after[key] == row for key, row in before.items())


def claims(file):
    with contextlib.closing(sqlite3.connect(file)) as database:
        return database.execute("select * from claims").fetchall()


def test_an_interruption_releases_its_claim_and_leaves_nothing_in_the_program(
    tmp_path, monkeypatch
):
    """Keras holds on to the data to evaluate on while ``fit`` has not ended."""
    far = X + 3, Y
    ours = comparison(tmp_path, test=far)

    def interrupt(logs=None):
        raise KeyboardInterrupt

    budget = "helpers.compare.training.Budget.on_test_end"
    with monkeypatch.context() as patched:
        patched.setattr(budget, lambda self, logs=None: interrupt())
        with pytest.raises(KeyboardInterrupt):
            ours.run()
    assert not claims(ours.file)
    judged = carry_out(ours.recipe, training(FLAT[:3], stage="test"))
    fresh = comparison(tmp_path, test=far).recipe
    assert_same(judged, carry_out(fresh, training(FLAT[:3], stage="test")))


# ---- killed, and two at once: with a stand-in that costs no time


ARMS = {"flat": [1] * 4, "falling": [4, 3, 2, 1], "rising": [1, 2, 3, 4]}
TRAININGS = 3 * (3 * 2 + 2 + 4)  # a grid, a peak between, and pairs


def quick(folder, **changed):
    given = {"updates": 4, "arms": ARMS, "tuning_seeds": 2, "pairs": 4}
    return comparison(folder, **given | changed)


class Events:
    """Count what a run does, and kill this process at an event of it."""

    def __init__(self, kill_at, slow):
        self.kill_at, self.slow, self.count, self.trained = kill_at, slow, 0, []

    def happen(self):
        self.count += 1
        if self.count == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def carry_out(self, recipe, training, advanced=None, updates=None):
        self.happen()
        self.trained.append(training.key)
        time.sleep(self.slow)
        advanced(0.5)
        self.happen()
        value = np.log10(training.peak / 0.01) ** 2 + training.rates[1] + training.seed
        logs = [{"updates": 4, "val_loss": value}]
        return {"value": value, "diverged": False, "seconds": 0.1, "evaluations": logs}

    def around(self, method):
        def watched(*arguments):
            self.happen()
            result = method(*arguments)
            self.happen()
            return result

        return watched


def run_watched(connection, folder, kill_at=None, slow=0.0):
    """Run in a process of its own; send what was trained, and the results."""
    events = Events(kill_at, slow)
    local.carry_out = events.carry_out
    Store.claim = events.around(Store.claim)
    Store.save = events.around(Store.save)
    results = quick(folder).run()
    connection.send((events.trained, results.trainings, results.verdicts))


def start(forkserver, *arguments):
    receiver, sender = forkserver.Pipe(duplex=False)
    process = forkserver.Process(target=run_watched, args=(sender, *arguments))
    process.start()
    sender.close()
    return process, receiver


def finish(process, receiver):
    with receiver, contextlib.suppress(EOFError):
        said = receiver.recv()
        process.join()
        return process.exitcode, said
    process.join()
    return process.exitcode, None


@pytest.fixture(scope="module")
def undisturbed(forkserver, tmp_path_factory):
    code, said = finish(*start(forkserver, tmp_path_factory.mktemp("whole")))
    assert code == 0
    trained, trainings, verdicts = said
    assert len(trained) == len(set(trained)) == len(trainings) == TRAININGS
    return trainings, verdicts


def assert_the_same_tables(said, undisturbed):
    for mine, whole in zip(said[1:], undisturbed, strict=True):
        pd.testing.assert_frame_equal(mine, whole)


@needs_kill
@pytest.mark.parametrize("points", [range(1, 11), range(20, 10, -1)], ids=str)
def test_nothing_is_lost_by_twenty_kills(points, forkserver, undisturbed, tmp_path):
    rows = {}
    for point in points:
        code, _ = finish(*start(forkserver, tmp_path, point))
        assert code == -signal.SIGKILL
        found = Store(tmp_path / "kept.sqlite", "comparison", "").finished()
        assert all(found[key] == row for key, row in rows.items())
        assert len(found) >= len(rows) + point // 6
        rows = found
    code, said = finish(*start(forkserver, tmp_path))
    assert code == 0
    assert not {*said[0]} & {*rows}
    assert_the_same_tables(said, undisturbed)
    final = Store(tmp_path / "kept.sqlite", "comparison", "").finished()
    assert all(final[key] == row for key, row in rows.items())


def test_two_processes_share_the_work_and_return_the_same(
    forkserver, undisturbed, tmp_path
):
    started = [start(forkserver, tmp_path, None, 0.02) for _ in range(2)]
    (one, first), (two, second) = [finish(*process) for process in started]
    assert one == two == 0
    assert len(first[0]) + len(second[0]) == TRAININGS
    assert not {*first[0]} & {*second[0]}
    for said in (first, second):
        assert_the_same_tables(said, undisturbed)


@needs_kill
def test_the_claim_of_a_process_that_is_killed_is_taken_over(
    forkserver, undisturbed, tmp_path
):
    victim = start(forkserver, tmp_path, None, 60.0)  # at its first training for long
    while not (tmp_path / "kept.sqlite").exists() or not held(tmp_path):
        time.sleep(0.05)
    heir = start(forkserver, tmp_path)
    store = Store(tmp_path / "kept.sqlite", "comparison", "")
    while len(store.finished()) < 17:
        time.sleep(0.05)
    [claim] = held(tmp_path)
    assert claim[4] == victim[0].pid
    os.kill(victim[0].pid, signal.SIGKILL)
    code, said = finish(*heir)  # while nobody has waited for the one that was killed
    assert code == 0
    assert len(said[0]) == TRAININGS
    assert_the_same_tables(said, undisturbed)
    victim[0].join()


def held(folder):
    try:
        return claims(folder / "kept.sqlite")
    except sqlite3.OperationalError:  # the tables are not there yet
        return []


# ---- a cluster, other backends


def resting(seed):
    if seed >= stages.FRESH and threading.current_thread() is not MAIN:
        time.sleep(0.3)
    return sequential(seed)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return comparison(tmp_path_factory.mktemp("alone"), model=resting, pairs=3).run()


def assert_close(results, alone):
    columns = ["stage", "arm", "peak", "seed", "value", "diverged"]
    pd.testing.assert_frame_equal(
        results.trainings[columns], alone.trainings[columns], rtol=1e-5
    )


def run_into_a_kill(folder, kill_at):
    """Run in a process of its own, which ends at an update within a ``fit``."""
    calls, ended = itertools.count(1), Budget.on_train_batch_end

    def on_train_batch_end(self, batch, logs=None):
        ended(self, batch, logs)
        if next(calls) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    Budget.on_train_batch_end = on_train_batch_end
    ours = comparison(folder, model=resting, pairs=3)
    ours.recipe.__dict__["together"] = 1
    ours.run()


@needs_kill
def test_a_training_that_is_killed_within_fit_is_made_anew(forkserver, alone, tmp_path):
    second_update_of_the_fourth = 3 * 3 + 2
    arguments = tmp_path, second_update_of_the_fourth
    process = forkserver.Process(target=run_into_a_kill, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    ours = comparison(tmp_path, model=resting, pairs=3)
    assert len(ours.store.finished()) == 3
    assert_close(ours.run(), alone)


def test_two_workers_and_one_that_is_killed_give_the_table_of_one_process(
    client, alone, tmp_path
):
    before = client.run(os.getpid)
    done = []
    ours = comparison(tmp_path, model=resting, pairs=3)
    running = threading.Thread(target=lambda: done.append(ours.run(client)))
    running.start()
    busy = None
    while busy is None and running.is_alive():
        time.sleep(0.05)
        calls = client.call_stack().items()
        busy = next((w for w, c in calls if "resting" in str(c)), None)
    os.kill(before[busy], getattr(signal, "SIGKILL", signal.SIGTERM))
    running.join(timeout=120)
    assert_close(done[0], alone)
    assert before[busy] not in client.run(os.getpid).values()


def failing(seed):
    if seed == stages.FRESH + 1:
        raise BrokenError("mine")
    return sequential(seed)


def test_an_exception_on_a_worker_arrives_as_it_is_and_keeps_the_rest(client, tmp_path):
    ours = comparison(tmp_path, model=failing)
    with pytest.raises(BrokenError, match="mine"):
        ours.run(client)
    assert len(ours.store.finished()) >= 6
    assert not claims(ours.file)


def test_data_that_can_not_travel_are_named_and_what_to_give_instead(client, tmp_path):
    ours = comparison(tmp_path, train=batches())
    with pytest.raises(TypeError, match="train = .*give a function of the seed"):
        ours.run(client)


BACKEND = """
import sys
import numpy as np
from helpers.compare import Comparison
from helpers.compare.stages import trainings
from helpers.compare.local import work_through
from helpers.keras_import import keras

x = np.random.default_rng(0).normal(size=(32, 3)).astype("float32")
data = x, x.sum(1, keepdims=True)
def model(seed):
    drop = keras.layers.Dropout(0.2)
    return keras.Sequential([keras.layers.Dense(3), drop, keras.layers.Dense(1)])
arms = {"flat": [1] * 4, "alike": [1, 1, 1, 1 - 1e-12], "falling": [3, 2, 1, 0]}
plain = {"jit_compile": False}
ours = Comparison(model, data, data, "mse", arms, updates=4, optimizer="sgd",
                  batch_size=16, file=sys.argv[1], compile_options=plain)
points = [("flat", 1e-2), ("alike", 1e-2), ("falling", 1e-2), ("flat", 1e30)]
planned = trainings("tuning", arms, points, [0], 4)
work_through(planned, ours.recipe, ours.store, print)
flat, alike, falling, lost = [ours.store.finished()[one.key] for one in planned]
assert flat["value"] == alike["value"] != falling["value"], (flat, alike, falling)
assert lost["diverged"] and not flat["diverged"]
assert [logs["updates"] for logs in flat["evaluations"]] == [2, 4]
print(keras.backend.backend())
"""


@pytest.mark.parametrize("backend", ["torch", "jax"])
def test_a_comparison_on_another_backend(backend, tmp_path):
    if importlib.util.find_spec(backend) is None:
        pytest.skip("needs the extra peers")
    done = subprocess.run(
        [sys.executable, "-c", BACKEND, str(tmp_path / "kept.sqlite")],
        env=dict(os.environ, KERAS_BACKEND=backend),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == backend


def test_a_process_on_another_backend_says_so():
    with pytest.raises(RuntimeError, match="the comparison began on jax"):
        carry_out(recipe(backend="jax"), training())
