"""A claim holds while its process lives, here or elsewhere, and crashes are counted."""

import os
import shutil
import subprocess
import sys
import time

import psutil
import pytest

from helpers.compare import claims as claims_module
from helpers.compare import holders
from helpers.compare.claims import MOST_CRASHES, NOBODY, Claims
from helpers.compare.database import transaction
from helpers.compare.holders import Holder, place, start_time, this_process
from helpers.compare.store import Store
from tests.helpers.compare.test_store import a_training

TRAINING = a_training()


@pytest.fixture
def claims(tmp_path):
    return Store(tmp_path / "kept.sqlite", "ours", {"software": "Keras"}).claims


def holder(claims):
    with transaction(claims.path) as database:
        return claims.found(database, TRAINING)[0]


def hold(claims, holder, crashes=0):
    with transaction(claims.path) as database:
        row = [claims.experiment, *TRAINING.key, *holder, 0, crashes]
        marks = ", ".join("?" * len(row))
        database.execute(f"insert or replace into attempts values ({marks})", row)


@pytest.fixture
def other():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1) as process:
        yield process
        process.kill()


@pytest.mark.slow
def test_a_claim_holds_while_its_process_lives(claims, other):
    born = start_time(other.pid)
    hold(claims, Holder(place(), other.pid, born))
    assert not claims.take(TRAINING)
    hold(claims, Holder(place(), other.pid, born + 1))  # the clock was set
    assert not claims.take(TRAINING)
    hold(claims, Holder(place(), other.pid, born - 1000))  # the number was given anew
    assert claims.take(TRAINING)
    assert holder(claims) == this_process()


@pytest.mark.slow
def test_the_claim_of_a_dead_process_is_free_even_if_nobody_waited_for_it(
    claims, other
):
    hold(claims, Holder(place(), other.pid, start_time(other.pid)))
    other.kill()
    for _ in range(100):  # until it is a zombie
        if start_time(other.pid) is None:
            break
        time.sleep(0.05)
    assert psutil.pid_exists(other.pid)
    assert claims.take(TRAINING)


def test_what_this_process_left_claimed_when_it_was_interrupted_is_free(claims):
    for _ in range(MOST_CRASHES + 1):
        assert claims.take(TRAINING)


@pytest.mark.slow
@pytest.mark.parametrize("number", [os.getpid(), 4_000_000], ids=["alike", "other"])
def test_a_claim_of_another_host_holds_as_long_as_it_is_renewed(
    claims, number, monkeypatch
):
    """Whatever process has its number here, and whatever its clock says."""
    hold(claims, Holder("on another host", number, 1.0))
    monkeypatch.setattr(holders, "LEASE", 0.2)
    monkeypatch.setattr(claims_module, "RENEWAL", 0.02)
    with claims.renewed(TRAINING):
        for _ in range(6):
            assert not claims.take(TRAINING)
            time.sleep(0.05)
    assert not claims.take(TRAINING)
    time.sleep(0.25)
    assert claims.take(TRAINING)


CONTAINERS = """
import ctypes, os, sys
from helpers.compare.claims import Claims
from tests.helpers.compare.test_store import a_training

def takes(*seeds):
    claims = Claims(sys.argv[1], "ours")
    print(os.getpid(), *[claims.take(a_training(seed)) for seed in seeds], flush=True)

takes(0, 1)
ctypes.CDLL(None).unshare(0x20000000)  # CLONE_NEWPID
if os.fork() == 0:  # in another container
    takes(0, 1, 2)
    os._exit(0)
input()
"""


@pytest.mark.slow
def test_containers_on_one_file_do_not_take_each_others_claims(claims):
    """Each counts its processes from 1, and has none of the others' numbers."""
    assert claims.take(TRAINING)
    command = ["unshare", "--user", "--map-root-user", "--pid", "--fork"]
    command += ["--kill-child", "--mount-proc", sys.executable, "-c", CONTAINERS]
    if not shutil.which("unshare"):
        pytest.skip("needs Linux's unshare")
    with subprocess.Popen(
        [*command, claims.path], stdin=-1, stdout=-1, stderr=-1, text=True
    ) as process:
        first, second = (process.stdout.readline().split() for _ in range(2))
        if not first:
            assert "unshare" in process.stderr.read()
            pytest.skip("another PID namespace is not allowed here")
        assert first == ["1", "False", "True"]
        assert second == ["1", "False", "False", "True"]
        free = [claims.take(a_training(seed)) for seed in range(4)]
        process.communicate("\n")
    assert free == [True, False, False, True]  # the first one is this process's own


def test_a_training_that_has_ended_its_process_three_times_is_free_no_more(claims):
    dead = Holder(place(), os.getpid(), 1.0)
    for crashes in range(MOST_CRASHES - 1):
        hold(claims, dead, crashes)
        assert claims.crashed([TRAINING]) == []
        assert claims.take(TRAINING)
        assert not claims.crashed([TRAINING])
    hold(claims, dead, MOST_CRASHES - 1)
    for _ in range(2):
        assert not claims.take(TRAINING)
        assert holder(claims) == NOBODY
        assert claims.crashed([TRAINING, a_training(seed=1)]) == [TRAINING]
    assert claims.take(TRAINING, most_crashes=float("inf"))
    claims.give_back(TRAINING)
    assert holder(claims) == NOBODY


def test_claims_of_one_experiment_are_none_of_another(claims):
    assert claims.take(TRAINING)
    assert Claims(claims.path, "theirs").take(TRAINING)
