"""A training that ends its process each time is named, and not begun for ever."""

import os
import re
import signal
import threading
import time

import pandas as pd
import pytest

from helpers.compare import local
from helpers.compare.claims import MOST_CRASHES
from helpers.compare.store import Store
from tests.helpers.compare.small import claims, comparison, sequential
from tests.helpers.compare.stand_in import Trained, valley

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("forkserver"),
    pytest.mark.skipif(os.name != "posix", reason="no SIGKILL on Windows"),
]

MAIN = threading.main_thread()
PAIR = 1000  # the first seed of the test
WORDS = r"the training of 'flat' at the peak 0.01 with the seed 1000 has ended its pro"


def deadly(seed):
    if seed == PAIR and threading.current_thread() is not MAIN:  # on a worker
        os.kill(os.getpid(), signal.SIGKILL)
    return sequential(seed)


ARMS = {"flat": [1, 1, 1], "other": [1, 1, 0]}


def ours(folder):
    return comparison(folder, model=deadly, arms=ARMS)


class Deadly(Trained):
    def __call__(self, recipe, training, *others, **named):
        if (training.arm, training.seed) == ("flat", PAIR):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(recipe, training)


def run(folder, connection, **how):
    """Run in a process of its own, which a training kills; send results as text."""
    local.carry_out = Deadly(valley(0.01))
    try:
        connection.send(str(ours(folder).run(**how)))
    except RuntimeError as problem:
        connection.send(str(problem))


def said(forkserver, folder, **how):
    """Return the text of a run, or its exit code if it was killed."""
    receiver, sender = forkserver.Pipe(duplex=False)
    process = forkserver.Process(target=run, args=(folder, sender), kwargs=how)
    process.start()
    sender.close()
    process.join()
    with receiver:
        return receiver.recv() if process.exitcode == 0 else process.exitcode


def test_what_ends_its_process_is_begun_three_times_and_then_named(
    forkserver, tmp_path
):
    again = 0
    while isinstance(found := said(forkserver, tmp_path), int):
        assert found == -signal.SIGKILL
        again += 1
    assert again == MOST_CRASHES
    assert re.match(WORDS, found)
    assert "run(on_crash='diverged')" in found
    assert not claims(tmp_path / "kept.sqlite")
    finished = ours(tmp_path).store.finished_keys()
    assert sum(stage == "test" for stage, *_ in finished) == 3  # all others
    assert said(forkserver, tmp_path, on_crash="retry") == -signal.SIGKILL
    found = said(forkserver, tmp_path, on_crash="diverged")
    assert "process each time count as diverged: 1 of 'flat'.\n" in found
    assert "which diverged in 1 of 2:" in found
    [lost] = ours(tmp_path).run().trainings.query("diverged").itertuples()
    assert (lost.stage, lost.arm, lost.seed) == ("test", "flat", PAIR)


def test_what_ends_the_workers_of_a_cluster_is_named(client, tmp_path):
    """And not those that waited on a worker which died, though dask blames them too."""
    allowed = client.run_on_scheduler(allow_deaths, 0)
    try:
        with pytest.raises(RuntimeError, match=WORDS.replace("flat", "(flat|other)")):
            ours(tmp_path).run(client)
        tested = [key for key in ours(tmp_path).store.finished_keys() if key[2] >= PAIR]
        assert [seed for *_, seed in tested] == [PAIR + 1] * 2
        found = ours(tmp_path).run(client, on_crash="diverged")
        assert set(found.trainings.query("diverged and stage == 'test'").seed) == {PAIR}
    finally:
        client.run_on_scheduler(allow_deaths, allowed)


def allow_deaths(number, dask_scheduler=None):
    before, dask_scheduler.allowed_failures = dask_scheduler.allowed_failures, number
    return before


def addresses(dask_scheduler=None):
    return set(dask_scheduler.workers)


def test_how_to_go_on_is_one_of_three(tmp_path):
    with pytest.raises(ValueError, match="on_crash = 'ignore' must be one of"):
        comparison(tmp_path).run(on_crash="ignore")


class DiesOnce:
    """What ends the first process that it is sent to."""

    def __init__(self, flag):
        self.flag, self.home = flag, os.getpid()

    def __setstate__(self, state):
        self.__dict__ = state
        if os.getpid() != self.home and not self.flag.exists():
            self.flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, seed):
        return sequential(seed)


def test_no_training_is_blamed_for_a_worker_that_dies_of_the_recipe(client, tmp_path):
    allowed = client.run_on_scheduler(allow_deaths, 0)
    model = DiesOnce(tmp_path / "flag")
    try:
        found = comparison(tmp_path, model=model, arms=ARMS).run(client)
    finally:
        client.run_on_scheduler(allow_deaths, allowed)
    assert model.flag.exists()
    assert not found.trainings.query("stage == 'test'").diverged.any()


def test_what_a_worker_had_trained_and_not_sent_is_trained_again(
    client, tmp_path, monkeypatch
):
    dead, save = [], Store.save

    def first_kill_all(store, training, result):
        if not dead:
            while any(client.processing().values()):
                time.sleep(0.05)
            dead.extend(client.run_on_scheduler(addresses))
            for process in client.run(os.getpid).values():
                os.kill(process, signal.SIGKILL)
            while not client.run_on_scheduler(addresses).isdisjoint(dead):
                time.sleep(0.05)
        save(store, training, result)

    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    expected = comparison(here, arms=ARMS).run()
    monkeypatch.setattr(Store, "save", first_kill_all)
    found = comparison(there, arms=ARMS).run(client)
    assert len(dead) == 2
    of_both = [one.trainings.drop(columns="seconds") for one in (found, expected)]
    pd.testing.assert_frame_equal(*of_both)
