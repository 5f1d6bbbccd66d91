"""Trainings that are killed, for good, and resumed with Keras's BackupAndRestore."""

import contextlib
import hashlib
import os
import signal
from itertools import pairwise

import numpy as np
import pytest

from helpers.callbacks import CosineAnnealingLearningRateSchedule, RatePerUpdate
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.models import small_mlp
from helpers.recorders import RateRecorder
from helpers.schedules import cosine_restarts, table

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("forkserver")]

if os.name != "posix":
    pytest.skip("there is no SIGKILL on Windows", allow_module_level=True)

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


class Report(keras.callbacks.Callback):
    """Send the step and the rate of each update, and a digest of the weights after it.

    After so many updates kill this process, as a power cut would.
    """

    def __init__(self, connection, recorder, kill_after):
        super().__init__()
        self.connection, self.recorder = connection, recorder
        self.kill_after = kill_after

    def on_train_batch_end(self, batch, logs=None):
        step, rate = self.recorder.steps[-1], self.recorder.rates[-1]
        weights = b"".join(array.tobytes() for array in self.model.get_weights())
        self.connection.send((step, rate, hashlib.sha256(weights).hexdigest()))
        if step + 1 == self.kill_after:
            os.kill(os.getpid(), signal.SIGKILL)


def train(connection, way, folder, kill_after=None, save_freq="epoch"):
    """Train or resume, with the backup in ``folder``, and report every update."""
    rate, callbacks = WAYS[way]()
    recorder = RateRecorder()
    callbacks += [recorder, keras.callbacks.BackupAndRestore(folder, save_freq)]
    callbacks += [Report(connection, recorder, kill_after)]
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


def run(forkserver, *arguments):
    """Train in a process; return its exit code, and the updates that it reported."""
    receiver, sender = forkserver.Pipe(duplex=False)
    process = forkserver.Process(target=train, args=(sender, *arguments))
    process.start()
    sender.close()
    updates = []
    with receiver, contextlib.suppress(EOFError):
        while True:
            updates.append(receiver.recv())
    process.join()
    return process.exitcode, updates


@pytest.fixture(scope="module", params=WAYS)
def way(request):
    return request.param


@pytest.fixture(scope="module")
def uninterrupted(way, forkserver, tmp_path_factory):
    """The updates of a training that nothing interrupts."""
    code, updates = run(forkserver, way, str(tmp_path_factory.mktemp("whole")))
    assert code == 0
    steps, rates, _ = zip(*updates, strict=True)
    assert list(steps) == list(range(LAST))
    assert list(rates) == np.float32(EXPECTED[way]).tolist()
    return updates


@pytest.fixture(scope="module")
def resumed(way, forkserver, tmp_path_factory):
    """By the point of each kill: the run that was killed, and the run after it.

    Two trainings are killed ten times each before they come to their end.
    """
    runs = {}
    for points in POINTS[:10], POINTS[10:]:
        folder = str(tmp_path_factory.mktemp("killed"))
        found = [run(forkserver, way, folder, point) for point in [*points, None]]
        runs |= zip(points, pairwise(found), strict=True)
    return runs


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_training_goes_on_as_if_nothing_had_happened(
    uninterrupted, resumed, point
):
    (killed, before), (code, updates) = resumed[point]
    assert killed == -signal.SIGKILL
    assert before[-1] == uninterrupted[point - 1]

    begun_again = point // UPDATES * UPDATES
    if point % UPDATES == 0:  # killed before the epoch's end was saved
        begun_again -= UPDATES
    end = begun_again + len(updates)
    assert end > point
    assert updates == uninterrupted[begun_again:end]
    assert code == (0 if end == LAST else -signal.SIGKILL)


def test_a_backup_within_an_epoch_makes_keras_repeat_updates(forkserver, tmp_path):
    """Keras's limit, told in ``helpers.callbacks``: the epoch begins again."""
    code, _ = run(forkserver, "table schedule", str(tmp_path), 9, 3)
    assert code == -signal.SIGKILL
    _, updates = run(forkserver, "table schedule", str(tmp_path), None, 3)
    assert updates[-1][0] + 1 > LAST
