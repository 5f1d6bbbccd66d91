"""After a preview all is as it was before."""

import contextlib
import csv
import functools
import io
import os
import random
import sqlite3
import types
from collections import Counter, deque

import numpy as np
import pytest
import tensorflow as tf

from helpers.callbacks import RatePerEpoch, RatePerUpdate
from helpers.keras_import import keras
from tests.helpers.preview.small import CALLBACKS, EPOCHS, seen, telling
from tests.helpers.slide import slide, train

pytestmark = pytest.mark.slow
NEEDS_MORE = ["TensorBoard", "RatePerEpoch"]  # a package; no rival


def content(thing):
    """Return all that a thing holds, as text; what has an address is known by it."""
    if isinstance(thing, np.ndarray):
        return f"{thing.dtype}{thing.shape}{thing.tobytes()!r}"
    if isinstance(thing, dict):
        return {name: content(value) for name, value in thing.items()}
    if isinstance(thing, list | tuple | set | deque):
        return [type(thing), *map(content, thing)]
    if isinstance(thing, random.Random):
        return thing.getstate()
    if isinstance(thing, types.SimpleNamespace | CALLBACKS.Callback):
        return content(vars(thing))
    if hasattr(thing, "numpy"):
        return content(np.asarray(thing.numpy()))
    return repr(thing)


def state(model, callbacks=(), folder=None):
    """Return all that a preview might change."""
    held = [*model.variables, *model.optimizer.variables, *model.metrics_variables]
    files = sorted(folder.rglob("*")) if folder else []
    return {
        "variables": content(held),
        "trainable": [variable.trainable for variable in held],
        "model": {name: id(value) for name, value in vars(model).items()},
        "optimizer": {n: id(value) for n, value in vars(model.optimizer).items()},
        "callbacks": content([vars(callback) for callback in callbacks]),
        "random": (random.getstate(), content(np.random.get_state())),
        "files": {
            str(path): (path.stat().st_mtime_ns, path.is_file() and path.read_bytes())
            for path in files
        },
    }


def callbacks_of_keras(folder):
    return [
        CALLBACKS.ModelCheckpoint(str(folder / "best.keras"), monitor="loss"),
        CALLBACKS.ModelCheckpoint(
            str(folder / "{epoch}.weights.h5"), save_weights_only=True
        ),
        CALLBACKS.BackupAndRestore(str(folder / "backup"), delete_checkpoint=False),
        CALLBACKS.CSVLogger(str(folder / "log.csv")),
        CALLBACKS.EarlyStopping("loss", patience=1, restore_best_weights=True),
        CALLBACKS.TensorBoard(str(folder / "board")),
        CALLBACKS.TerminateOnNaN(),
        CALLBACKS.LambdaCallback(on_epoch_end=lambda epoch, logs: logs["loss"]),
        CALLBACKS.ReduceLROnPlateau("loss", patience=1),
        CALLBACKS.LearningRateScheduler(lambda epoch, rate: 0.9 * rate),
        RatePerEpoch([0.3, 0.2, 0.1]),
        RatePerUpdate([0.3, 0.2, 0.1]),
    ]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return an empty folder, which is the working directory as well."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("trained", [False, True])
def test_callbacks_of_keras_and_their_files(folder, trained):
    model, callbacks = slide(keras.optimizers.Adam(0.1)), callbacks_of_keras(folder)
    if trained:
        others = [one for one in callbacks if type(one).__name__ not in NEEDS_MORE]
        train(model, others)
    before = state(model, callbacks, folder)
    seen(model, callbacks)
    assert state(model, callbacks, folder) == before
    assert bool(before["files"]) == trained


def test_the_training_that_follows_is_the_one_without_a_preview(folder):
    results = []
    for looks in (0, 2):
        keras.utils.clear_session()
        keras.utils.set_random_seed(3)
        layers = [keras.Input((1,)), keras.layers.Dropout(0.5), keras.layers.Dense(1)]
        model = keras.Sequential(layers)
        model.compile(keras.optimizers.Adam(0.1), "mse")
        draws = CALLBACKS.LambdaCallback(lambda epoch, logs: keras.random.normal(()))
        plateau = CALLBACKS.ReduceLROnPlateau("loss", patience=1, min_delta=1e6)
        callbacks = [draws, plateau]
        for _ in range(looks):
            seen(model, callbacks)
        train(model, callbacks, shuffle=True)
        drawn = random.random(), np.random.rand(), float(keras.random.normal(()))
        results.append((content(model.get_weights()), drawn))
        results[-1] += (keras.layers.Dense(1).name, keras.Sequential().name)
    assert results[0] == results[1]


