"""The collection as a package: what it needs, what is in it, and that it runs alone."""

import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tools.places import ROOT

pytestmark = pytest.mark.slow

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
REQUIRED = (ROOT / "requirements.txt").read_text("utf-8")
PINNED = ["constraints.txt", "constraints-oldest.txt"]
USE = """
import os
import helpers.callbacks, helpers.data, helpers.plots, helpers.schedules, helpers.sweep
helpers.plots.use_style()
print(helpers.data.__file__, helpers.plots.STYLE_SHEET, sep="\\n")
import numpy as np
from helpers.keras_import import keras
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.zeros((8, 2)), np.zeros(8), epochs=2, verbose=0)
print(os.environ.get("TF_ENABLE_ONEDNN_OPTS"), os.environ["TF_CPP_MIN_LOG_LEVEL"])
"""


def bounds(lines):
    """Return the first version that each line names, by package."""
    found = (re.match(r"([\w-]+)[>=]=([\w.]+)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


REQUIRED_BOUNDS = bounds(REQUIRED.splitlines())


def test_the_package_has_the_lower_bounds_of_what_is_tested():
    assert bounds(PROJECT["dependencies"]).items() <= REQUIRED_BOUNDS.items()


def test_the_package_needs_no_tensorflow_and_bounds_nothing_from_above():
    for needed in PROJECT["dependencies"]:
        name, _ = re.fullmatch(r"([\w-]+)>=([\w.]+)", needed).groups()
        assert name not in ("keras", "tensorflow", "tensorflow-cpu")


def test_the_oldest_set_is_made_of_the_lower_bounds():
    pins = bounds((ROOT / "constraints-oldest.txt").read_text("utf-8").splitlines())
    for name, bound in REQUIRED_BOUNDS.items():
        assert re.match(rf"{re.escape(bound)}(\.|$)", pins[name]), (name, pins[name])


@pytest.mark.parametrize("name", PINNED)
def test_all_that_is_required_is_pinned(name):
    pins = bounds((ROOT / name).read_text("utf-8").splitlines())
    assert REQUIRED_BOUNDS.keys() <= pins.keys()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel that pip would build of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import hatchling.build as b, sys; b.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, folder], cwd=ROOT, check=True)
    [path] = folder.iterdir()
    return path


def test_the_wheel_has_every_module_the_style_sheet_and_the_guard(wheel):
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if "info/" not in name}
    files = (ROOT / "helpers").rglob("*.*")
    kept = [
        path for path in files if path.suffix in (".py", ".json", ".csv", ".mplstyle")
    ]
    package = {path.relative_to(ROOT).as_posix() for path in kept}
    assert inside == package | {"helpers_guard.py", "helpers_guard.pth"}
    assert "helpers/sweep/runs.py" in inside
    assert "helpers/collection.mplstyle" in inside


def test_the_wheel_asks_for_no_tensorflow_unless_for_an_extra(wheel):
    [found] = importlib.metadata.distributions(path=[str(unpacked(wheel))])
    needed = [line for line in found.requires if "extra ==" not in line]
    assert sorted(needed) == sorted(PROJECT["dependencies"])
    assert set(found.metadata.get_all("Provides-Extra")) == {
        "browser",
        "classroom",
        "cluster",
        "hub",
        "peers",
        "site",
        "tuners",
        "versions",
    }
    assert not [line for line in found.requires if "tensorflow" in line]


def test_the_installed_package_is_used_from_an_empty_folder_and_is_quiet(
    wheel, tmp_path
):
    """Import and training print nothing, and TensorFlow keeps its own settings."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith("TF_")}
    done = subprocess.run(
        [sys.executable, "-c", USE],
        cwd=tmp_path,
        env=plain | {"PYTHONPATH": str(unpacked(wheel))},
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    *places, settings = done.stdout.splitlines()
    assert settings == "None 1"
    assert len(places) == 2
    for place in places:
        assert Path(place).is_relative_to(unpacked(wheel))


def unpacked(wheel):
    """Return the folder into which the wheel is installed, as pip does --no-deps."""
    folder = wheel.with_name("installed")
    if not folder.exists():
        zipfile.ZipFile(wheel).extractall(folder)
    return folder
