"""A small collection, and a pack of it."""

import shutil

import pytest

from tests.tools.pack.wheels import write_wheel
from tools.pack import contents, making
from tools.places import ROOT

# Run as `run.py bench` in a pack: is all there, and is no other machine?
PROBE = """
import os, pathlib, socket, tiny, helpers
print("MNIST_NPZ =", pathlib.Path(os.environ["MNIST_NPZ"]).read_text())
try:
    socket.create_connection(("192.0.2.1", 80), timeout=2)
except OSError:
    print("no network")
"""


@pytest.fixture
def collection(tmp_path):
    """A small collection that needs one package; the packing of it is real."""
    root = tmp_path / "collection"
    for name in ("run.py", "pyproject.toml", ".gitignore"):
        root.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "tools", root / "tools")
    (root / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"'
        '\n[tool.hatch.build]\ndev-mode-dirs = ["."]'
        '\n[project]\nname = "helpers"\nversion = "1.0"\ndescription = "Small."\n'
        '[project.optional-dependencies]\nclassroom = ["grader"]\n'
    )
    for part in ("helpers", "tests", "benchmarks"):
        (root / part).mkdir()
        (root / part / "__init__.py").write_text('"""Small."""\n')
    (root / "benchmarks" / "__main__.py").write_text(PROBE)
    (root / "requirements.txt").write_text("tiny\nhatchling\neditables\n")
    (root / "constraints.txt").write_text("tiny==1.0\n")
    (root / "constraints-oldest.txt").write_text("tiny==0.9\n")
    return root


@pytest.fixture
def pack(collection, tmp_path):
    """A pack in a path with brackets, spaces and Korean letters, made without pip."""
    place = tmp_path / "[2026] 수업 자료"
    making.copy_collection(collection, place)
    write_wheel(place / "wheels", "tiny", {"tiny.py": "ANSWER = 42\n"})
    (place / "mnist.npz").write_text("digits")
    contents.write_list(place)
    return place
