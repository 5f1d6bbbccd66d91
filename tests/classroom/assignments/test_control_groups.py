"""Control groups of version 1, of version 2 and none: where they are made, and how."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from classroom.assignments import control_groups
from classroom.assignments.control_groups import Group, make, places, remove

V1 = """31 23 0:28 / {0} rw - tmpfs tmpfs rw
35 31 0:32 {1} {0}/memory rw,relatime shared:9 - cgroup cgroup rw,memory
39 31 0:36 {1} {0}/pids rw,relatime - cgroup cgroup rw,pids
41 31 0:38 {1} {0}/unified rw,relatime - cgroup2 cgroup2 rw
"""
CPU = "32 31 0:29 {1} {0}/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct\n"
V2 = "30 23 0:26 {1} {0} rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
OWN = {
    "v1": "9:name=systemd:/a\n8:pids:/a/b\n4:memory:/a/b\n0::/a\n",
    "v1 and cpu": "8:pids:/a/b\n4:memory:/a/b\n2:cpu,cpuacct:/a/b\n0::/a\n",
    "v2": "0::/a/b\n",
    "hybrid": "1:name=systemd:/a/b\n0::/a/b\n",
}


@pytest.fixture
def trees(tmp_path):
    """Make a tree like the kernel's, and the files with which it tells of a process."""

    def made(mounts, own, controllers="", shown="/"):
        place, proc = tmp_path / "cgroup", tmp_path / "proc"
        for folder in ("a/b", "memory/a/b", "pids/a/b", "b", "cpu,cpuacct/a/b"):
            (place / folder).mkdir(parents=True, exist_ok=True)
        (place / "a" / "cgroup.subtree_control").write_text(controllers)
        proc.mkdir()
        (proc / "mountinfo").write_text(
            "20 1 8:1 / / rw - ext4 /dev/a rw\n" + mounts.format(place, shown)
        )
        (proc / "cgroup").write_text(OWN[own])
        return place, proc

    return made


def test_version_1_has_a_tree_for_each_kind(trees):
    place, proc = trees(V1, "v1")
    found = dict(places(proc))
    assert list(found) == [place / "memory/a/b", place / "pids/a/b"]


def test_a_group_has_a_share_of_the_processor_where_it_can(trees, monkeypatch):
    place, proc = trees(V1 + CPU, "v1 and cpu")
    assert places(proc)[-1] == (place / "cpu,cpuacct/a/b", {})
    monkeypatch.setattr(control_groups, "PROC", proc)
    parts = ("memory", "pids", "cpu,cpuacct")
    folders = [str(place / part / "a/b/grading-0-0") for part in parts]
    assert make("grading-0-0", 10**8, 10).folders == tuple(folders)
    (place / "cpu,cpuacct/a/b").rename(place / "elsewhere")  # none can be made there
    assert len(make("grading-0-1", 10**8, 10).folders) == 2


def test_a_container_sees_a_part_of_a_tree(trees):
    place, proc = trees(V1, "v1", shown="/a")
    assert [path for path, _ in places(proc)] == [place / "memory/b", place / "pids/b"]


def test_a_group_outside_of_what_is_shown_is_the_top_of_it(trees):
    place, proc = trees(V1, "v1", shown="/docker/1")
    assert [path for path, _ in places(proc)] == [place / "memory", place / "pids"]


@pytest.mark.parametrize("own", ["v2", "hybrid"])
def test_version_2_has_one_beside_the_own_group(trees, own):
    place, proc = trees(V2, own, "cpu memory pids")
    [(found, settings)] = places(proc)
    assert found == place / "a"
    assert settings["memory.max"] == "memory"


def test_version_2_without_a_limit_of_memory_has_none(trees, monkeypatch):
    place, proc = trees(V2, "v2", "cpu")
    (place / "a/b/cgroup.subtree_control").mkdir()  # it can't be written to
    assert places(proc) == []
    monkeypatch.setattr(control_groups, "PROC", proc)
    assert make("grading-0-0", 10**8, 10) is None


@pytest.mark.parametrize("mounts", ["", "41 31 0:38 / /x rw - cgroup cgroup rw,cpu\n"])
def test_where_there_are_no_groups_there_is_none(trees, mounts):
    _, proc = trees(mounts, "v1")
    assert places(proc) == []


