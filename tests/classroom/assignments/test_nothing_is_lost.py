"""Whoever is stopped goes on where it was; second hand-ins, corrections, removals."""

import csv
import io
import os
import shutil
import signal
import sys
from types import SimpleNamespace

import nbformat
import pytest

from tests.classroom.assignments import handed_in
from tests.classroom.assignments.school import page
from tests.classroom.teacher import teacher

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from nbformat.v4 import new_output

from classroom.assignments import commands, corrections, judging, tables
from classroom.assignments import written_answers as written
from classroom.assignments.course import Course

pytestmark = pytest.mark.slow

make_pages = Course.feedback
POINTS = 20  # at which grading is killed
FILES = ("open", "os.rename", "os.remove", "os.mkdir")
STUDENTS = ("ana", "ben", "cem")


def judge_alike(self, nb, resources):
    """Take the place of the judge: 2 points for each task, and a sentence."""
    for cell in filter(judging.test, nb.cells):
        lost = "2 points lost: as a test wants it.\n"
        cell.outputs = [
            new_output("stream", name="stdout", text=lost),
            new_output("execute_result", data={"text/plain": "2.0"}),
        ]
    return nb, resources


@pytest.fixture(autouse=True)
def without_sandbox(monkeypatch):
    """Judge here and at once, and make no pages: what is tried is what is kept."""
    monkeypatch.setattr(Course, "feedback", lambda *given: None)
    monkeypatch.setattr(judging.Judge, "preprocess", judge_alike)
    monkeypatch.setattr(judging, "start_early", lambda *given: None)
    monkeypatch.setattr(commands, "check_sandbox", lambda: None)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A course from which others are copied."""
    folder = tmp_path_factory.mktemp("released") / "course"
    assert teacher(folder, "release") == 0
    return folder


@pytest.fixture
def course(released, tmp_path):
    """A course in which three students handed in."""
    shutil.copytree(released, tmp_path / "course")
    collect(tmp_path / "course", dict.fromkeys(STUDENTS, ""))
    return Course(tmp_path / "course")


def collect(folder, texts):
    """Hand in notebooks, each with a sentence more in its written answer."""
    inbox = folder.parent / "inbox"
    inbox.mkdir(exist_ok=True)
    for student, more in texts.items():
        own = handed_in.PLAN["reference"].text(student)
        own = own.replace("counts updates", more) if more is not None else ""
        (inbox / f"{student}.ipynb").write_text(own, "utf-8")
    assert teacher(folder, "collect", "plan", inbox) == 0


def table(path):
    """Return the rows of a table by student."""
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    return {row.get("student") or row.get("student_id"): row for row in rows}


def fill_in(course, **points):
    """Put points and a comment beside written answers, as a teacher does."""
    path = written.path_of(course, "plan")
    rows = written.read(path)
    for row in rows:
        if row["student"] in points:
            row |= {"points": points[row["student"]], "comment": "Well said."}
    tables.write(path, written.ALL, rows)


def scores(course):
    """Export, and return the scores that stand in the marks."""
    assert teacher(course.folder, "export") == 0
    rows = table(course.folder / "marks.csv")
    return {student: row["score"] for student, row in rows.items()}


def grade_until(course, number):
    """Grade in a process that is killed when it opens a file the ``number``-th time.

    Returns how often it did that, or None if it was killed.
    """
    ours, theirs = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            steps = watched(str(course.folder), number)
            teacher(course.folder, "grade")
            os.write(theirs, str(len(steps)).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with open(ours) as said:
        opened = said.read()
    os.waitpid(process, 0)
    return int(opened) if opened else None


def watched(folder, number):
    """Kill this process at its ``number``-th access to files of a folder."""
    steps = []

    def hook(event, given):
        if event == "sqlite3.connect" or (event in FILES and folder in str(given[0])):
            steps.append(event)
            if len(steps) == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return steps


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_grading_that_is_killed_at_any_point_goes_on_to_the_same_marks(course):
    remove(course.folder / "submitted" / "cem")
    fresh = shutil.copy(course.folder / "gradebook.db", course.folder.parent)
    whole = grade_until(course, 0)
    expected = scores(course)
    assert expected == dict.fromkeys(STUDENTS[:2], "10.0")
    for point in range(POINTS):
        for part in ("autograded", "graded.json", "written", "gradebook.db"):
            remove(course.folder / part)
        shutil.copy(fresh, course.folder / "gradebook.db")
        assert grade_until(course, 2 + point * (whole - 2) // POINTS) is None
        assert course.waiting("plan") or point > POINTS / 2
        half_done = scores(course)
        for student in course.waiting("plan"):
            assert half_done.get(student, "") == ""
        assert teacher(course.folder, "grade") == 0
        assert not course.waiting("plan")
        assert scores(course) == expected


def remove(path):
    """Remove a file or a folder."""
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def test_a_teacher_who_stops_grading_reads_a_sentence(course, monkeypatch):
    def stop(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(judging.Judge, "preprocess", stop)
    asked = SimpleNamespace(step="grade")
    said = commands.carry_out(asked, course.folder)
    assert "Stopped. What is done is kept: type the same again to go on." in said
    monkeypatch.setattr(judging.Judge, "preprocess", judge_alike)
    assert teacher(course.folder, "grade") == 0


def test_one_that_can_not_be_graded_stops_nobody_else(course, monkeypatch, capsys):
    def fail(self, nb, resources):
        if resources["nbgrader"]["student"] == "ben":
            raise OSError("its judge was ended")
        return judge_alike(self, nb, resources)

    monkeypatch.setattr(judging.Judge, "preprocess", fail)
    said = teacher(course.folder, "grade")
    assert said.startswith("Not graded: ben (plan).")
    assert "cem" in capsys.readouterr().out
    assert scores(course) == {"ana": "10.0", "ben": "", "cem": "10.0"}
    assert "not graded yet: ben" in capsys.readouterr().out


def test_another_written_answer_is_read_anew_and_the_same_keeps_its_points(course):
    assert teacher(course.folder, "grade") == 0
    fill_in(course, ana="3", ben="2,5", cem="4")
    assert scores(course) == {"ana": "13.0", "ben": "12.5", "cem": "14.0"}
    collect(course.folder, {"ana": "is another thing", "cem": None})
    assert teacher(course.folder, "grade") == 0
    rows = table(written.path_of(course, "plan"))
    assert rows["ana"]["points"] == rows["ana"]["comment"] == ""
    assert rows["ana"]["remark"] == (
        "another answer than before, which had 3 points, and: Well said."
    )
    assert rows["ben"]["points"] == "2,5"
    assert rows["cem"]["answer"] == rows["cem"]["points"] == ""
    assert rows["cem"]["remark"].startswith("nothing to read: the cell is blank")
    assert scores(course) == {"ana": "10.0", "ben": "12.5", "cem": "10.0"}


def test_what_is_collected_while_it_is_graded_is_graded_again(course, monkeypatch):
    convert = Course.convert

    def and_another_comes(self, converter, *given, **more):
        convert(self, converter, *given, **more)
        if converter.__name__ == "Autograde" and given[1] == "ana":
            collect(course.folder, {"ana": "is another thing"})

    with monkeypatch.context() as patch:
        patch.setattr(Course, "convert", and_another_comes)
        assert teacher(course.folder, "grade") == 0
    assert course.waiting("plan") == ["ana"]


def test_no_student_is_exported_while_another_is_graded(course):
    with course.alone():
        said = teacher(course.folder, "export")
    assert said.startswith("another 'grade' or 'export' is at work")


def test_a_number_that_a_spreadsheet_has_shortened_is_its_student(course):
    inbox = course.folder.parent / "inbox"
    shutil.copy(inbox / "ana.ipynb", inbox / "0012.ipynb")
    assert teacher(course.folder, "collect", "plan", inbox) == 0
    assert teacher(course.folder, "grade") == 0
    fill_in(course, **{"0012": "3"})
    path = written.path_of(course, "plan")
    rows = tables.read(path, written.FIELDS, [written.REMARK])
    for row in rows:
        row["student"] = row["student"].removeprefix("00")
    tables.write(path, written.ALL, [*rows, rows[0] | {"student": "nobody"}])
    assert teacher(course.folder, "grade") == 0
    kept = table(path)
    assert kept["0012"]["points"] == "3"
    assert "nobody" in kept
    said = teacher(course.folder, "export")
    assert said.startswith("student = 'nobody' in written/plan.csv is none of those")


def test_what_a_teacher_wrote_stays_a_remark_through_several_answers():
    given = {"points": "3", "comment": "", "remark": ""}
    said = written.before(given)
    assert said == "another answer than before, which had 3 points"
    assert written.before({"points": "", "comment": "", "remark": said}) == said
    assert written.before({"points": "", "comment": "", "remark": "old"}) == ""


def test_the_same_answer_in_another_notebook_keeps_its_points(course):
    assert teacher(course.folder, "grade") == 0
    fill_in(course, ana="3")
    text = handed_in.PLAN["last-batch"].text("ana").replace("counts updates", "")
    (course.folder.parent / "inbox" / "ana.ipynb").write_text(text, "utf-8")
    inbox = course.folder.parent / "inbox"
    assert teacher(course.folder, "collect", "plan", inbox) == 0
    assert course.waiting("plan") == ["ana"]
    assert teacher(course.folder, "grade") == 0
    assert table(written.path_of(course, "plan"))["ana"]["points"] == "3"
    assert scores(course)["ana"] == "13.0"


def test_a_corrected_mark_shows_its_reason_until_it_is_taken_back(course, capsys):
    assert teacher(course.folder, "grade") == 0
    row = {"assignment": "plan", "student": "ana", "task": "plan_column"}
    row |= {"points": "4", "reason": "Your way is right too."}
    path = corrections.path_of(course.folder)
    tables.write(path, corrections.FIELDS, [row])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Course, "feedback", make_pages)
        assert scores(course) == {"ana": "12.0", "ben": "10.0", "cem": "10.0"}
    said = "Corrected from 2 to 4: Your way is right too."
    assert said in table(course.folder / "marks.csv")["ana"]["corrected"]
    assert said in page(course, "plan", "ana")
    assert scores(course)["ana"] == "12.0"
    rows = corrections.read(course.folder)
    tables.write(path, corrections.ALL, [rows[0] | {"program": "3"}])
    capsys.readouterr()
    assert scores(course)["ana"] == "10.0"
    assert "ana handed in again, and the program gives 2" in capsys.readouterr().out
    tables.write(path, corrections.ALL, rows)
    assert scores(course)["ana"] == "12.0"
    tables.write(path, corrections.ALL, [])
    assert scores(course)["ana"] == "10.0"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"student": "dan"}, "student = 'dan' in corrections.csv is none of those"),
        ({"assignment": "x"}, "assignment = 'x' in corrections.csv must be one of"),
        (
            {"task": "x"},
            "task = 'x' in corrections.csv must be one of",
        ),
        ({"points": "5"}, "'5' of ana in corrections.csv must be a number from 0"),
        ({"reason": " "}, "the row of ana in corrections.csv needs a reason"),
    ],
)
def test_a_correction_that_can_not_be_taken_in_is_named(course, change, why):
    assert teacher(course.folder, "grade") == 0
    row = {"assignment": "plan", "student": "ana", "task": "plan_column"}
    row |= {"points": "4", "reason": "right"} | change
    tables.write(corrections.path_of(course.folder), corrections.FIELDS, [row])
    with pytest.raises(ValueError, match=why):
        corrections.enter(course)


def test_a_student_is_taken_out_and_the_work_is_kept(course):
    assert teacher(course.folder, "grade") == 0
    fill_in(course, ben="3")
    scores(course)
    assert teacher(course.folder, "remove", "ben") == 0
    assert scores(course) == {"ana": "10.0", "cem": "10.0"}
    [place] = (course.folder / "removed").iterdir()
    assert place.name.startswith("ben ")
    assert table(place / "plan.csv")["ben"]["points"] == "3"
    kept = nbformat.read(place / "submitted" / "plan" / "plan.ipynb", as_version=4)
    assert len(kept.cells) > 10
    said = teacher(course.folder, "remove", "ben")
    assert said == "NAME = 'ben' is none of those who handed in."
    collect(course.folder, {"ben": ""})
    assert teacher(course.folder, "grade") == 0
    assert scores(course)["ben"] == "10.0"


def test_who_has_no_points_is_told_to_the_teacher_with_the_reason(
    course, monkeypatch, capsys
):
    def nothing(self, nb, resources):
        for cell in filter(judging.test, judge_alike(self, nb, resources)[0].cells):
            cell.outputs[1].data["text/plain"] = "0.0"
        return nb, resources

    monkeypatch.setattr(judging.Judge, "preprocess", nothing)
    assert teacher(course.folder, "grade") == 0
    said = capsys.readouterr().out
    assert said.count("0 of 14, and an answer to read: as a test wants it") == 3
