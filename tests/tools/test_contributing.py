"""CONTRIBUTING.md names tests that exist, and every folder of tests is one of code."""

import re

import pytest

from tools.places import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
TABLE = TEXT.split("\n## What is guaranteed")[1].split("\nThe peers")[0]
ROWS = re.findall(r"^\| (?!---|guarantee)(.+) \| (.+) \|$", TABLE, re.M)


@pytest.mark.parametrize(("guarantee", "tests"), ROWS)
def test_a_guarantee_has_a_test(guarantee, tests):
    named = re.findall(r"`([^`]+)`", tests)
    places = [name for name in named if not name.startswith(("python3 ", "nox "))]
    assert named
    for name in places:
        assert (ROOT / "tests" / name).exists(), name


def test_there_are_many_guarantees():
    assert len(ROWS) > 35


def test_tests_stand_where_the_code_stands():
    for folder in (ROOT / "tests").iterdir():
        if folder.is_dir() and folder.name != "__pycache__":
            assert (ROOT / folder.name).is_dir(), folder.name
