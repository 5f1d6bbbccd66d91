"""What is asked of a student, and where nothing can be asked."""

import json
import sys
from types import SimpleNamespace

import pytest

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments import commands, judging


def test_settings_differ_between_students_and_courses():
    question = judging.assignment("plan").QUESTIONS[0]
    drawn = [
        json.dumps(question.draw(judging.generator(secret, "plan", student), student))
        for secret, student in (("a", "ana"), ("a", "ana"), ("a", "ben"), ("b", "ana"))
    ]
    assert drawn[0] == drawn[1]
    assert len(set(drawn)) == 3


def test_a_machine_without_a_sandbox_grades_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    said = commands.carry_out(SimpleNamespace(step="grade"), tmp_path)
    assert said.startswith("grading needs Linux: use the container")
