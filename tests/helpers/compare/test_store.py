"""Every finished training is kept, and claims hold while a process lives."""

import os
import re
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest

from helpers.compare.store import Store, start_time
from helpers.compare.training import Training


def a_training(seed=0, rate=0.1):
    return Training("tuning", "a", rate, seed, np.full(4, rate))


OUTCOME = {"value": 1.0, "diverged": False, "evaluations": [], "seconds": 0.1}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "kept.sqlite", "ours", {"software": "Keras"})


def claims(store):
    with store.connected() as database:
        return database.execute("select process from claims").fetchall()


def hold(store, training, process, since):
    with store.connected() as database:
        row = [store.experiment, *training.key, process, since]
        marks = "?, ?, ?, ?, ?, ?"
        database.execute(f"insert or replace into claims values ({marks})", row)


@pytest.fixture
def other():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1) as process:
        yield process
        process.kill()


@pytest.mark.slow
def test_a_claim_holds_while_its_process_lives(store, other):
    training, born = a_training(), start_time(other.pid)
    hold(store, training, other.pid, born)
    assert not store.claim(training)
    hold(store, training, other.pid, born + 1)  # the clock was set
    assert not store.claim(training)
    hold(store, training, other.pid, born - 1000)  # the number was given anew
    assert store.claim(training)
    assert claims(store) == [(os.getpid(),)]


@pytest.mark.slow
def test_the_claim_of_a_dead_process_is_free_even_if_nobody_waited_for_it(store, other):
    training = a_training()
    hold(store, training, other.pid, start_time(other.pid))
    other.kill()
    for _ in range(100):  # until it is a zombie
        if start_time(other.pid) is None:
            break
        time.sleep(0.05)
    assert psutil.pid_exists(other.pid)
    assert store.claim(training)


def test_what_this_process_left_claimed_when_it_was_interrupted_is_free(store):
    assert store.claim(a_training())
    assert store.claim(a_training())


def test_a_finished_training_is_claimed_and_replaced_by_nobody(store):
    training = a_training()
    store.claim(training)
    store.save(training, OUTCOME)
    assert claims(store) == []
    assert not store.claim(training)
    store.save(training, OUTCOME | {"value": 2.0})
    [row] = store.finished().values()
    assert row["value"] == 1.0
    assert row["software"] == "Keras"
    assert re.match(r"\d{4}-\d\d-\d\dT.*\+00:00", row["finished"])
    assert Store(store.path, "theirs", {}).finished() == {}


def test_a_file_that_another_version_began_is_named(store):
    store.begin()
    store.save(a_training(), OUTCOME)
    later = Store(store.path, "ours", {"software": "Keras", "a part": "new"})
    for use in later.check, later.begin:
        with pytest.raises(ValueError, match="'ours' as another version .* began it"):
            use()


def test_a_training_is_known_by_stage_rates_and_seed():
    keys = {a_training(seed, rate).key for seed in (0, 1) for rate in (0.1, 0.2)}
    keys.add(Training("test", "a", 0.1, 0, np.full(4, 0.1)).key)
    assert len(keys) == 5
    assert Training("tuning", "b", 9.0, 0, np.full(4, 0.1)).key in keys


def test_a_file_that_is_none_of_sqlite_or_can_not_be_written_is_named(tmp_path):
    (tmp_path / "text").write_text("not a data base\n" * 100)
    for path in (tmp_path / "text", tmp_path, tmp_path / "missing" / "kept.sqlite"):
        with pytest.raises(ValueError, match="file = .* can't be used as an SQLite"):
            Store(path, "ours", {"software": "Keras"})
    assert (tmp_path / "text").read_text().startswith("not a data base")


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_file_that_is_read_only_is_named(store):
    store.path.chmod(0o400)
    with pytest.raises(ValueError, match="can't be used .* readonly"):
        Store(store.path, "ours", {"software": "Keras"})