class Keeps(CALLBACKS.Callback):
    """Keep all kinds of things, and change them all in every method."""

    def __init__(self, shared):
        super().__init__()
        self.shared, self.count, self.table = shared, Counter(), np.zeros(3)
        self.nested = {"a": [1, {"b": deque([2])}], "c": {3}}
        self.random, self.generator = random.Random(1), np.random.default_rng(1)
        self.rates, self.listed = (rate for rate in [0.5, 0.4, 0.3]), iter([1, 2, 3])
        self.other = types.SimpleNamespace(inner=types.SimpleNamespace(x=[0]))
        self.later = functools.partial(self.shared.append)
        self.text = np.array([[], []], dtype=object)

    def on_epoch_begin(self, epoch, logs=None):
        self.new, self.count["epochs"] = epoch, self.count["epochs"] + 1
        self.table += 1
        self.nested["a"][1]["b"].append(epoch)
        self.nested["c"].add(epoch + 10)
        self.nested["d"] = self.random.random() + self.generator.random()
        self.other.inner.x.append(self.nested)
        self.text[0].append(epoch) if len(self.text[0]) else None
        random.random(), np.random.rand(), next(self.listed, 0), keras.random.normal(())
        self.model.optimizer.learning_rate = next(self.rates, 0.1)
        self.later(epoch)
        self.model.attribute = self.model.layers[0].attribute = epoch
        self.model.layers[0].trainable = False
        self.model.set_weights([weight + 1 for weight in self.model.get_weights()])


def test_whatever_a_callback_keeps():
    shared = [0]
    model, keeper = telling(), Keeps(shared)
    before = state(model)
    nested, kept = (
        content(keeper.nested),
        content(
            {n: v for n, v in vars(keeper).items() if n not in ("rates", "listed")}
        ),
    )
    assert seen(model, [keeper]).rates[::10].tolist() == pytest.approx(
        [0.5, 0.4, 0.3, 0.1]
    )
    assert state(model) == before
    assert len(model.trainable_weights) == 1
    assert not hasattr(model.layers[0], "attribute")
    assert shared == [0]
    assert keeper.shared is shared
    assert content(keeper.nested) == nested
    assert kept == content(
        {n: v for n, v in vars(keeper).items() if n not in ("rates", "listed")}
    )
    assert [*keeper.rates] == [0.5, 0.4, 0.3]
    assert [*keeper.listed] == [1, 2, 3]


SEEN_GLOBALLY, STARTED = [], 0


def test_what_functions_refer_to():
    seen_here, model = [], telling()
    rates = (0.1 * 0.5**epoch for epoch in range(EPOCHS))

    def note(epoch, logs):
        global STARTED
        STARTED += 1
        SEEN_GLOBALLY.append(epoch)
        seen_here.append(logs)
        model.optimizer.learning_rate = next(rates)

    found = seen(model, [CALLBACKS.LambdaCallback(on_epoch_begin=note)])
    assert found.rates[::10].tolist() == pytest.approx([0.1, 0.05, 0.025, 0.0125])
    assert (seen_here, SEEN_GLOBALLY, STARTED) == ([], [], 0)
    assert next(rates) == 0.1


