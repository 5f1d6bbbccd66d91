"""All JavaScript has one style, and its types are right: prettier and tsc, from npm.

Skipped where they are not there: a variable, ``node_modules`` or ``PATH`` says where.
"""

import os
import shutil
import subprocess

import pytest

from playground.bundle import SOURCES
from tools.places import ROOT

pytestmark = pytest.mark.slow

FOLDERS = (SOURCES, ROOT / "website")


def program(name, package):
    """Return the path of one of npm's programs."""
    own = ROOT / "node_modules" / ".bin"
    path = os.pathsep.join([str(own), os.environ.get("PATH", "")])
    found = shutil.which(os.environ.get(name.upper(), name), path=path)
    if found is None:
        how = f"npm install {package}, or its path as {name.upper()}"
        pytest.skip(f"needs {name}: {how}")
    return found


def printed(*command):
    """Run a program; return its exit code and all that it has printed."""
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def test_javascript_is_formatted():
    scripts = [path for folder in FOLDERS for path in folder.rglob("*.js")]
    assert len(scripts) > 60
    prettier = program("prettier", "prettier@3")
    style = ["--config", SOURCES / ".prettierrc", "--list-different"]
    assert printed(prettier, *style, *scripts) == (0, "", "")


def test_the_types_of_javascript_are_right():
    tsc = program("tsc", "typescript@5")
    assert printed(tsc, "--project", SOURCES / "jsconfig.json") == (0, "", "")
