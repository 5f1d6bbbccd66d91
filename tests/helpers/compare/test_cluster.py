"""Real trainings on a cluster that loses a worker, or killed within ``fit``."""

import itertools
import os
import signal
import threading
import time

import pandas as pd
import pytest

from helpers.compare import local
from helpers.compare.programs import SINGLE_UPDATES
from helpers.compare.programs.by_fit import Budget
from helpers.compare.seeds import pair_seed
from tests.helpers.compare.small import (
    BrokenError,
    batches,
    claims,
    comparison,
    one_by_one,
    sequential,
)

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("forkserver")]


MAIN = threading.main_thread()
needs_kill = pytest.mark.skipif(os.name != "posix", reason="no SIGKILL on Windows")


def resting(seed):
    if seed >= 1000 and threading.current_thread() is not MAIN:
        time.sleep(0.3)
    return sequential(seed)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return comparison(tmp_path_factory.mktemp("alone"), model=resting, repeats=3).run()


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
    local.program_for = lambda *_: SINGLE_UPDATES  # none is tried before
    ours = comparison(folder, model=resting, repeats=3)
    one_by_one(ours.recipe)
    ours.run()


@needs_kill
def test_a_training_that_is_killed_within_fit_is_made_anew(forkserver, alone, tmp_path):
    second_update_of_the_fourth = 3 * 3 + 2
    arguments = tmp_path, second_update_of_the_fourth
    process = forkserver.Process(target=run_into_a_kill, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    ours = comparison(tmp_path, model=resting, repeats=3)
    assert len(ours.store.finished()) == 3
    assert_close(ours.run(), alone)


def test_two_workers_and_one_that_is_killed_give_the_table_of_one_process(
    client, alone, tmp_path
):
    before = client.run(os.getpid)
    done = []
    ours = comparison(tmp_path, model=resting, repeats=3)
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
    if seed == pair_seed(repeat=1, pair=0):
        raise BrokenError("mine")
    return sequential(seed)


def test_an_exception_on_a_worker_arrives_as_it_is_and_keeps_the_rest(client, tmp_path):
    ours = comparison(tmp_path, model=failing)
    with pytest.raises(BrokenError, match="mine"):
        ours.run(client)
    assert len(ours.store.finished()) >= 12
    assert not claims(ours.file)


def test_data_that_can_not_travel_are_named_and_what_to_give_instead(client, tmp_path):
    ours = comparison(tmp_path, train=batches())
    with pytest.raises(TypeError, match="train = .*give a function of the seed"):
        ours.run(client)
