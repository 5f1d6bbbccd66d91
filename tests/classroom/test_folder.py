"""The folders that a teacher hands out, and keeps."""

import re
import subprocess
import sys

import pytest

from classroom import folder
from classroom.folder import write
from tools.places import ROOT

pytestmark = pytest.mark.slow


def test_a_folder_for_students_runs_by_itself(tmp_path):
    made, key = write(tmp_path / "class")
    for edition in (made, key):
        assert (edition / "notebooks" / "words.md").is_file()
    assert sorted(path.name for path in made.iterdir()) == sorted(
        [
            ".jupyterlab", "LICENSE", "constraints-oldest.txt", "constraints.txt",
            "helpers", "notebooks", "pyproject.toml", "requirements.txt", "run.py",
            "playground", "tools",
        ]
    )  # fmt: skip
    size = sum(p.stat().st_size for p in made.rglob("*") if p.is_file()) / 1e6
    guide = (ROOT / "classroom" / "README.md").read_text("utf-8")
    [said] = re.findall(r"runs by itself; ([\d.]+) MB", guide)
    assert 0.8 * size < float(said) < 1.25 * size
    page = [sys.executable, "-m", "tools.pages", "notebooks/00_start.ipynb", "out"]
    done = subprocess.run(page, cwd=made, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "Fill in the cell above" in (made / "out/00_start.html").read_text("utf-8")
    assert 'id="learning-rate"' in (made / "out/words.html").read_text("utf-8")


def test_in_a_pack_the_folder_for_students_is_a_pack(tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "is_pack", lambda root: root == ROOT)
    monkeypatch.setattr(folder, "files", lambda root: ["README.md", "website/conf.py"])
    student, key = write(tmp_path / "class")
    for name in ("README.md", "website/conf.py"):
        assert (student / name).read_bytes() == (ROOT / name).read_bytes()
        assert not (key / name).exists()
