"""Watches a submission while it works, and says why it has to end.

Time goes on for a submission that works and for one that sleeps. It stands still while
a submission waits for a processor that has other things to do, which the kernel counts
(``schedstat``). Memory is left to a control group, where there is one.
"""

import os
import select
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

__all__ = ["Limits", "end", "watch"]

PATIENCE = 5
INTERVAL = 0.05  # seconds between two looks


@dataclass(frozen=True)
class Limits:
    """What a submission may use: seconds, bytes, processes and files.

    It may last ``PATIENCE`` times as long, if it waits for a processor meanwhile.

    >>> Limits(seconds=20).files
    20000
    """

    seconds: float = 60
    memory: int = 3 * 10**9
    disk: int = 64 * 10**6
    answers: int = 4 * 10**6
    processes: int = 48
    files: int = 20_000


def watch(process, answers, limits, group=None):
    """Return what a process writes until it ends, and why it had to end, or ""."""
    text, look, next_look = b"", Look(process, limits, group), 0
    while True:
        now = time.monotonic()
        if now >= next_look:
            if reason := look.reason(now):
                return text, reason
            next_look = time.monotonic() + INTERVAL
        wait = max(0, next_look - time.monotonic())
        if not select.select([answers], [], [], wait)[0]:
            continue
        part = os.read(answers, 65536)
        text += part
        if len(text) > limits.answers:
            return text, "its answers were too long"
        if not part:
            return text, look.memory_reason() if look.ran_out() else ""


class Look:
    """Looks at a process and all that it started, again and again."""

    def __init__(self, process, limits, group):
        """Begin to count the time."""
        self.process, self.limits, self.group = process, limits, group
        self.began, self.waited = time.monotonic(), 0.0
        self.tasks, self.looked = {}, self.began

    def reason(self, now):
        """Return why the processes have to end now, or ""."""
        limits, family = self.limits, relatives(self.process)
        if len(family) > limits.processes:
            return "it started too many processes"
        files, size = written(self.process)
        if files > limits.files:
            return f"it made more than {limits.files} files"
        if self.ran_out():
            return self.memory_reason()
        if not self.group and not fits(family, limits.memory - size):
            return self.memory_reason()
        worked = self.group.worked() if self.group else None
        if worked is None:
            worked = sum(map(processor_time, family))
        self.waited += self.waited_since(family, now)
        lasted = now - self.began
        own = lasted - self.waited
        if max(own, worked, lasted / PATIENCE) > limits.seconds:
            how = "worked for more than" if 2 * worked > own else "did not end within"
            return f"it {how} {limits.seconds:g} seconds"
        return ""

    def waited_since(self, family, now):
        """Return for how long a task waited for a processor since the look before.

        Of many tasks that waited at the same time, the time counts once.
        """
        found = {task: s for number in family for task, s in waiting(number).items()}
        more = [s - self.tasks.get(task, 0.0) for task, s in found.items()]
        passed, self.tasks, self.looked = now - self.looked, found, now
        return min(passed, sum(more))

    def ran_out(self):
        """Return whether the control group's memory came to its limit."""
        return self.group is not None and self.group.ran_out_of_memory()

    def memory_reason(self):
        """Return the sentence about memory."""
        return f"it used more than {self.limits.memory / 1e9:g} GB of memory"


def relatives(process):
    """Return the numbers of a process and all that it started."""
    found = [process]
    for number in found:
        try:
            for path in Path(f"/proc/{number}/task").iterdir():
                with suppress(OSError):
                    found.extend(map(int, (path / "children").read_text().split()))
        except OSError:
            continue
    return found


def processor_time(process):
    """Return the seconds that a process and its ended children worked."""
    try:
        return sum(psutil.Process(process).cpu_times()[:4])
    except psutil.Error:
        return 0


def waiting(process):
    """Return for each task of a process how many seconds it waited for a processor."""
    found = {}
    with suppress(OSError):
        for path in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):
                _, waited, _ = (path / "schedstat").read_text().split()
                found[path.name] = int(waited) / 1e9
    return found


def fits(family, room):
    """Return whether processes hold no more than so many bytes.

    What several of them share counts once; it takes longer to ask, so that is asked
    only where it matters.
    """
    status = "status", ("VmRSS", "VmSwap", "VmPTE")
    if sum(memory(number, *status) for number in family) <= room:
        return True
    shares = "smaps_rollup", ("Pss", "SwapPss")
    found = [memory(number, *shares) or memory(number, *status) for number in family]
    return sum(found) <= room


def memory(process, file, kinds):
    """Return the bytes of these kinds in a file that the kernel has for a process."""
    with suppress(OSError):
        lines = Path(f"/proc/{process}/{file}").read_text().splitlines()
        about = dict(line.split(":", 1) for line in lines if ":" in line)
        return 1024 * sum(int(about.get(kind, "0 kB").split()[0]) for kind in kinds)
    return 0


def written(process):
    """Return how many files the process's own file system has, and their bytes.

    It has one of its own as soon as it is in its sandbox.
    """
    place = f"/proc/{process}/root"
    with suppress(OSError):
        if os.stat(place).st_dev != os.stat("/").st_dev:
            about = os.statvfs(place)
            used = (about.f_blocks - about.f_bfree) * about.f_frsize
            return about.f_files - about.f_ffree, used
    return 0, 0


def end(process):
    """Kill the sandbox that a process made and all that is inside.

    The process itself ends then; it is killed if there is no sandbox.
    """
    with suppress(psutil.NoSuchProcess):
        found = psutil.Process(process)
        for started in found.children() or [found]:
            with suppress(psutil.NoSuchProcess):
                started.kill()
