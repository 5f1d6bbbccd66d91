"""Lets several processes run and judge submissions while nbgrader is at work.

A job is begun as soon as it is known, and its result waits until it is asked for.
nbgrader takes one notebook after the other.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import Future
from threading import Lock, Thread

import psutil

from tools.places import ROOT

__all__ = ["Workers", "room"]

MOST = 4
OWN = 0.5e9  # bytes that a submission has imported, at most


def room(memory):
    """Return how many submissions of so many bytes may work at once here.

    >>> room(10**15)
    1
    """
    cores = len(os.sched_getaffinity(0))
    fit = psutil.virtual_memory().available / (memory + OWN)
    return max(1, min(cores, MOST, int(fit)))


class Workers:
    """A process whose children do jobs, ``count`` of them at the same time."""

    def __init__(self, count):
        """Start it."""
        self.lock, self.begun, self.futures = Lock(), {}, []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "classroom.assignments.worker", str(count)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        # A daemon: a teacher who stops grading does not wait for it.
        Thread(target=self.listen, daemon=True).start()

    def begin(self, job):
        """Begin a job for ``one_submission.run``; return a Future of its result."""
        key = json.dumps(job, sort_keys=True)
        with self.lock:
            if key not in self.begun:
                numbered = json.dumps(job | {"number": len(self.futures)})
                self.begun[key] = Future()
                self.futures.append(self.begun[key])
                try:
                    self.process.stdin.write(f"{numbered}\n")
                    self.process.stdin.flush()
                except OSError:
                    self.begun[key].set_result(None)
            return self.begun[key]

    def result(self, job):
        """Return what came of a job; it is begun now, if it was not before.

        Raises OSError if its judge was killed twice.
        """
        found = self.begin(job).result()
        with self.lock:  # who asks once more wants it done once more
            self.begun.pop(json.dumps(job, sort_keys=True), None)
        if not found:
            raise OSError("a submission could not be judged: its judge was ended twice")
        return found

    def listen(self):
        """Read results, until there are no more."""
        for line in self.process.stdout:
            said = json.loads(line)
            self.futures[said["number"]].set_result(said["result"])
        with self.lock:
            for future in self.futures:
                if not future.done():
                    future.set_result(None)
