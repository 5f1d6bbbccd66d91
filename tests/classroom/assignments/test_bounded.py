"""Our own code has limits, too, whatever it is given; with harmless stand-ins."""

import ctypes
import gc
import os
import time

import psutil
import pytest

pytest.importorskip("resource", reason="limits are those of Linux and macOS")

from classroom.assignments.bounded import TooMuchError, bounded

pytestmark = pytest.mark.slow


def busy():
    while True:
        pass


def takes_memory():
    return len(bytearray(400 * 10**6))


def takes_memory_in_c():
    room = ctypes.CDLL(None).malloc
    room.restype, room.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    return room(400 * 10**6) is not None


def test_a_result_comes_back():
    value = {"points": [1, 2.5, "é"], "lost": None}
    assert bounded(lambda: value, seconds=2, memory=10**8) == value


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (busy, "1 seconds"),
        (lambda: time.sleep(60), "1 seconds"),
        (takes_memory, "0.2 GB"),
        (lambda: "x" * 2_000_000, "1 MB"),
        (lambda: os._exit(3), r"0.2 GB, or crashes \(exit code 3\)"),
    ],
)
def test_more_than_a_limit_is_stopped_and_named(call, said, monkeypatch):
    monkeypatch.setattr("classroom.assignments.bounded.PATIENCE", 10)
    monkeypatch.setattr("classroom.assignments.bounded.LONGEST", 10**6)
    began = time.monotonic()
    with pytest.raises(TooMuchError, match=said):
        bounded(call, seconds=1, memory=2 * 10**8)
    assert time.monotonic() - began < 40


def test_memory_that_only_c_asks_for_is_not_given():
    assert bounded(takes_memory_in_c, seconds=2, memory=2 * 10**8) is False


class EndsAnotherProcess:
    """Stands for what crashes when a child that lacks its threads collects it."""

    def __init__(self):
        self.itself, self.process = self, os.getpid()

    def __del__(self):
        if os.getpid() != self.process:
            os.abort()


def test_a_call_does_not_collect_what_its_caller_left():
    gc.collect()
    EndsAnotherProcess()
    assert bounded(gc.collect, seconds=2, memory=10**8) == 0


def test_an_exception_is_named():
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        bounded(lambda: 1 / 0, seconds=2, memory=10**8)


def test_nothing_is_left_of_it():
    here = psutil.Process()
    before = here.num_fds(), here.children()
    for _ in range(5):
        bounded(int, seconds=2, memory=10**8)
    assert (here.num_fds(), here.children()) == before
