"""The assignments through nbgrader's real pipeline, from release to the marks."""

import csv
import os

import pytest

from tests.classroom.assignments import handed_in
from tests.classroom.assignments.school import CASES, WRITTEN, hand_in, points
from tests.classroom.teacher import teacher

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments import tables, written_answers

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("course")]


@pytest.mark.parametrize(("name", "student"), CASES)
def test_a_submission_gets_the_points_it_deserves(course, name, student):
    found = points(course, name, student)
    found.pop(f"{name}_written")
    assert found == handed_in.ALL[name][student].points()


@pytest.mark.parametrize("name", handed_in.ALL)
def test_the_blank_gets_nothing(course, name):
    assert set(points(course, name, "blank").values()) == {0}


def test_the_marks_are_exported_with_the_written_answers(course):
    marks = course.folder / "marks.csv"
    with open(marks, newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["timestamp"]]
    marks = {(row["assignment"], row["student_id"]): row for row in rows}
    del marks["plan", "improves"]
    assert len(marks) == len(CASES) + len(WRITTEN)
    for name, most in WRITTEN.items():
        full = sum(handed_in.FULL[name].values())
        row = marks[name, "reference"]
        assert float(row["score"]) == float(row["max_score"]) == full + most
        assert float(marks[name, "blank"]["score"]) == 0
    for name, student in CASES:
        deserved = sum(handed_in.ALL[name][student].points().values())
        more = WRITTEN[name] if student == "reference" else 0
        assert float(marks[name, student]["score"]) == deserved + more


def test_only_what_is_new_is_graded_again_and_written_points_stay(course):
    seen = course.folder / "autograded" / "loops" / "plan" / "plan.ipynb"
    assert points(course, "plan", "improves")["plan_column"] == 3
    before = seen.stat().st_mtime_ns
    again = course.folder.parent / "again"
    better = handed_in.PLAN["reference"].text("improves")
    assert hand_in(again, "plan", {"improves": better}) == 0
    later = 2**31
    os.utime(again / "improves.ipynb", (later, later))
    assert teacher(course.folder, "collect", "plan", again) == 0
    assert teacher(course.folder, "grade") == 0
    assert points(course, "plan", "improves")["plan_column"] == 4
    assert seen.stat().st_mtime_ns == before
    rows = {
        row["student"]: row
        for row in written_answers.read(written_answers.path_of(course, "plan"))
    }
    assert rows["reference"]["points"] == "4"


def test_points_for_someone_who_handed_in_nothing_are_named(course):
    path = written_answers.path_of(course, "plan")
    rows = written_answers.read(path)
    tables.write(path, written_answers.FIELDS, [*rows, rows[0] | {"student": "nobody"}])
    try:
        said = teacher(course.folder, "export")
    finally:
        tables.write(path, written_answers.FIELDS, rows)
    assert (
        said == "student = 'nobody' in written/plan.csv is none of those who handed in."
    )
