"""Notebooks run from a clean state, each time in another kind of place.

Each time they give the outputs that are stored, byte by byte, but for training.
"""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from tools.notebooks import run_notebook
from tools.places import ROOT

pytestmark = pytest.mark.slow

NAMES = ["01_callback", "02_toy_plot", "03_builtin_schedules"]


@pytest.fixture(params=["another working directory", "read-only, in Korean"])
def checkout(request, tmp_path, monkeypatch):
    """A checkout that is used from, or lies in, an unusual place."""
    if request.param == "another working directory":
        monkeypatch.chdir(tmp_path)
        yield ROOT
        return
    copy = tmp_path / "[2026] 한글 schedules"
    for part in ("helpers", "notebooks"):
        leave = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(ROOT / part, copy / part, ignore=leave)
    monkeypatch.setenv("PYTHONPATH", str(copy))
    with read_only(copy):
        yield copy


class read_only:  # noqa: N801
    """A folder that nobody can write to, not even root where that can be had."""

    def __init__(self, folder):
        self.folder = str(folder)

    def __enter__(self):
        bind = ["mount", "--bind", "-o", "ro", self.folder, self.folder]
        is_root = sys.platform == "linux" and os.geteuid() == 0
        done = subprocess.run(bind, capture_output=True) if is_root else None
        self.mounted = done is not None and done.returncode == 0
        if not self.mounted:
            self.change(0o555)

    def __exit__(self, *problem):
        if self.mounted:
            subprocess.run(["umount", self.folder], check=True)
        else:
            self.change(0o755)

    def change(self, mode):
        for folder, _, _ in os.walk(self.folder):
            os.chmod(folder, mode)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_gives_its_stored_outputs(digits, checkout, name, tmp_path):
    if not digits.is_mnist:
        pytest.skip("the stored outputs are those of MNIST")
    notebook = checkout / "notebooks" / f"{name}.ipynb"
    before = notebook.read_bytes()
    assert run_notebook(notebook, tmp_path / "build") == ""
    assert notebook.read_bytes() == before
    assert outputs(tmp_path / "build" / notebook.name) == outputs(notebook)


def test_a_read_only_folder_is_one(tmp_path):
    (tmp_path / "inside").mkdir()
    with read_only(tmp_path / "inside"), pytest.raises(OSError, match="."):
        (tmp_path / "inside" / "file").write_text("")
    (tmp_path / "inside" / "file").write_text("")


def outputs(path):
    """Return the outputs of the cells that no training takes part in."""
    cells = nbformat.read(path, as_version=4).cells
    return [
        cell.outputs
        for cell in cells
        if cell.cell_type == "code"
        and "nbval-ignore-output" not in cell.metadata.get("tags", [])
    ]
