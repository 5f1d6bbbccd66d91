"""Killed at any of twenty points, or run by two at once: the same tables."""

import contextlib
import os
import signal
import sqlite3
import time

import numpy as np
import pandas as pd
import pytest

from helpers.compare import local
from helpers.compare.claims import Claims
from helpers.compare.programs import SINGLE_UPDATES
from helpers.compare.store import Store
from tests.helpers.compare.small import claims, comparison

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("forkserver")]


needs_kill = pytest.mark.skipif(os.name != "posix", reason="no SIGKILL on Windows")
ARMS = {"flat": [1] * 4, "falling": [4, 3, 2, 1], "rising": [1, 2, 3, 4]}
TUNING = 3 * 3 * 2 * 2  # arms, peaks of the grid, repeats, and seeds of each
TRAININGS = TUNING + 3 * 2 * 2  # arms, repeats, and pairs of each


def quick(folder, **changed):
    given = {"updates": 4, "arms": ARMS, "tuning_seeds": 2, "pairs": 2}
    return comparison(folder, **given | changed)


class Events:
    """Count what a run does, and kill this process at an event of it."""

    def __init__(self, kill_at, slow):
        self.kill_at, self.slow, self.count, self.trained = kill_at, slow, 0, []

    def happen(self):
        self.count += 1
        if self.count == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def carry_out(self, recipe, training, advanced=None, updates=None, program=None):
        self.happen()
        self.trained.append(training.key)
        time.sleep(self.slow)
        advanced(0.5)
        self.happen()
        value = np.log10(training.peak / 0.01) ** 2 + training.rates[1]
        value += training.seed % 7
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
    local.program_for = lambda *_: SINGLE_UPDATES
    Claims.take = events.around(Claims.take)
    Store.save = events.around(Store.save)
    results = quick(folder).run(on_crash="retry")  # a kill at each of its steps
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
        found = Store(tmp_path / "kept.sqlite", "comparison", {}).finished()
        assert all(found[key] == row for key, row in rows.items())
        assert len(found) >= len(rows) + point // 6
        rows = found
    code, said = finish(*start(forkserver, tmp_path))
    assert code == 0
    assert not {*said[0]} & {*rows}
    assert_the_same_tables(said, undisturbed)
    final = Store(tmp_path / "kept.sqlite", "comparison", {}).finished()
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
    store = Store(tmp_path / "kept.sqlite", "comparison", {})
    while len(store.finished()) < TUNING - 1:
        time.sleep(0.05)
    [claim] = held(tmp_path)
    assert claim[5] == victim[0].pid
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
