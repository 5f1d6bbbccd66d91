"""Types: mypy finds nothing wrong in ``helpers``, and would find it."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PLANTED = """
from helpers.checks import check_count

number: str = check_count("number", 1)


def untyped(value):
    return value
"""


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """Run mypy once, on a copy of helpers with a module more that is wrong."""
    if np.lib.NumpyVersion(np.__version__) < "2.3.0":
        pytest.skip("arrays have other types before NumPy 2.3")
    folder = tmp_path_factory.mktemp("types")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(
        ROOT / "helpers", folder / "helpers", ignore=shutil.ignore_patterns("__pyc*")
    )
    (folder / "helpers" / "planted.py").write_text(PLANTED, "utf-8")
    command = [sys.executable, "-m", "mypy", "--cache-dir=cache", "--no-error-summary"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert not done.stderr, done.stderr
    return [line.replace("\\", "/") for line in done.stdout.splitlines()]


def of_planted(line):
    return line.startswith("helpers/planted.py:")


def test_mypy_finds_nothing_wrong_in_helpers(findings):
    wrong = [line for line in findings if not of_planted(line)]
    assert not wrong, "\n".join(wrong)


def test_mypy_finds_a_wrong_type_and_a_function_without_types(findings):
    first, second = [line for line in findings if of_planted(line)]
    assert first.startswith("helpers/planted.py:4: error: Incompatible types")
    assert second.startswith("helpers/planted.py:7: error: Function is missing a type")
