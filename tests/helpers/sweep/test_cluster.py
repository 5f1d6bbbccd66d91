import os
import signal
import threading
import time

import pandas as pd
import pytest

from helpers.data import small_digits
from helpers.schedules import cosine, table
from helpers.sweep import Adam, Momentum, Run, sweep, updates_per_epoch
from helpers.sweep.parts import split

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("forkserver")]

DIGITS = small_digits()
TRAIN = DIGITS.x_train, DIGITS.y_train
TEST = DIGITS.x_test, DIGITS.y_test
UPDATES = 40 * updates_per_epoch(len(TRAIN[0]))
RUNS = [
    Run(table(cosine(peak, UPDATES), UPDATES), seed, rule, {"peak": peak}, order_seed=0)
    for rule, peaks in ((Momentum(), (0.05, 0.1)), (Adam(), (0.001, 0.002)))
    for peak in peaks
    for seed in range(4)
]


def run_sweep(**options):
    return sweep(RUNS, TRAIN, {"test": TEST}, **options)


@pytest.fixture(scope="module")
def alone():
    return run_sweep()


def assert_same(results, alone):
    # A network that is the last of its part may differ by rounding, see test_sweep.
    pd.testing.assert_frame_equal(results, alone, rtol=0.02, atol=0.003)


def test_two_workers_return_the_table_of_one_process(client, alone):
    assert len(split(RUNS, 64, workers=2)) == 2
    assert_same(run_sweep(client=client), alone)


def test_a_worker_that_is_killed_costs_time_and_no_results(client, alone):
    before = client.run(os.getpid)
    done = []
    sweeping = threading.Thread(target=lambda: done.append(run_sweep(client=client)))
    sweeping.start()
    busy = wait_for_a_part(client)
    assert not done
    os.kill(before[busy], getattr(signal, "SIGKILL", signal.SIGTERM))
    sweeping.join(timeout=120)
    assert_same(done[0], alone)
    assert before[busy] not in client.run(os.getpid).values()


def wait_for_a_part(client):
    """Return a worker that has begun to train a part."""
    for _ in range(600):
        time.sleep(0.1)
        for worker, calls in client.call_stack().items():
            if any("train_on_worker" in str(call) for call in calls):
                return worker
    raise TimeoutError("no worker has begun")
