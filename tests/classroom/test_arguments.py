"""Mistakes in what a teacher types are named, before a package is needed."""

import subprocess
import sys

import pytest

from tools.places import ROOT


def type_in(*words):
    """Return what the commands say without any package, and their exit code."""
    command = [sys.executable, "-S", "-m", "classroom", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["grades"], "invalid choice: 'grades' (choose from"),
        (["--sael"], "unrecognized arguments: --sael"),
        (["--seal", "grade"], "--seal stands alone, without a STEP"),
        (["--slides", "grade"], "--slides stands alone, without a STEP"),
        (["--slides", "--seal"], "--seal and --slides stand alone: type one of them"),
        (["grade", "plan"], "unrecognized arguments: plan"),
        (["collect"], "the following arguments are required: assignment, FOLDER"),
        (["collect", "x", "."], "invalid choice: 'x' (choose from"),
        (["collect", "plan", "nowhere"], "There is no folder 'nowhere'. Put the note"),
    ],
)
def test_a_mistake_is_named_without_a_package(words, problem):
    code, said, problems = type_in(*words)
    assert (code, said) == (2, "")
    assert problem in problems


def test_help_names_the_steps_in_their_order():
    code, said, problems = type_in("--help")
    assert (code, problems) == (0, "")
    steps = [
        said.index(f"    {s}  ") for s in ("release", "collect", "grade", "export")
    ]
    assert steps == sorted(steps)
