"""What hosted notebooks and other editors are given, and the cell in the README."""

import json
import os
import re
import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest

from tools.places import ROOT
from tools.supported import NEWEST, OLDEST
from website import badges

pytestmark = pytest.mark.slow

# Of the properties in the specification of dev containers, those that fit an image.
CONTAINER_KEYS = {
    "name": str,
    "image": str,
    "containerEnv": dict,
    "forwardPorts": list,
    "postCreateCommand": str,
    "customizations": dict,
}


def test_the_dev_container_has_known_keys_and_asks_for_no_graphics_card():
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
    for key, value in container.items():
        assert isinstance(value, CONTAINER_KEYS[key])
    image, version = container["image"].split(":")
    assert image == "python"
    check_python(version)


def test_the_dev_container_opens_notebooks_with_the_environment_that_it_makes():
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
    python3, script, command, notebook = container["postCreateCommand"].split()
    assert (python3, command) == ("python3", "execute")
    assert list((ROOT / "notebooks").glob(f"{notebook}_*.ipynb"))
    assert (ROOT / script).is_file()
    ask = "from tools.environment import Environment; print(Environment().python)"
    environment = dict(os.environ, **container["containerEnv"])
    made = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, env=environment, capture_output=True
    ).stdout.decode()
    place = "${containerWorkspaceFolder}"
    settings = container["customizations"]["vscode"]["settings"]
    kernel = settings["python.defaultInterpreterPath"].replace(place, str(ROOT))
    assert Path(kernel).parents[1] == Path(made.strip()).parents[1]


def test_binder_gets_a_python_that_fits_and_pinned_packages():
    version = (ROOT / ".binder/runtime.txt").read_text().strip()
    check_python(re.fullmatch(r"python-(3\.\d+)", version)[1])
    required = (ROOT / ".binder/requirements.txt").read_text()
    lines = [line for line in required.splitlines() if not line.startswith("#")]
    [constraints] = [line[3:] for line in lines if line.startswith("-c ")]
    pinned = (ROOT / ".binder" / constraints).read_text("utf-8")
    for name in lines:
        assert name.startswith("-") or f"\n{name}==" in pinned
    assert "-e ." in lines


def check_python(version):
    """Fail if run.py would refuse this Python."""
    assert OLDEST <= tuple(map(int, version.split("."))) <= NEWEST


@pytest.fixture
def hosted(tmp_path):
    """The Python of an environment that has all packages, but not this collection."""
    if find_spec("pip") is None:
        pytest.skip("needs pip")
    venv.create(tmp_path / "env")
    python = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own = subprocess.check_output([python, "-c", ask], encoding="utf-8").strip()
    # Packages only: the .pth file by which the checkout is found isn't read there.
    packages = [folder for folder in sys.path if folder.endswith("site-packages")]
    Path(own, "here.pth").write_text("\n".join(packages))
    return python


@pytest.fixture(params=["README", "notebook"])
def cell(request, tmp_path):
    """The cell to run first, as it is where the address of the project is set.

    The address is that of a copy of this collection.
    """
    if not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout")
    bare = tmp_path / "collection.git"
    subprocess.run(["git", "clone", "-q", "--bare", ROOT, bare], check=True)
    if request.param == "notebook":
        notebook = nbformat.read(ROOT / "notebooks" / "00_start.ipynb", 4)
        badges.put_first(notebook, badges.CELL.format(address=bare.as_uri()))
        return next(c.source for c in notebook.cells if c.cell_type == "code") + "\n"
    readme = badges.offered((ROOT / "README.md").read_text("utf-8"), bare.as_uri())
    section = readme.split("\n## Hosted notebooks")[1]
    return re.search(r"```python\n(.*?)```", section, re.S)[1]


def test_the_cell_installs_the_collection_once_and_leaves_tensorflow(
    hosted, cell, tmp_path
):
    script = tmp_path / "cell.ipy"
    script.write_text(cell + SHOW, "utf-8")
    installs, does_nothing = (run(hosted, script, tmp_path) for _ in range(2))
    assert installs[-1] == does_nothing[-1]
    assert len(does_nothing) == 1
    assert Path(installs[-1]).is_relative_to(tmp_path)
    beside = {path.name for path in Path(installs[-1]).parents[2].iterdir()}
    assert not beside & {"tensorflow", "keras", "numpy", "pandas"}


def test_after_the_cell_a_file_that_hides_the_collection_is_named(
    hosted, cell, tmp_path
):
    """In the session that installs it, and in later ones."""
    own = tmp_path / "helpers.py"
    own.write_text("ANSWER = 42\n")
    script = tmp_path / "cell.ipy"
    script.write_text(cell + CATCH, "utf-8")
    said = run(hosted, script, tmp_path)[-1]
    assert said.startswith(f"{own} hides helpers.schedules of the collection: rename ")
    script.write_text(CATCH, "utf-8")
    assert run(hosted, script, tmp_path) == [said]


SHOW = """
import helpers.schedules
print(helpers.schedules.__file__)
"""
CATCH = """
try:
    import helpers.schedules
except ImportError as problem:
    print(problem)
"""


def run(python, script, folder):
    """Run the cell where no package can be downloaded; return the lines it prints."""
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    plain = {"TERM": "dumb"}  # IPython 7 names the window, in what it prints
    environment = dict(os.environ, IPYTHONDIR=str(folder / "ipython"))
    environment |= offline | plain
    for name in (
        "PYTHONPATH",
        "VIRTUAL_ENV",
    ):  # IPython 7 would add the second's packages
        environment.pop(name, None)
    done = subprocess.run(
        [python, "-m", "IPython", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()
