"""Which tests come first, and what is left out where the time is over."""

import os
import subprocess
import sys

import pytest

from tools.places import ROOT

pytestmark = pytest.mark.slow

SLOW = "tests/tools/test_order.py"
PAGE, QUICK = "notebooks/02_toy_plot.ipynb", "tests/tools/test_supported.py"


def pytest_says(*arguments, **variables):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, *arguments, SLOW, PAGE, QUICK],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def test_what_is_quick_comes_first_and_then_the_notebooks():
    lines = pytest_says("--collect-only").stdout.splitlines()
    files = [line.partition("::")[0] for line in lines if "::" in line]
    assert list(dict.fromkeys(files)) == [QUICK, PAGE, SLOW]


def test_after_the_given_minutes_no_test_is_begun_and_all_are_counted():
    done = pytest_says("-rs", TESTS_MINUTES="0")
    assert done.returncode == 0
    assert "the 0 minutes of TESTS_MINUTES are over" in done.stdout
    assert "passed" not in done.stdout
