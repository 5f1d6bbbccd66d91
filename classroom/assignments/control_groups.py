"""A control group for a submission: the kernel counts all memory that it holds.

A group counts what no look at processes finds: files in memory, what was started and
has ended, and the kernel's own share. Where groups share out the processor too, a
submission of many processes gets no more of it than one of a single process.

Linux has groups of version 1, with a tree for each kind of limit, and of version 2,
with one tree; who may make groups depends on the system: root nearly everywhere, other
users below a service of their own (systemd). See cgroups(7).
"""

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Group", "make", "places", "remove"]

PROC = Path("/proc/self")
KINDS = ("memory", "pids")
SHARE = "cpu"  # all groups have the same: there is nothing to write
COUNTS = "cpuacct"  # how long they work, often in one tree with their shares
PATIENCE = 2  # seconds until the kernel has cleared up after the last process


@dataclass(frozen=True)
class Group:
    """A group that was made: one folder in version 2, one for each kind in version 1.

    >>> Group(("/sys/fs/cgroup/memory/grading-1",)).ran_out_of_memory()
    False
    """

    folders: tuple[str, ...]

    def ran_out_of_memory(self):
        """Return whether the kernel ended a process, as memory came to its limit."""
        for folder in self.folders:
            for file in ("memory.events", "memory.oom_control"):
                with suppress(OSError):
                    lines = Path(folder, file).read_text().splitlines()
                    found = dict(line.split() for line in lines)
                    return int(found.get("oom_kill", 0)) > 0
        return False

    def worked(self):
        """Return the seconds that all its processes worked, or None if it can't tell.

        Those that have ended count too, also where nobody waits for them.
        """
        for folder in self.folders:
            with suppress(OSError, ValueError):
                return int(Path(folder, "cpuacct.usage").read_text()) / 1e9
            with suppress(OSError, ValueError, KeyError):
                lines = Path(folder, "cpu.stat").read_text().splitlines()
                return int(dict(line.split() for line in lines)["usage_usec"]) / 1e6
        return None


def make(name, memory, tasks):
    """Make a group with limits of bytes and of tasks (processes and their threads).

    Returns None where no group with a limit of memory can be made.
    """
    made = []
    try:
        for place, settings in places(PROC):
            folder = place / name
            try:
                folder.mkdir()
            except OSError:
                if settings:
                    raise
                continue  # a share of the processor is no limit that was promised
            made.append(str(folder))
            for file, value in settings.items():
                value = {"memory": memory, "tasks": tasks}.get(value, value)
                if (folder / file).exists():
                    (folder / file).write_text(str(value))
    except OSError:
        remove(made)
        return None
    return Group(tuple(made)) if made else None


def remove(folders):
    """Remove the folders of a group, once its last process has ended."""
    until = time.monotonic() + PATIENCE
    for folder in folders:
        while Path(folder).exists() and time.monotonic() < until:
            with suppress(OSError):
                Path(folder).rmdir()
                break
            time.sleep(0.01)


def places(proc):
    """Return in which folders to make a group, and what to write into its files.

    ``proc`` is the folder in which the kernel tells of this process. The answer is
    empty where there is no folder for a limit of memory.
    """
    own = {}
    for line in (proc / "cgroup").read_text().splitlines():
        _, kinds, path = line.split(":", 2)
        own |= dict.fromkeys(kinds.split(","), path)
    trees = {}
    for line in (proc / "mountinfo").read_text().splitlines():
        about, _, more = line.partition(" - ")
        system, _, options = more.split(" ", 2)
        _, _, _, shown, place, *_ = about.split(" ")
        kinds = [""] if system == "cgroup2" else options.split(",")
        if system in ("cgroup", "cgroup2"):
            trees |= {kind: (shown, Path(place)) for kind in kinds}
    found = {k: folder(*trees[k], own[k]) for k in own.keys() & trees.keys()}
    if "memory" in found:
        return version_1(found)
    return version_2(found[""], trees[""][1]) if "" in found else []


def folder(shown, place, own):
    """Return where a group lies, in a tree of which ``shown`` is seen at ``place``."""
    path = Path(own)
    below = path.relative_to(shown) if path.is_relative_to(shown) else Path()
    return place / below.relative_to(below.anchor)


def version_1(found):
    """Return the places and settings of version 1."""
    memory = {
        "memory.limit_in_bytes": "memory",
        "memory.memsw.limit_in_bytes": "memory",  # with what is swapped out
    }
    settings = {"memory": memory, "pids": {"pids.max": "tasks"}}
    limits = [(found[kind], settings[kind]) for kind in KINDS if kind in found]
    others = dict.fromkeys(found[kind] for kind in (SHARE, COUNTS) if kind in found)
    return limits + [(place, {}) for place in others]


def version_2(own, top):
    """Return the place and settings of version 2.

    A group that has processes can't have groups with limits: so the place is mostly
    beside this process's own group, and not below it.
    """
    settings = {
        "memory.max": "memory",
        "memory.swap.max": "0",
        "memory.oom.group": "1",  # all of it ends, and not only the largest process
        "pids.max": "tasks",
    }
    for place in (own, own.parent) if own != top else (own,):
        control = place / "cgroup.subtree_control"
        with suppress(OSError):
            if place == own and "memory" not in control.read_text().split():
                control.write_text("+memory +pids")
                with suppress(OSError):
                    control.write_text(f"+{SHARE}")
        with suppress(OSError):
            if "memory" in control.read_text().split():
                return [(place, settings)]
    return []