class Writes(CALLBACKS.Callback):
    """Write files in the usual ways."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.open_file = (folder / "open.csv").open("w", newline="")
        self.rows = csv.writer(self.open_file)
        self.rows.writerow(["epoch"])
        self.open_file.flush()

    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate = 0.1 / (1 + epoch)
        self.rows.writerow([epoch])
        with contextlib.suppress(OSError):
            np.save("by_numpy", np.ones(3))
        with contextlib.suppress(OSError):
            self.folder.joinpath("made").mkdir()
        with contextlib.suppress(OSError):
            tf.io.write_file("by_tensorflow", "x")
        with contextlib.suppress(OSError):
            sqlite3.connect("lines.sqlite")
        with tf.summary.create_file_writer("board").as_default():
            tf.summary.write("rate", 0.1, step=epoch)
        with open("by_open.txt", "a") as file:
            file.write("x")

    def on_epoch_end(self, epoch, logs=None):
        self.rows.writerow([epoch])
        self.ways[epoch](self.folder / f"{epoch}.keras")

    @property
    def ways(self):
        return [
            self.model.save,
            lambda path: path.write_text("x"),
            lambda path: path.touch(),
            lambda path: self.model.save_weights(f"{path}.weights.h5"),
        ]


def test_callbacks_of_ones_own_that_write(folder):
    model, writer = telling(), Writes(folder)
    before = state(model, folder=folder)
    found = seen(model, [writer])
    assert state(model, folder=folder) == before
    assert found.rates[::10].tolist() == pytest.approx([0.1, 0.05, 0.1 / 3, 0.025])
    (note,) = [note for note in found.notes if "kept from writing" in note]
    names = ["0.keras", "1.keras", "2.keras", "3.keras.weights.h5", "by_numpy.npy"]
    names += ["made", "by_tensorflow", "lines.sqlite", "by_open.txt"]
    assert [name for name in names if name not in note] == []
    assert found.problems == []
    writer.rows.writerow(["after"])
    writer.open_file.close()
    assert (folder / "open.csv").read_text().split() == ["epoch", "after"]


class Opens(CALLBACKS.Callback):
    """Open a log when training begins, and write to it before the rate is set."""

    def on_train_begin(self, logs=None):
        os.makedirs("logs", exist_ok=True)
        os.remove("old.csv")
        self.file = open("logs/log.csv", "w", newline="")  # noqa: SIM115
        self.rows = csv.writer(self.file)

    def on_epoch_end(self, epoch, logs=None):
        self.rows.writerow([epoch, logs["loss"]])
        self.file.flush()
        os.fsync(self.file.fileno())
        with open("all.csv", "a+") as file:
            file.seek(0)
            assert file.read() == "before"
        self.model.save(f"logs/{epoch}.keras")
        self.model.optimizer.learning_rate = 0.1 * 0.5 ** (epoch + 1)

    def on_train_end(self, logs=None):
        self.file.close()


def test_a_callback_goes_on_after_it_has_opened_a_file(folder):
    for name in ("all.csv", "old.csv"):
        (folder / name).write_text("before")
    model = telling()
    before = state(model, folder=folder)
    found = seen(model, [Opens()])
    assert state(model, folder=folder) == before
    assert found.problems == []
    assert found.rates[::10].tolist() == pytest.approx([0.1, 0.05, 0.025, 0.0125])
    places = "all.csv, logs, logs/0.keras, logs/1.keras, logs/2.keras, logs/3.keras"
    assert found.notes[-1] == (
        f"Opens was kept from writing {places}, logs/log.csv, old.csv."
    )


class ReadsBack(CALLBACKS.Callback):
    """Read what was written."""

    def on_epoch_end(self, epoch, logs=None):
        with open("rate.txt", "w") as file:
            file.write("0.2")
        with open("rate.txt") as file:
            self.model.optimizer.learning_rate = float(file.read())


def test_what_follows_from_a_file_that_was_not_written_is_no_error_of_fit(folder):
    found = seen(telling(), [ReadsBack()])
    assert found.problems == []
    assert "That may come from what was not written." in found.notes[-1]


class Closes(CALLBACKS.Callback):
    """Write to files that are open before, and close them."""

    def __init__(self, folder):
        super().__init__()
        self.source = folder / "rates.txt"
        self.source.write_text("0.3\n0.2\n0.1\n0.05\n")
        self.log, self.text = (folder / "log.txt").open("a"), io.StringIO()
        self.rates = self.source.open()

    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate = float(self.rates.readline())

    def on_train_batch_end(self, batch, logs=None):
        self.log.write(f"{batch}\n")
        self.text.write(f"{batch}\n")

    def on_train_end(self, logs=None):
        self.rates.close()
        self.text.close()
        with self.log:
            self.log.write("end")


def test_files_that_a_callback_closes_stay_open(folder):
    closes = Closes(folder)
    assert seen(telling(), [closes]).rates[::10].tolist() == pytest.approx(
        [0.3, 0.2, 0.1, 0.05]
    )
    assert closes.rates.readline() == "0.3\n"
    assert closes.text.getvalue() == ""
    files = [closes.log, closes.rates, closes.text]
    assert [file.closed for file in files] == [False] * 3
    for file in files:
        file.close()
    assert [file.closed for file in files] == [True] * 3
    assert (folder / "log.txt").read_text() == ""


def test_nothing_is_printed(capsys):
    loud = CALLBACKS.LambdaCallback(on_epoch_begin=lambda epoch, logs: print(epoch))
    seen(telling(), [loud, CALLBACKS.EarlyStopping("loss", verbose=1, patience=0)])
    assert capsys.readouterr() == ("", "")
