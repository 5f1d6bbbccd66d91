"""Who holds a claim, and whether it is alive.

The number of a process says nothing on another machine, or in another container, which
counts processes of its own. A claim of elsewhere is alive as long as it is renewed. So
that two clocks need not agree, it is watched by the clock of the process that looks.
"""

import os
import platform
import time
from pathlib import Path
from typing import Any, NamedTuple

import psutil

__all__ = ["RENEWAL", "Holder", "Watch", "place", "start_time", "this_process"]

RENEWAL = 10.0  # seconds from one renewal of a claim to the next
LEASE = 60.0  # seconds without a renewal, after which a claim of elsewhere is dead


class Holder(NamedTuple):
    """A process, by where it runs, its number there, and when it started."""

    place: str
    process: int
    started: float | None


class Watch:
    """When claims of elsewhere were last seen to be renewed."""

    def __init__(self) -> None:
        """Begin without any."""
        self.seen: dict[Any, tuple[int, float]] = {}

    def is_alive(self, claim: Any, holder: Holder, renewals: int) -> bool:
        """Return whether the holder of a claim, another process, is alive.

        A claim of this process itself is one that an interruption has left behind.
        """
        if holder.place == place():
            return is_running(holder) and holder.process != os.getpid()
        now = time.monotonic()
        known, since = self.seen.get((claim, holder), (None, now))
        if known != renewals:
            since = now
            self.seen[claim, holder] = renewals, now
        return now - since < LEASE


def this_process() -> Holder:
    """Return what a claim of this process says.

    >>> Watch().is_alive("mine", this_process(), 0)
    False
    """
    return Holder(place(), os.getpid(), start_time(os.getpid()))


def place() -> str:
    """Return where a number of a process is unique: a start of a machine, a container.

    >>> place() == place() != ""
    True
    """
    found = [platform.node()]
    try:  # both are Linux's
        found.append(Path("/proc/sys/kernel/random/boot_id").read_text().strip())
        found.append(os.readlink("/proc/self/ns/pid"))
    except OSError:
        pass
    return " ".join(["on", *found])


def is_running(holder: Holder) -> bool:
    """Return whether a process of this place is still the one that made the claim.

    The clock may have been set by a few seconds since.
    """
    now = start_time(holder.process)
    if now is None or holder.started is None:
        return False
    return abs(now - holder.started) < 5


def start_time(process: int) -> float | None:
    """Return when a process of this place started, or None if it has ended.

    >>> start_time(os.getpid()) < time.time()
    True
    """
    try:
        found = psutil.Process(process)
        ended = found.status() == psutil.STATUS_ZOMBIE  # killed, but not waited for
        return None if ended else found.create_time()
    except psutil.Error:
        return None
