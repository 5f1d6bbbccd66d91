"""Runs a submission in a process of its own, in a sandbox, within limits.

What it hands over is text of limited length, read as JSON and as nothing else.
"""

import json
import os
import select
import socket
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

from tools.places import ROOT

READY = 300  # seconds for the imports
PATIENCE = 5


@dataclass(frozen=True)
class Limits:
    """What a submission may use: processor seconds, bytes and processes.

    It may last ``PATIENCE`` times as long, as a machine may have other things to do.
    """

    seconds: float = 60
    memory: int = 3 * 10**9
    disk: int = 64 * 10**6
    answers: int = 4 * 10**6
    processes: int = 48


@dataclass
class Outcome:
    """What came back: answers and errors by (question, number), and why it ended."""

    values: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    failed_cells: dict = field(default_factory=dict)
    stopped: str = ""


class ForkServer:
    """The process that starts one for each submission, with ``modules`` imported."""

    def __init__(self, *modules):
        """Start it, and wait until its imports are done."""
        self.door, theirs = socket.socketpair()
        kept = ("PATH", "HOME", "LANG", "TF_CPP_MIN_LOG_LEVEL")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        command = [sys.executable, "-m", "classroom.assignments.fork_server"]
        self.process = subprocess.Popen(
            [*command, str(theirs.fileno()), *modules],
            cwd=ROOT,
            env=environment | {"MPLBACKEND": "Agg"},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self.door.settimeout(READY)
        if not self.door.recv(1):
            raise RuntimeError("the imports for the submissions failed: see above")

    def run(self, cells, questions, limits):
        """Return the ``Outcome`` of running cells, then asking questions.

        A question is a dict with its ``name``, that of a function, the ``code`` of the
        cell that defines it, and ``settings``: the function is called with each.
        """
        program = {"cells": cells, "questions": questions, "disk": limits.disk}
        program["seconds"] = int(limits.seconds) + 2
        with tempfile.TemporaryFile() as source:
            source.write(json.dumps(program).encode())
            source.seek(0)
            ours, theirs = os.pipe()
            socket.send_fds(self.door, [b"+"], [source.fileno(), theirs])
            os.close(theirs)
            [process] = struct.unpack("i", self.door.recv(4))
        try:
            text, stopped = watch(process, ours, limits)
        finally:
            os.close(ours)
            end(process)
        return outcome(text, stopped)

    def close(self):
        """End it."""
        self.door.close()
        self.process.wait()


def watch(process, answers, limits):
    """Return what a process writes until it ends, and why it had to end, or ""."""
    text, until = b"", time.monotonic() + PATIENCE * limits.seconds
    while time.monotonic() < until:
        if select.select([answers], [], [], 0.05)[0]:
            part = os.read(answers, 65536)
            if not part:
                return text, ""
            text += part
            if len(text) > limits.answers:
                return text, "its answers were too long"
            continue
        family = relatives(process)
        if len(family) > limits.processes:
            return text, "it started too many processes"
        if sum(map(memory, family)) > limits.memory:
            return text, f"it used more than {limits.memory / 1e9:g} GB of memory"
        if sum(map(processor_time, family)) > limits.seconds:
            return text, f"it worked for more than {limits.seconds:g} seconds"
    return text, f"it did not end within {PATIENCE * limits.seconds:g} seconds"


def relatives(process):
    """Return a process and all that it started."""
    try:
        found = psutil.Process(process)
        return [found, *found.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def processor_time(process):
    """Return the seconds that a process and its ended children worked."""
    try:
        return sum(process.cpu_times()[:4])
    except psutil.Error:
        return 0


def memory(process):
    """Return the resident memory of a process in bytes."""
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def end(process):
    """Kill the sandbox that a process made and all that is inside.

    The process itself ends then; it is killed if there is no sandbox.
    """
    with suppress(psutil.NoSuchProcess):
        found = psutil.Process(process)
        for started in found.children() or [found]:
            with suppress(psutil.NoSuchProcess):
                started.kill()


def outcome(text, stopped):
    """Read what a submission handed over: the first answer to each question counts."""
    found = Outcome(stopped=stopped)
    for line in text.decode("utf-8", "replace").splitlines():
        try:
            said = json.loads(line)
            if said.get("broken"):
                found.stopped = found.stopped or str(said["broken"])
            elif "cell" in said:
                found.failed_cells.setdefault(int(said["cell"]), str(said["error"]))
            elif "question" in said:
                place = str(said["question"]), int(said["number"])
                if "value" in said:
                    found.values.setdefault(place, said["value"])
                else:
                    found.errors.setdefault(place, str(said["error"]))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue
    return found
