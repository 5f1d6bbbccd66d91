import json
import os
import subprocess
import sys
from threading import Barrier, current_thread, get_ident

import pytest

from helpers.data import small_digits
from helpers.schedules import constant, table
from helpers.sweep import Run, sweep
from helpers.sweep.cores import UNITS_ON_ALL_CORES, map_on_cores, share_out

# isort: split
import tensorflow as tf

pytestmark = pytest.mark.slow

FRESH = """
import json, sys, threading
from helpers.data import small_digits
from helpers.schedules import constant, table
from helpers.sweep import Run, stacked_networks, sweep

trained_in = set()
train = stacked_networks.StackedNetworks.train
def noted(*arguments):
    trained_in.add(threading.get_ident())
    return train(*arguments)
stacked_networks.StackedNetworks.train = noted

digits = small_digits()
runs = [Run(table(constant(0.1), 40), seed) for seed in range(40)]
found = sweep(runs, (digits.x_train, digits.y_train), evaluate_at=[40])
print(json.dumps([found["train_loss"].tolist(), len(trained_in)]))
"""


def test_a_sweep_that_comes_first_gives_each_core_parts_and_the_same_numbers():
    done = subprocess.run(
        [sys.executable, "-c", FRESH], capture_output=True, text=True, check=True
    )
    losses, threads = json.loads(done.stdout.splitlines()[-1])
    assert threads == min(3, len(os.sched_getaffinity(0)))  # parts: 16 networks at most

    tf.zeros(1)  # now it is too late in this process
    assert share_out() == (1, UNITS_ON_ALL_CORES)
    digits = small_digits()
    runs = [Run(table(constant(0.1), 40), seed) for seed in range(40)]
    found = sweep(runs, (digits.x_train, digits.y_train), evaluate_at=[40])
    assert found["train_loss"].tolist() == pytest.approx(losses, rel=1e-5)


def test_parts_are_done_at_the_same_time_and_returned_in_order():
    met, heard = Barrier(2, timeout=20), []

    def work(part, report):
        met.wait()  # breaks if no second thread comes
        report(part)
        return part, get_ident()

    def advanced(updates):
        heard.append((updates, get_ident()))

    done = map_on_cores(2, work, [5, 3, 8, 1], advanced)
    assert [part for part, _ in done] == [5, 3, 8, 1]
    assert len({thread for _, thread in done}) == 2
    assert sorted(heard) == [(part, get_ident()) for part in (1, 3, 5, 8)]


def until_given_up(report):
    while True:
        report(1)


def test_an_exception_in_one_part_ends_the_others():
    def work(part, report):
        if part == "broken":
            raise ValueError("part = 'broken'")
        until_given_up(report)

    with pytest.raises(ValueError, match="part = 'broken'"):
        map_on_cores(
            2, work, ["endless", "broken", "never begun"], lambda updates: None
        )


def test_an_interruption_ends_all_parts():
    threads = []

    def work(part, report):
        threads.append(current_thread())
        until_given_up(report)

    def advanced(updates):
        if len(threads) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        map_on_cores(2, work, range(9), advanced)
    assert len(threads) == 2
    assert not any(thread.is_alive() for thread in threads)
