"""Trainings that are killed, for good, and resumed with Keras's BackupAndRestore."""

import multiprocessing
import os
import signal

import numpy as np
import pytest

from helpers.callbacks import (
    CosineAnnealingLearningRateSchedule,
    RatePerUpdate,
    RateRecorder,
)
from helpers.keras_schedule import TableSchedule
from helpers.models import small_mlp
from helpers.quiet import keras
from helpers.schedules import cosine_restarts, table

EPOCHS, UPDATES = 5, 5  # of each epoch
LAST = EPOCHS * UPDATES
POINTS = [update for update in range(1, LAST) if update % 6]  # 20 of them
PER_EPOCH = table(cosine_restarts(0.1, EPOCHS, 2, 0.001), EPOCHS)
COLUMN = table(cosine_restarts(0.1, LAST, 2, 0.001), LAST)
WAYS = {
    "callback": lambda: (
        0.1,
        [CosineAnnealingLearningRateSchedule(EPOCHS, 2, 0.1, 0.001)],
    ),
    "callback for updates": lambda: (0.1, [RatePerUpdate(COLUMN)]),
    "table schedule": lambda: (TableSchedule(COLUMN), []),
}
EXPECTED = {
    "callback": np.repeat(PER_EPOCH, UPDATES),
    "callback for updates": COLUMN,
    "table schedule": COLUMN,
}


class KillAfter(keras.callbacks.Callback):
    """Kill this process after so many updates, as a power cut would."""

    def __init__(self, update):
        super().__init__()
        self.update = update

    def on_train_batch_end(self, batch, logs=None):
        if int(self.model.optimizer.iterations) == self.update:
            os.kill(os.getpid(), signal.SIGKILL)


def train(way, folder, kill_after=None, save_freq="epoch"):
    """Train or resume, with the backup in ``folder``; return rates and weights."""
    rate, callbacks = WAYS[way]()
    recorder = RateRecorder()
    callbacks += [recorder, keras.callbacks.BackupAndRestore(folder, save_freq)]
    if kill_after:
        callbacks.append(KillAfter(kill_after))
    model = small_mlp(seed=0, width=8)
    model.compile(
        keras.optimizers.SGD(rate, momentum=0.9),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    numbers = np.random.default_rng(0)
    images = numbers.integers(0, 255, (8 * UPDATES, 28, 28), np.uint8)
    labels = numbers.integers(0, 10, 8 * UPDATES)
    model.fit(
        images,
        labels,
        batch_size=8,
        epochs=EPOCHS,
        shuffle=False,
        callbacks=callbacks,
        verbose=0,
    )
    weights = np.concatenate([array.ravel() for array in model.get_weights()])
    return recorder.steps, recorder.rates, weights


def send(connection, *arguments):
    connection.send(train(*arguments))


@pytest.fixture(scope="module")
def server():
    """Processes that begin with TensorFlow imported, and nothing else done."""
    if os.name != "posix":
        pytest.skip("there is no SIGKILL on Windows")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["helpers.keras_schedule", "helpers.models"])
    return context


def in_a_process(server, *arguments):
    """Return the exit code, and what ``train`` returned, if it did."""
    receiver, sender = server.Pipe(duplex=False)
    process = server.Process(target=send, args=(sender, *arguments))
    process.start()
    sender.close()
    try:
        result = receiver.recv()
    except EOFError:
        result = None
    process.join()
    return process.exitcode, result


@pytest.fixture(scope="module", params=WAYS)
def uninterrupted(request, server, tmp_path_factory):
    """A way to set the rate, and the rates and weights without an interruption."""
    folder = str(tmp_path_factory.mktemp("whole"))
    code, (steps, rates, weights) = in_a_process(server, request.param, folder)
    assert code == 0
    assert steps == list(range(LAST))
    assert rates == np.float32(EXPECTED[request.param]).tolist()
    return request.param, rates, weights


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_training_goes_on_as_if_nothing_had_happened(
    uninterrupted, server, tmp_path, point
):
    way, rates, weights = uninterrupted
    killed = in_a_process(server, way, str(tmp_path), point)
    assert killed == (-signal.SIGKILL, None)

    code, (steps, resumed_rates, resumed_weights) = in_a_process(
        server, way, str(tmp_path)
    )
    assert code == 0
    begun_again = point // UPDATES * UPDATES
    if point % UPDATES == 0:  # killed before the epoch's end was saved
        begun_again -= UPDATES
    assert steps == list(range(begun_again, LAST))
    assert resumed_rates == rates[begun_again:]
    assert np.array_equal(resumed_weights, weights)


def test_a_backup_within_an_epoch_makes_keras_repeat_updates(server, tmp_path):
    """Keras's limit, told in ``helpers.callbacks``: the epoch begins again."""
    code, _ = in_a_process(server, "table schedule", str(tmp_path), 9, 3)
    assert code == -signal.SIGKILL
    _, (steps, *_) = in_a_process(server, "table schedule", str(tmp_path), None, 3)
    assert steps[-1] + 1 > LAST
