"""Honest hand-ins in odd forms: nobody loses an answer, or the teacher reads why."""

import json
import os

import nbformat
import pytest

from tests.classroom.assignments.handed_in.odd import NOT_TAKEN, ODD
from tests.classroom.assignments.handed_in.submission import reference
from tests.classroom.teacher import teacher

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments import writing
from classroom.assignments.course import Course
from tests.classroom.assignments.marked import mark_merged
from tests.classroom.assignments.school import released

ALL = [*ODD, *(odd for odd, _ in NOT_TAKEN)]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """A course that collected all of them at once, and the lines that it said."""
    place = tmp_path_factory.mktemp("odd")
    course = Course(place / "course")
    for name in ("plan", "repair", "prove"):
        writing.write(course.handed_out(name), nbformat.writes(released(name)))
    inbox = place / "inbox"
    inbox.mkdir()
    for odd in ALL:
        odd.put(inbox, json.loads(reference("plan")))
    capture = pytest.MonkeyPatch()
    said = []
    with capture.context() as patch:
        patch.setattr("builtins.print", lambda *words: said.append(" ".join(words)))
        assert teacher(course.folder, "collect", "plan", inbox) == 0
    return course, said


@pytest.mark.slow
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.student)
def test_each_answer_is_found_or_the_teacher_reads_what_is_missing(collected, odd):
    course, said = collected
    notebook = nbformat.read(course.submitted("plan", odd.student), as_version=4)
    nbformat.validate(notebook)
    assert sum(points for points, _ in mark_merged("plan", notebook, odd.student)) == (
        odd.points
    )
    own = [line for line in said if line.startswith(f"{odd.student}: ")]
    own += [line for line in said if f"/{odd.student}/" in line]
    assert odd.said in "\n".join(own)
    assert bool(odd.said) == bool(own)
    answer = notebook.cells[-1].source
    assert odd.written in answer
    assert odd.written or answer.strip() in ("", "YOUR ANSWER HERE")


@pytest.mark.parametrize(("odd", "why"), NOT_TAKEN, ids=lambda odd: str(odd)[:30])
def test_what_is_not_taken_is_named_in_one_line(collected, odd, why):
    course, said = collected
    assert not course.submitted("plan", odd.student).exists()
    assert len([line for line in said if why in line]) >= 1
    assert not [line for line in said if "Traceback" in line or "codec" in line]


def test_nobody_else_is_said_to_be_taken_in(collected):
    course, said = collected
    assert course.students("plan") == sorted(odd.student for odd in ODD)
    assert said[-1].startswith(f"plan: {len(ODD)} notebooks taken in, ")
    assert len(ALL) >= 60


def test_what_is_handed_in_again_counts_whatever_its_date(tmp_path, capsys):
    course, inbox = Course(tmp_path / "course"), tmp_path / "inbox"
    writing.write(course.handed_out("plan"), nbformat.writes(released("plan")))
    inbox.mkdir()
    notebook = json.loads(reference("plan"))
    (inbox / "ana.ipynb").write_text(json.dumps(notebook))
    assert teacher(course.folder, "collect", "plan", inbox) == 0
    before = course.submitted("plan", "ana").read_text("utf-8")
    (inbox / "ana.ipynb").write_text(json.dumps(notebook | {"cells": []}))
    os.utime(inbox / "ana.ipynb", (1, 1))
    capsys.readouterr()
    assert teacher(course.folder, "collect", "plan", inbox) == 0
    said = capsys.readouterr().out
    assert "is older, by its date, than what was taken in before" in said
    assert "plan: 1 notebooks taken in." in said
    assert course.submitted("plan", "ana").read_text("utf-8") != before
    assert teacher(course.folder, "collect", "plan", inbox) == 0
    assert "plan: 0 notebooks taken in, 1 as before." in capsys.readouterr().out
