"""All JavaScript of the project has one style, that of npm's prettier.

Skipped where there is no prettier: a variable, ``node_modules`` or ``PATH`` says where
it is.
"""

import os
import shutil
import subprocess

import pytest

from tools.places import ROOT

pytestmark = pytest.mark.slow

FOLDERS = ("playground", "website")


@pytest.fixture(scope="module")
def prettier():
    """Return the path of the formatter's program."""
    places = [ROOT / "node_modules" / ".bin", os.environ.get("PATH", "")]
    named = os.environ.get("PRETTIER", "prettier")
    found = shutil.which(named, path=os.pathsep.join(map(str, places)))
    if found is None:
        pytest.skip("needs prettier: npm install prettier@3, or its path as PRETTIER")
    return found


def test_javascript_is_formatted(prettier):
    scripts = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.js")]
    assert len(scripts) > 50
    done = subprocess.run(
        [
            prettier,
            "--config",
            ROOT / "playground" / ".prettierrc",
            "--list-different",
            *scripts,
        ],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