def test_what_is_made_in_part_is_removed(trees, monkeypatch):
    place, proc = trees(V1, "v1")
    (place / "pids/a/b/grading-0-0").mkdir()
    monkeypatch.setattr(control_groups, "PROC", proc)
    assert make("grading-0-0", 10**8, 10) is None
    assert not (place / "memory/a/b/grading-0-0").exists()


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n", False),
        ("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n", True),
        ("memory.events", "low 0\nhigh 0\nmax 31\noom 1\noom_kill 1\n", True),
        ("memory.events", "low 0\nhigh 0\nmax 31\noom 0\noom_kill 0\n", False),
        ("cgroup.procs", "", False),
    ],
)
def test_the_kernel_tells_whether_memory_ran_out(tmp_path, file, text, said):
    (tmp_path / file).write_text(text)
    assert Group(("/nowhere", str(tmp_path))).ran_out_of_memory() is said


@pytest.mark.parametrize(
    ("file", "text", "seconds"),
    [
        ("cpuacct.usage", "2500000000\n", 2.5),
        ("cpu.stat", "usage_usec 1500000\nuser_usec 1\n", 1.5),
        ("cpu.stat", "nr_periods 0\n", None),  # version 1 tells no time there
        ("memory.events", "", None),
    ],
)
def test_the_kernel_tells_how_long_all_worked(tmp_path, file, text, seconds):
    (tmp_path / file).write_text(text)
    assert Group((str(tmp_path / "none"), str(tmp_path))).worked() == seconds


def test_a_real_group_stops_what_holds_too_much():
    """Where this user may make one; the memory is that of a file without a process."""
    group = make(f"grading-{os.getpid()}-test", 50 * 10**6, 20)
    if group is None:
        pytest.skip("this user may make no control group with a limit of memory")
    try:
        process = os.fork()
        if process == 0:
            for folder in group.folders:
                Path(folder, "cgroup.procs").write_text(str(os.getpid()))
            file = os.memfd_create("held")
            for _ in range(100):
                os.write(file, bytes(10**6))
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -9
        assert group.ran_out_of_memory()
    finally:
        remove(group.folders)
    assert not any(map(os.path.exists, group.folders))


def test_a_real_group_counts_children_that_nobody_waits_for():
    """Where this user may make one that counts work."""
    group = make(f"grading-{os.getpid()}-counts", 50 * 10**6, 20)
    if group is None:
        pytest.skip("this user may make no control group")
    try:
        if group.worked() is None:
            pytest.skip("the groups of this user count no work")
        process = os.fork()
        if process == 0:
            for folder in group.folders:
                Path(folder, "cgroup.procs").write_text(str(os.getpid()))
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)
            child = os.fork()
            while child == 0 and time.process_time() < 0.3:
                pass
            if child:
                with suppress(ChildProcessError):
                    os.wait()
            os._exit(0)
        os.waitpid(process, 0)
        assert group.worked() > 0.25
    finally:
        remove(group.folders)


@pytest.mark.slow
def test_many_processes_get_no_more_of_the_processor_than_one():
    """Where this user may make groups that share it: on one core, for two seconds."""
    name = f"grading-{os.getpid()}-share"
    groups = [make(f"{name}-{number}", 50 * 10**6, 20) for number in range(2)]
    shared = [group and any("/cpu" in one for one in group.folders) for group in groups]
    processes = []
    try:
        if not all(shared):
            pytest.skip("this user may make no control group with a share")
        for group, number in zip(groups, (1, 8), strict=True):
            processes += [spinning(group.folders) for _ in range(number)]
        time.sleep(2)
        one, *many = (sum(psutil.Process(p.pid).cpu_times()[:2]) for p in processes)
        assert one > 0.25 * (one + sum(many))  # alike it would be a ninth
    finally:
        for process in processes:
            process.kill()
            process.wait()
        for group in filter(None, groups):
            remove(group.folders)


def spinning(folders):
    """Start a process in a group that works on one core until it is killed."""
    core = min(os.sched_getaffinity(0))
    code = f"""
import os
for folder in {folders!r}:
    with open(folder + "/cgroup.procs", "w") as file:
        file.write(str(os.getpid()))
os.sched_setaffinity(0, [{core}])
while True:
    pass
"""
    return subprocess.Popen([sys.executable, "-c", code])
