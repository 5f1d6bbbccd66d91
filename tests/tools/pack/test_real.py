"""A pack sets up and runs with no network at all."""

import csv
import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest

from tests.classroom.assignments import handed_in
from tests.network import CUT_OFF
from tests.tools.pack.wheels import rebuild_wheel, with_what_they_need, write_wheel
from tools.pack import make, making
from tools.places import ROOT

pytestmark = pytest.mark.slow

TINY = "wheels/tiny-1.0-py3-none-any.whl"


def start(pack, *arguments, **environment):
    """Run run.py in a pack with no network, no cache and no settings of pip."""
    home = pack.with_name("home")
    plain = {k: v for k, v in os.environ.items() if k[:4] not in ("PIP_", "UV_C")}
    plain.pop("MNIST_NPZ", None)
    plain.pop("COLLECTION_VENV", None)
    own = {"HOME": str(home), "UV_CACHE_DIR": str(home / "uv")}
    command = [sys.executable, str(pack / "run.py"), *arguments]
    if environment.pop("cut", False):
        command = [*CUT_OFF, *command]
    return subprocess.run(
        command, env=plain | own | environment, capture_output=True, encoding="utf-8"
    )


@pytest.mark.parametrize("command", ["lab", "test", "execute", "bench"])
def test_run_ends_with_the_sentence_and_installs_nothing(pack, command):
    (pack / TINY).write_bytes(b"")
    done = start(pack, command)
    copy = "copy it again from the whole pack, and run this again."
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{TINY} is damaged: {copy}\n"
    assert not (pack / ".venv").exists()


@pytest.fixture
def source(tmp_path, monkeypatch):
    """The place where pip finds wheels, where processes can be cut off the network."""
    able = [sys.executable, "-c", "pass"]
    if not shutil.which("unshare"):
        pytest.skip("there is no unshare, which cuts a process off the network")
    if subprocess.run(["unshare", "-rn", *able], capture_output=True).returncode:
        pytest.skip("this user may not cut a process off the network")
    if not importlib.util.find_spec("pip"):
        pytest.skip("this environment has no pip to collect wheels with")
    source = tmp_path / "source"
    source.mkdir()
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(source))
    return source


def test_a_real_pack_is_made_moved_and_set_up_with_the_network_cut_off(
    collection, source, tmp_path, monkeypatch
):
    write_wheel(source, "tiny", {"tiny.py": ""})
    write_wheel(source, "grader", {"grader.py": ""})
    for name in with_what_they_need(["hatchling", "editables"]):
        rebuild_wheel(source, name)
    mnist = tmp_path / "mnist.npz"
    mnist.write_text("digits")
    monkeypatch.setattr(making, "find_mnist", lambda *_: str(mnist))
    assert make(collection, sys.executable, tmp_path / "here") == 0
    for folder in (source, collection):
        shutil.rmtree(folder)
    pack = (tmp_path / "here").rename(tmp_path / "[2026] 교실 USB")
    assert list((pack / "wheels").glob("grader-*.whl"))
    # Another release of this Python may have another pin, and takes what is there.
    (pack / "constraints.txt").write_text("tiny==0.9\n")

    done = start(pack, "bench", cut=True)
    assert done.stderr == ""
    task = "Installing the packages of requirements.txt into .venv (once) …"
    assert done.stdout == f"{task}\nMNIST_NPZ = digits\nno network\n"
    done = start(pack, "bench", cut=True)
    assert done.stdout == "MNIST_NPZ = digits\nno network\n"


def test_assignments_are_graded_in_a_real_pack_with_the_network_cut_off(
    source, tmp_path, monkeypatch
):
    if not importlib.util.find_spec("nbgrader"):
        pytest.skip("needs the extra classroom")
    collection = tmp_path / "collection"
    making.copy_collection(ROOT, collection)
    # All but Keras, with which students train and which *Plan it* is graded without.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = ["hatchling", "editables", "matplotlib", "numpy", "psutil", "scipy"]
    needed += ["ziamath"]
    for name in with_what_they_need(
        [*needed, *project["optional-dependencies"]["classroom"]]
    ):
        rebuild_wheel(source, name)
    text = (collection / "pyproject.toml").read_text("utf-8")
    text = re.sub(
        r"^dependencies = \[.*?^\]\n", "", text, flags=re.DOTALL | re.MULTILINE
    )
    (collection / "pyproject.toml").write_text(text, "utf-8")
    (collection / "requirements.txt").write_text("\n".join(needed))
    (collection / "constraints.txt").write_text("")
    monkeypatch.setattr(making, "find_mnist", lambda *_: "")
    assert make(collection, sys.executable, tmp_path / "here") == 0
    for folder in (source, collection):
        shutil.rmtree(folder)
    pack = (tmp_path / "here").rename(tmp_path / "[2026] 교실 USB")

    def teacher(*words):
        done = start(pack, "class", *words, cut=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    teacher("release")
    released = pack / "course" / "release" / "plan" / "plan.ipynb"
    handed_out = tmp_path / "handed in"
    handed_out.mkdir()
    shutil.copy(released, handed_out / "blank.ipynb")
    for student in ("reference", "last-batch", "endless"):
        text = handed_in.ALL["plan"][student].text(student)
        (handed_out / f"{student}.ipynb").write_text(text, "utf-8")
    assert "4 notebooks taken in." in teacher("collect", "plan", str(handed_out))
    settings = pack / "course" / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace("seconds = 60", "seconds = 3"))
    said = " ".join(teacher("grade").split())
    assert "reference 14 of 14, and an answer to read" in said
    table = pack / "course" / "written" / "plan.csv"
    text = re.sub(
        ",,,$", ",3,Well said.,", table.read_text("utf-8"), flags=re.MULTILINE
    )
    table.write_text(text, "utf-8")
    teacher("export")
    marks = (pack / "course" / "marks.csv").read_text("utf-8-sig")
    found = {
        row["student_id"]: row["score"] for row in csv.DictReader(io.StringIO(marks))
    }
    full = sum(handed_in.FULL["plan"].values())
    assert {name: float(score) for name, score in found.items()} == {
        "reference": full + 3,
        "last-batch": sum(handed_in.PLAN["last-batch"].points().values()) + 3,
        "endless": 0,
        "blank": 0,
    }
    assert len(list((pack / "course" / "feedback").glob("*/plan/plan.html"))) == 4
