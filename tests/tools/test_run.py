"""The script itself: what it imports, and what it does before a package is there."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tools import command_line, commands
from tools.places import PARTS, ROOT, TO_RUN

pytestmark = pytest.mark.slow

SCRIPT = ROOT / "run.py"
# What is read before the sentence on the version of Python.
READ = """
import sys, run
try:
    run.main(["tset"])
finally:
    files = [getattr(module, "__file__", None) for module in sys.modules.values()]
    print(*filter(None, files), sep="\\n")
"""


@pytest.fixture(scope="module")
def read():
    """The files of ours that are read before the sentence."""
    done = subprocess.run(
        [sys.executable, "-c", READ], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    paths = [Path(line) for line in done.stdout.splitlines()]
    found = [path for path in paths if path.is_relative_to(ROOT)]
    return [path for path in found if "site-packages" not in path.parts]


@pytest.mark.parametrize("minor", [6, 7, 8, 9, 10])
def test_an_older_python_can_read_the_script_to_its_sentence(read, minor):
    assert {"run.py", "command_line.py", "supported.py"} <= {path.name for path in read}
    for path in read:
        ast.parse(path.read_text("utf-8"), path.name, feature_version=(3, minor))


@pytest.mark.parametrize("minor", [6, 7, 8, 9, 10])
def test_an_older_python_says_its_sentence(minor):
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    found = [shutil.which(f"python3.{minor}")]
    found = [*versions.glob(f"3.{minor}.*/bin/python3"), *filter(None, found)]
    if not found:
        pytest.skip(f"there is no Python 3.{minor}")
    for command in ([], ["execute", "00"]):
        done = subprocess.run([found[0], SCRIPT, *command], capture_output=True)
        said = done.stderr.decode()
        assert done.returncode == 1
        assert said.startswith(f"This is Python 3.{minor}, but TensorFlow needs one ")


@pytest.fixture(params=["[2026] 한글 schedules"])
def clone(request, tmp_path):
    """A fresh copy of the collection in an unusual place."""
    leave = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "node_modules")
    for part in ("run.py", "tools", "notebooks", "benchmarks", "classroom", "tests"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        place = tmp_path / request.param / part
        place.parent.mkdir(exist_ok=True)
        copy(ROOT / part, place, **({"ignore": leave} if copy != shutil.copy else {}))
    return tmp_path / request.param


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--help"], 0, "usage: run.py"),
        (["execute", "--help"], 0, "usage: run.py execute"),
        (["test", "--help"], 0, "usage: run.py test"),
        (
            ["execute", "nosuch"],
            2,
            "There is no notebook 'nosuch'. There are: 00_start",
        ),
        (["class", "collect", "plan", "gone"], 2, "There is no folder 'gone'."),
        (
            ["bench", "nosuch"],
            2,
            "There is no benchmark 'nosuch'. There are: step_cost",
        ),
        (["site"], 2, "'site' is not a command: there are lab, "),
    ],
)
def test_without_packages_help_and_mistakes_are_answered_and_nothing_is_made(
    clone, arguments, code, said
):
    before = {path.name for path in clone.iterdir()}
    python = [sys.executable, "-S", "-B"]  # without packages
    done = subprocess.run(
        [*python, clone / "run.py", *arguments], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == code
    assert said in (done.stderr if code else done.stdout)
    assert {path.name for path in clone.iterdir()} == before


def test_a_student_is_offered_what_the_folder_has(monkeypatch, tmp_path):
    monkeypatch.setattr(command_line, "ROOT", tmp_path)
    _, known = command_line.parsers()
    assert [*known] == ["lab", "execute", "pack"]
    (tmp_path / "tests").mkdir()
    _, known = command_line.parsers()
    assert [*known] == ["lab", "execute", "test", "repeat", "pack"]


@pytest.mark.parametrize("own", ["", "mine"])
def test_mnist_beside_the_script_is_used_unless_another_is_named(
    environment, started, monkeypatch, own
):
    monkeypatch.setenv("MNIST_NPZ", own)
    found = []
    monkeypatch.setattr(
        commands, "execute", lambda *_: found.append(os.environ["MNIST_NPZ"])
    )
    run.main(["execute"], environment)
    (environment.root / "mnist.npz").touch()
    run.main(["execute"], environment)
    assert found == [own, own or str(environment.root / "mnist.npz")]


def test_each_part_is_named_once():
    assert len({*PARTS}) == len(PARTS)
    assert {*TO_RUN} < {*PARTS}
