"""Calls our own code on what a student wrote, within limits of time and memory.

A judge, or a program that draws a page, may need more than a class can wait for, given
an input that someone made for it. So it works in a process of its own, which the kernel
stops. What comes back is data, as JSON.
"""

import ctypes
import gc
import json
import os
import select
import signal
import time
import warnings
from contextlib import suppress
from pathlib import Path

__all__ = ["TooMuchError", "bounded", "end_with", "fork"]

LONGEST = 50 * 10**6  # bytes of a result
LETTERS = 1000  # of a reason
PATIENCE = 5  # times the seconds, if the processor has other things to do
SET_DEATH_SIGNAL = 1  # prctl(2)


class TooMuchError(Exception):
    """A call took more than it may; the message says more than what."""


def bounded(function, *arguments, seconds, memory):
    """Return what a function returns, called in a process with limits.

    ``seconds`` are those of the processor, ``memory`` is in bytes and counts what the
    call adds. Raises TooMuchError where a limit is passed, the ValueError that the call
    raised, and RuntimeError with the name of another exception. Windows has no such
    processes: there it is an ordinary call.

    >>> bounded(sum, [1, 2], seconds=5, memory=10**8)
    3
    """
    if not hasattr(os, "fork"):
        return function(*arguments)
    ours, theirs = os.pipe()
    process = fork()
    if process == 0:
        os.close(ours)
        work(function, arguments, theirs, seconds, memory)
    os.close(theirs)
    try:
        text, enough = read(ours, time.monotonic() + PATIENCE * seconds)
    finally:
        os.close(ours)
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        status = os.waitpid(process, 0)[1]
    if len(text) > LONGEST:
        raise TooMuchError(f"{LONGEST / 1e6:g} MB")
    code = os.waitstatus_to_exitcode(status)
    if not enough or (not text and code in (-signal.SIGXCPU, -signal.SIGKILL)):
        raise TooMuchError(f"{seconds:g} seconds")
    if not text:  # without memory, code in C ends a process in its own way
        raise TooMuchError(f"{memory / 1e9:g} GB, or crashes (exit code {code})")
    said = json.loads(text)
    if "value" in said:
        return said["value"]
    if said["error"] == "MemoryError":
        raise TooMuchError(f"{memory / 1e9:g} GB")
    if said["reason"]:
        raise ValueError(said["reason"])
    raise RuntimeError(said["error"])


def fork():
    """Start a child that has this thread alone, as os.fork does.

    From Python 3.12 on that warns of other threads. Here they are those of libraries
    for linear algebra, which expect it. The child leaves the parent's garbage alone:
    what waits for such a thread when it is collected would never end there, or crash.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process == 0:
        gc.freeze()
    return process


def end_with(parent):
    """Let this process be killed when its parent ends, whose number is given; Linux."""
    ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended before
        os._exit(1)


def work(function, arguments, out, seconds, memory):
    """Set the limits, call the function and write what came of it; never returns."""
    import resource  # Windows has none

    try:
        whole = max(1, round(seconds))
        resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        held = size()
        if held:
            limit = held + int(memory)
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        text = json.dumps({"value": function(*arguments)})
    except BaseException as error:
        reason = str(error)[:LETTERS] if isinstance(error, ValueError) else ""
        text = json.dumps({"error": type(error).__name__, "reason": reason})
    with suppress(BaseException), open(out, "wb") as file:
        file.write(text.encode())
    os._exit(0)


def size():
    """Return the bytes of this process's address space, 0 where nothing says it."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGESIZE")


def read(pipe, until):
    """Return what comes until a time, and whether that was enough."""
    text = bytearray()
    while (left := until - time.monotonic()) > 0:
        if not select.select([pipe], [], [], left)[0]:
            continue
        part = os.read(pipe, 2**20)
        text += part
        if not part or len(text) > LONGEST:
            return bytes(text), True
    return b"", False
