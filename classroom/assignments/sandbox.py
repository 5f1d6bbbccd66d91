"""Walls around a process: it sees Python, ``helpers`` and an empty folder.

Linux only. The process gets namespaces of its own: no network, no process but its own
children, and a file system in memory into which what it may read is mounted. Started by
root, it becomes a user who owns nothing; started by another user, it stays that user
and loses every power that a namespace gives. See namespaces(7) and pivot_root(2).
"""

import ctypes
import os
import platform
import resource
import sys
from pathlib import Path

from tools.places import ROOT

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    *(0x00020000, 0x04000000, 0x08000000),
    *(0x10000000, 0x20000000, 0x40000000),
)
RDONLY, NOSUID, NODEV, REMOUNT, BIND, REC, PRIVATE, RELATIME = (
    *(1, 2, 4, 0x20, 0x1000, 0x4000, 0x40000, 0x200000),
)
KEPT = os.ST_NOSUID | os.ST_NODEV | os.ST_NOEXEC | os.ST_NOATIME | os.ST_NODIRATIME
DETACH = 2
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
SET_DUMPABLE, SET_DEATH_SIGNAL, SET_NO_NEW_PRIVILEGES = 4, 1, 38
NOBODY = 65534
FOLDER = "/own"
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts")
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
ENVIRONMENT = {"HOME": FOLDER, "IPYTHONDIR": f"{FOLDER}/.ipython", "LANG": "C.UTF-8"}

libc = ctypes.CDLL(None, use_errno=True)


def enter():
    """Leave the others' namespaces; the walls are built in the next child process."""
    user, group = os.getuid(), os.getgid()
    flags = NEWNS | NEWUTS | NEWIPC | NEWPID | NEWNET
    alone = not can_be_nobody()
    call("unshare", flags | NEWUSER if alone else flags)
    if alone:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def can_be_nobody():
    """Return whether this is root, who may become the user who owns nothing."""
    lines = Path("/proc/self/uid_map").read_text().splitlines()
    ranges = [list(map(int, line.split())) for line in lines]
    known = any(first <= NOBODY < first + count for first, _, count in ranges)
    return os.getuid() == 0 and known


def build(place, disk, seconds):
    """Build the walls, with ``place`` as an empty folder to do so in.

    ``disk`` is the room for files in bytes, ``seconds`` the processor time.
    """
    call("prctl", SET_DEATH_SIGNAL, 9, 0, 0, 0)
    call("mount", None, b"/", None, REC | PRIVATE, None)
    call("mount", b"tmpfs", place, b"tmpfs", NOSUID | NODEV, f"size={disk},mode=755")
    for path in [*SYSTEM, *DEVICES, *readable()]:
        show(Path(path), place)
    for path in (FOLDER, "/tmp", "/dev/shm"):
        made = Path(place + path)
        made.mkdir(parents=True, exist_ok=True)
        made.chmod(0o1777)
    show_processes(place)
    os.chdir(place)
    call("syscall", PIVOT_ROOT[platform.machine()], b".", b".")
    call("umount2", b".", DETACH)
    os.chdir(FOLDER)
    give_up_powers()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    os.environ.clear()
    os.environ.update(ENVIRONMENT)


def readable():
    """Return the folders of this Python and of ``helpers``, but not of the tests."""
    paths = {sys.prefix, sys.base_prefix, str(ROOT / "helpers"), str(ROOT / "tools")}
    paths |= {path for path in sys.path if Path(path).is_dir()} - {str(ROOT)}
    outer = [Path(path).resolve() for path in paths]
    return [p for p in outer if not any(p != q and p.is_relative_to(q) for q in outer)]


def show(path, place):
    """Mount a file or folder for reading, a link as a link."""
    target = Path(place + str(path))
    if not os.path.lexists(path) or target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        target.symlink_to(os.readlink(path))
        return
    if path.is_dir():
        target.mkdir()
    else:
        target.touch()
    flags = os.statvfs(path).f_flag
    kept = flags & KEPT | (RELATIME if flags & 4096 else 0)
    call("mount", str(path), str(target), None, BIND | REC, None)
    if str(path) not in DEVICES:
        kept |= RDONLY
    call("mount", None, str(target), None, BIND | REMOUNT | kept, None)


def show_processes(place):
    """Mount /proc with its own processes; some containers do not allow it."""
    Path(place + "/proc").mkdir()
    try:
        call("mount", b"proc", place + "/proc", b"proc", NOSUID | NODEV, None)
    except OSError:
        return


def give_up_powers():
    """Become a user with no powers, for good."""
    resource.setrlimit(resource.RLIMIT_NPROC, (256, 256))
    if can_be_nobody():
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    call("capset", header, (ctypes.c_uint32 * 6)())
    call("prctl", SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    call("prctl", SET_DUMPABLE, 1, 0, 0, 0)
    call("prctl", SET_DEATH_SIGNAL, 9, 0, 0, 0)


def call(name, *arguments):
    """Call a function of the C library, or raise OSError with its name."""
    encoded = [a.encode() if isinstance(a, str) else a for a in arguments]
    plain = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in encoded]
    if getattr(libc, name)(*plain):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
