"""What goes into a pack, and where one is made."""

import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

from helpers.data import keras_cache
from helpers.data.digits import MNIST_ARRAYS
from tools import supported
from tools.pack import make, making
from tools.places import PARTS, ROOT

pytestmark = pytest.mark.slow


def test_the_known_parts_are_all_that_git_tracks():
    found = making.tracked(ROOT)
    if not found:
        pytest.skip("this copy of the collection has no git")
    assert {path.relative_to(ROOT).parts[0] for path in found} <= set(PARTS)
    missing = {path for path in found if path.is_file()} - set(making.known(ROOT))
    assert not missing


def test_without_git_nothing_private_or_made_goes_into_a_pack(collection, tmp_path):
    for name in (".venv/x", "build/x", "helpers/__pycache__/x.pyc", "marks.db"):
        (collection / name).parent.mkdir(exist_ok=True)
        (collection / name).write_text("")
    making.copy_collection(collection, tmp_path / "copy")
    copied = {p.name for p in (tmp_path / "copy").iterdir()}
    assert copied == {p.name for p in collection.iterdir()} - {
        *(".venv", "build", "marks.db")
    }
    assert not list((tmp_path / "copy").rglob("*.pyc"))


def test_with_git_what_it_tracks_goes_into_a_pack(collection, tmp_path):
    if not shutil.which("git"):
        pytest.skip("there is no git")
    (collection / "학습률.txt").write_text("")
    subprocess.run(["git", "init", "-q", collection], check=True)
    subprocess.run(["git", "-C", collection, "add", "."], check=True)
    (collection / "private.txt").write_text("")
    (collection / "requirements.txt").unlink()
    making.copy_collection(collection, tmp_path / "copy")
    copied = {p.name for p in (tmp_path / "copy").iterdir()}
    assert "학습률.txt" in copied
    assert not {"private.txt", "requirements.txt", ".git"} & copied


def test_a_pack_replaces_nothing_but_an_unused_pack(pack, collection, tmp_path):
    assert making.why_not(collection, tmp_path / "new") == ""
    assert making.why_not(collection, pack) == ""
    (pack / ".venv").mkdir()
    assert f"{pack} is a pack in use: delete it" in make(
        collection, sys.executable, pack
    )
    other = tmp_path / "other"
    other.mkdir()
    assert making.why_not(collection, other) == ""
    (other / "thesis.txt").write_text("")
    for taken in (other, other / "thesis.txt"):
        assert "is no pack: name another" in make(collection, sys.executable, taken)
    assert (other / "thesis.txt").exists()
    assert "is a pack already: copy it" in make(pack, sys.executable, tmp_path / "new")


@pytest.fixture
def named(monkeypatch, tmp_path):
    """A file that MNIST_NPZ names, with arrays of zeros."""
    path = tmp_path / "some.npz"
    np.savez(path, **dict.fromkeys(MNIST_ARRAYS, np.zeros(3, np.uint8)))
    monkeypatch.setenv("MNIST_NPZ", str(path))
    return path


def test_what_is_not_mnist_does_not_go_into_a_pack(named, capsys):
    assert making.find_mnist(ROOT, sys.executable) == ""
    said = capsys.readouterr().out
    assert said.startswith(f"Not used: {named} is not MNIST: its x_train differs.\n")
    assert "MNIST is not at hand, so the pack is without it." in said


def test_mnist_in_the_cache_of_keras_goes_into_a_pack(
    digits, monkeypatch, tmp_path, capsys
):
    if not digits.is_mnist:
        pytest.skip("there is no MNIST")
    at_hand = os.environ.get("MNIST_NPZ") or keras_cache()
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert making.find_mnist(ROOT, sys.executable) == ""
    assert capsys.readouterr().out.startswith("MNIST is not at hand")
    (tmp_path / "datasets").mkdir()
    cache = shutil.copy(at_hand, tmp_path / "datasets" / "mnist.npz")
    assert making.find_mnist(ROOT, sys.executable) == str(cache)
    assert capsys.readouterr().out == ""


def test_a_pack_that_can_not_be_made_leaves_nothing_behind(
    collection, tmp_path, monkeypatch
):
    monkeypatch.setattr(making, "find_mnist", lambda *_: "")
    monkeypatch.setattr(making, "collect_wheels", lambda *_: "The wheels …")
    before = set(tmp_path.iterdir())
    assert make(collection, sys.executable, tmp_path / "new") == "The wheels …"
    monkeypatch.setattr(making, "find_mnist", lambda *_: str(tmp_path / "gone"))
    monkeypatch.setattr(making, "collect_wheels", lambda *_: "")
    said = make(collection, sys.executable, tmp_path / "new")
    assert said.startswith(f"The pack could not be written to {tmp_path / 'new'}: ")
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("intel_mac", [False, True])
def test_a_pack_has_the_packages_of_its_machine(
    collection, tmp_path, monkeypatch, intel_mac
):
    asked = []
    monkeypatch.setattr(supported, "is_intel_mac", lambda: intel_mac)
    monkeypatch.setattr(making, "is_intel_mac", lambda: intel_mac)

    def run(command, **options):
        asked.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(making.subprocess, "run", run)
    assert making.collect_wheels(collection, "python", tmp_path) == ""
    *_, command = asked
    assert ("grader" in command) != intel_mac
    pinned = "constraints-oldest.txt" if intel_mac else "constraints.txt"
    assert command[command.index("-c") + 1] == pinned
