"""Try the server with a class: ``python -m tests.classroom.hub_trial [COUNT]``.

The students are programs. A real JupyterHub is started with jupyterhub_config.py, on
this machine alone and in a temporary folder. An assignment is released, students log in
over HTTP, each runs notebook 00 in a kernel and hands in a notebook, and these are
collected. One student fills the memory and hands in a link, another one the disk and
hands in a large file. Two settings differ from a class: everybody gets in without a
password, and all run as one user of the system. It needs Linux, the extras ``hub`` and
``classroom``, and configurable-http-proxy on PATH.
"""

import importlib.util
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import psutil
import requests

from classroom import folder
from tests.classroom.hub_student import Student
from tests.classroom.teacher import teacher
from tools.places import ROOT

CONFIG = ROOT / "classroom" / "jupyterhub_config.py"
EXTRAS = {"jupyterhub": "hub", "nbgrader": "classroom"}
PROGRAMS = ("configurable-http-proxy", "prlimit", "choom")
ASSIGNMENT = "plan"
TRIAL = """
load_subconfig({config!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api_port}"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {home!r}
c.JupyterHub.concurrent_spawn_limit = 100
c.Spawner.args = ["--allow-root"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 300
"""
FILL = {
    "memory": "held = [bytearray(b'1') * 10**8 for _ in range(50)]",
    "disk": """with open("large", "wb", 0) as file:
    for _ in range(10):
        file.write(bytes(10**8))""",
}
HAND_IN = {
    "memory": f"""import os
os.symlink("/etc/passwd", "../hand_in/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")""",
    "disk": f"""with open("../hand_in/{ASSIGNMENT}/{ASSIGNMENT}.ipynb", "wb") as file:
    file.truncate(10**8)""",
}


@contextmanager
def hub(place):
    """Start a hub whose files are in ``place``; give its address and its process."""
    student, _ = folder.write(place / "editions")
    shutil.copytree(student / "notebooks", place / "class" / "notebooks")
    port, hub_port, api_port = free_ports(3)
    home = str(place / "homes" / "{username}")
    settings = TRIAL.format(config=str(CONFIG), **locals())
    (place / "trial_config.py").write_text(settings, "utf-8")
    with open(place / "log.txt", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", "trial_config.py"],
            cwd=place,
            env=dict(os.environ, CLASS_FOLDER=str(place / "class")),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        while not answers(f"{address}/hub/login"):
            if process.poll() is not None:
                raise RuntimeError((place / "log.txt").read_text("utf-8"))
            time.sleep(0.2)
        yield address, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def free_ports(count):
    """Return ports that no one listens at."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports


def answers(url):
    """Return whether there is a page."""
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


def attend(address, name, fill=""):
    """Do what a student does in the trial.

    Returns the seconds until the server was there, those of the rest, and the name of
    the error that filling something ended with.
    """
    began = time.monotonic()
    student = Student(address, name)
    logged_in = time.monotonic()
    kernel = student.run("notebooks/00_start.ipynb")
    failed = student.execute(kernel, FILL[fill]) if fill else ""
    student.succeed(kernel, "held = None; assert len(data.x_train)")
    if fill:
        student.succeed(kernel, HAND_IN[fill])
        return logged_in - began, time.monotonic() - logged_in, failed
    notebook = student.ask("GET", f"contents/handed_out/{ASSIGNMENT}.ipynb")["content"]
    notebook["metadata"]["student"] = name
    student.hand_in(ASSIGNMENT, notebook)
    return logged_in - began, time.monotonic() - logged_in, failed


def try_class(place, count):
    """Let so many students work at once.

    Returns a row for each, the MB of all, and what ``collect`` says. The last but one
    of them fills the memory, the last one the disk.
    """
    names = [f"student-{number}" for number in range(1, count + 1)]
    fills = [""] * (count - len(FILL)) + list(FILL)
    course = place / "course"
    said = io.StringIO()
    with redirect_stdout(said):
        teacher(course, "release")
    with hub(place) as (address, process), ThreadPoolExecutor(count) as pool:
        out = place / "class" / "handed_out"
        out.mkdir(parents=True)
        shutil.copy(course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", out)
        rows = list(pool.map(attend, [address] * count, names, fills))
        processes = [process, *process.children(recursive=True)]
        memory = sum(p.memory_full_info().pss for p in processes) / 1e6
    said.seek(said.truncate(0))
    with redirect_stdout(said):
        inbox = place / "class" / "inbox" / ASSIGNMENT
        teacher(course, "collect", ASSIGNMENT, inbox)
    return dict(zip(names, rows, strict=True)), memory, said.getvalue()


def missing():
    """Return a sentence on what this machine lacks for a trial, or nothing."""
    if sys.platform != "linux":
        return "the server is for Linux"
    for package, extra in EXTRAS.items():
        if not importlib.util.find_spec(package):
            return f"needs the extra {extra}"
    for program in PROGRAMS:
        if not shutil.which(program):
            return f"{program} is not installed"
    return ""


def number_of(arguments):
    """Return how many students to try with, or raise ValueError."""
    count = " ".join(arguments) or "10"
    if not count.isdecimal() or int(count) < len(FILL) + 1:
        raise ValueError(
            f"COUNT = {count!r} must be a whole number of students, at least "
            f"{len(FILL) + 1}"
        )
    return int(count)


def main(arguments):
    """Try it, and print what came of it."""
    if lacking := missing():
        return f"{lacking}."
    try:
        count = number_of(arguments)
    except ValueError as problem:
        return f"{problem}."
    with tempfile.TemporaryDirectory() as place:
        rows, memory, collected = try_class(Path(place), count)
    for name, (login, rest, failed) in rows.items():
        print(f"{name:12}{login:6.0f} s to log in,{rest:6.0f} s for the rest  {failed}")
    print(f"All processes together hold {memory:.0f} MB, {memory / count:.0f} each.")
    print(collected, end="")
    return 0 if f"{count - len(FILL)} notebooks taken in" in collected else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
