"""Several submissions at a time, and a judge that has limits as they have."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments import judging, one_submission, workers
from classroom.assignments.answers import Outcome
from classroom.assignments.questions import Point, Question
from tools.places import ROOT

FOUND = Outcome(values={("task", 0): [1.0]})


def busy(setting, answer):
    while True:
        pass


def large(setting, answer):
    return np.ones((40_000, 40_000)).sum() > 0


def question(*holds):
    """Return a question with a point for each function."""
    points = tuple(Point("It does not hold.", one) for one in holds)
    return Question(
        "task", lambda random, student: [{}], points, lambda s, value: value
    )


def job(**more):
    """Return a job with a submission to Plan it that has no answers."""
    names = [q.name for q in judging.assignment("plan").QUESTIONS]
    asks = {name: f"def {name}(setting):\n    return 1" for name in names}
    about = {"assignment": "plan", "student": "ana", "secret": "x", "seconds": 5}
    places = dict.fromkeys(names, len(more.get("cells", [])))
    about |= {"functions": asks, "places": places}
    return about | {"memory": 1, "cells": []} | more


@pytest.mark.slow
def test_a_judge_that_takes_too_long_is_stopped_and_says_so(monkeypatch):
    monkeypatch.setattr(one_submission, "SECONDS", 1)
    asked = question(lambda s, a: True, busy)
    points, [said] = one_submission.judge(asked, [{}], FOUND)
    assert points == 0
    assert (
        said == "2 points lost: to judge what was returned takes more than 1 seconds."
    )


def test_a_judge_that_takes_too_much_memory_gives_no_point():
    points, said = one_submission.judge(question(large), [{}], FOUND)
    assert points == 0
    assert len(said) == 1


def test_a_judge_that_is_killed_stops_nobody():
    killed = question(lambda s, a: os.kill(os.getpid(), signal.SIGTERM))
    points, [said] = one_submission.judge(killed, [{}], FOUND)
    assert points == 0
    assert "to judge what was returned takes more than" in said
    assert one_submission.judge(question(lambda s, a: a == [1]), [{}], FOUND) == [1, []]


@pytest.mark.slow
def test_jobs_are_done_at_the_same_time_and_each_gets_its_own_result(sandbox):
    here = workers.Workers(2)
    slow = "import time\ntime.sleep(1)"
    began = time.monotonic()
    jobs = [job(student=name, cells=[slow]) for name in ("ana", "ben", "cem")]
    for one in jobs:
        here.begin(one)
    jobs.append(job(student="eve", cells=["import os\nos._exit(1)"]))
    found = [here.result(one) for one in jobs]
    assert time.monotonic() - began < 60
    assert [said for _, [said] in found[-1].values()][0].endswith(
        "your code ended before it gave an answer."
    )
    assert all("ended" not in str(one) for one in found[:-1])
    assert here.begun == {}
    here.process.stdin.close()
    assert here.process.wait(10) == 0


@pytest.mark.slow
def test_a_judge_that_is_killed_twice_is_named(sandbox):
    here = workers.Workers(1)
    future = here.begin(job(cells=["import time\ntime.sleep(600)"], seconds=600))
    worker = psutil.Process(here.process.pid)
    until = time.monotonic() + 60
    while not future.done() and time.monotonic() < until:
        for child in worker.children():  # the fork server is none of them
            if (
                "fork_server" not in " ".join(child.cmdline())
                and child.children() == []
            ):
                time.sleep(0.3)
                child.kill()
        time.sleep(0.1)
    with pytest.raises(OSError, match="its judge was ended twice"):
        here.result(job(cells=["import time\ntime.sleep(600)"], seconds=600))
    here.process.kill()


@pytest.mark.slow
def test_nothing_is_left_when_grading_is_killed(sandbox):
    waits = job(cells=["import time\ntime.sleep(600)"], seconds=600)
    code = (
        "import json, sys, time\n"
        "from classroom.assignments.workers import Workers\n"
        "Workers(1).begin(json.loads(sys.argv[1])).result()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, json.dumps(waits)], cwd=ROOT
    )
    until, found = time.monotonic() + 60, []
    # The worker, its child, the fork server and its twin, and four of the sandbox.
    while len(found) < 8 and time.monotonic() < until:
        found = psutil.Process(process.pid).children(recursive=True)
        time.sleep(0.1)
    process.kill()
    process.wait()
    assert psutil.wait_procs(found, timeout=20)[1] == []


def test_there_is_room_for_one_at_least(monkeypatch):
    assert workers.room(10**15) == 1
    assert 1 <= workers.room(1) <= workers.MOST
