"""The assignments through nbgrader's real pipeline, from release to the marks."""

import csv
import json
import os
import re
import shutil
import sys
from types import SimpleNamespace

import nbformat
import numpy as np
import psutil
import pytest

from tests.classroom.assignments import handed_in

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.__main__ import main as classroom
from classroom.assignments import commands, judging, tables, written_answers
from classroom.assignments.course import Course
from classroom.assignments.submissions import whole

pytestmark = pytest.mark.slow

CASES = [(a, student) for a, found in handed_in.ALL.items() for student in found]
WRITTEN = {"repair": 4, "plan": 4, "prove": 6}


def set_limits(folder, seconds, memory):
    """Change what a submission may use, as a teacher would."""
    path = folder / "nbgrader_config.py"
    text = re.sub(r"seconds = [\d.]+", f"seconds = {seconds}", path.read_text("utf-8"))
    path.write_text(re.sub(r"memory = [\d.]+", f"memory = {memory}", text), "utf-8")


def hand_in(folder, name, texts):
    """Put files where a teacher collects them from, and collect them."""
    folder.mkdir(exist_ok=True)
    for student, text in texts.items():
        (folder / f"{student}.ipynb").write_text(text, "utf-8")
    return commands.main(["collect", name, str(folder)], folder.parent / "course")


@pytest.fixture(scope="module")
def walls():
    """Skip where submissions can't be kept apart."""
    try:
        judging.check_walls()
    except OSError as problem:
        pytest.skip(str(problem))


SECRET = "the same settings in each run"


@pytest.fixture(scope="module")
def course(walls, tmp_path_factory):
    """A course in which all was released, handed in, graded and exported."""
    place = tmp_path_factory.mktemp("school")
    folder = place / "course"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "classroom.assignments.course.secrets.token_hex", lambda _: SECRET
        )
        assert commands.main(["release"], folder) == 0
    for name, seconds in (("plan", 3), ("prove", 20), ("repair", 40)):
        texts = {s: found.text(s) for s, found in handed_in.ALL[name].items()}
        blank = (folder / "release" / name / f"{name}.ipynb").read_text("utf-8")
        assert hand_in(place / name, name, texts | {"blank": blank}) == 0
        set_limits(folder, seconds, 1.5)
        assert commands.main(["grade"], folder) == 0
        fill_in(folder / "written" / f"{name}.csv", reference=str(WRITTEN[name]))
    assert commands.main(["export"], folder) == 0
    return Course(folder)


def fill_in(path, **points):
    """Put points and a comment beside written answers."""
    rows = tables.read(path, written_answers.FIELDS)
    for row in rows:
        if row["student"] in points:
            row |= {"points": points[row["student"]], "comment": "Well said."}
    tables.write(path, written_answers.FIELDS, rows)


def points(course, name, student):
    """Return the points by the program that stand in nbgrader's gradebook."""
    with course.gradebook() as book:
        notebook = book.find_submission_notebook(name, name, student)
        return {grade.name: grade.auto_score for grade in notebook.grades}


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


def page(course, name, student):
    """Return the text of a page of feedback."""
    path = course.folder / "feedback" / student / name / f"{name}.html"
    return path.read_text("utf-8")


def test_feedback_says_which_point_was_lost_and_why(course):
    said = page(course, "plan", "absolute-floor")
    assert said.count("point lost:") == 1
    assert "1 point lost: The floor is not the share of the peak asked for." in said
    assert "2 points lost: this is not filled in." in page(course, "plan", "blank")
    assert "your code was stopped, it worked for more than 3 seconds." in page(
        course, "plan", "endless"
    )
    assert "could not be read as a notebook" in page(course, "plan", "cut")
    assert "Well said." in page(course, "prove", "reference")


@pytest.mark.parametrize("name", handed_in.ALL)
def test_feedback_holds_no_hidden_test_and_no_expected_value(course, name):
    for student in ("reference", "blank", "endless" if name == "plan" else "reference"):
        said = page(course, name, student)
        module = judging.assignment(name)
        random = judging.generator(course.config.Judge.secret, name, student)
        drawn = json.dumps([q.draw(random, student) for q in module.QUESTIONS])
        numbers = re.findall(r"\d+\.\d{5,}", drawn)
        assert name == "prove" or len(numbers) > 3
        assert not [number for number in numbers if number[:9] in said]
        looks = [look.holds.__name__ for q in module.QUESTIONS for look in q.looks]
        assert not [name for name in looks if "_" in name and name in said]
        assert course.config.Judge.secret not in said


@pytest.mark.parametrize("name", handed_in.ALL)
def test_what_is_handed_out_has_no_solution_and_the_points_of_the_judge(course, name):
    out = nbformat.read(course.handed_out(name), as_version=4)
    source = nbformat.reads(handed_in.reference(name), as_version=4)
    text = "\n".join(cell.source for cell in out.cells)
    to_fill = [c.source for c in out.cells if c.metadata.nbgrader.solution]
    solved = [c.source for c in source.cells if c.metadata.nbgrader.solution]
    regions = re.findall("BEGIN SOLUTION\n(.*?)### END", "\n".join(solved), re.DOTALL)
    assert len(regions) == sum(s.count("BEGIN SOLUTION") for s in solved) > 1
    for line in "\n".join(regions).splitlines():
        says_nothing = re.fullmatch(r"\s*(def|class|return|import) .*|\W*", line)
        assert says_nothing or line.strip() not in "\n".join(to_fill)
    offered = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points
        for cell in out.cells
        if cell.metadata.nbgrader.grade
    }
    questions = judging.assignment(name).QUESTIONS
    judged = {question.name: len(question.looks) for question in questions}
    assert offered == judged | {f"{name}_written": WRITTEN[name]}
    assert judged == handed_in.FULL[name]
    told = sum(map(int, re.findall(r"\((\d+) points", text)))
    assert name == "repair" or told == sum(offered.values())


def test_settings_differ_between_students_and_courses():
    question = judging.assignment("plan").QUESTIONS[0]
    drawn = [
        json.dumps(question.draw(judging.generator(secret, "plan", student), student))
        for secret, student in (("a", "ana"), ("a", "ana"), ("a", "ben"), ("b", "ana"))
    ]
    assert drawn[0] == drawn[1]
    assert len(set(drawn)) == 3


def test_nothing_that_a_submission_started_is_left(course):
    for process in psutil.Process().children():
        if "classroom.assignments.fork_server" in process.cmdline():
            assert [p for p in process.children() if p.status() != "zombie"] == []


def test_the_course_is_for_the_teacher_alone(course):
    assert course.folder.stat().st_mode & 0o077 == 0


def test_only_what_is_new_is_graded_again_and_written_points_stay(course):
    seen = course.folder / "autograded" / "loops" / "plan" / "plan.ipynb"
    before = seen.stat().st_mtime_ns
    again = course.folder.parent / "again"
    better = handed_in.PLAN["reference"].text("absolute-floor")
    assert hand_in(again, "plan", {"absolute-floor": better}) == 0
    later = 2**31
    os.utime(again / "absolute-floor.ipynb", (later, later))
    assert commands.main(["collect", "plan", str(again)], course.folder) == 0
    assert commands.main(["grade"], course.folder) == 0
    assert points(course, "plan", "absolute-floor")["plan_column"] == 4
    assert seen.stat().st_mtime_ns == before
    rows = {
        row["student"]: row
        for row in written_answers.read(written_answers.path_of(course, "plan"))
    }
    assert rows["reference"]["points"] == "4"


@pytest.mark.parametrize("wrong", ["5", "-1", "many"])
def test_points_out_of_range_are_named(wrong):
    row = {"student": "ana", "points": wrong}
    with pytest.raises(ValueError, match=f"'{wrong}' of ana in written/plan.csv"):
        written_answers.points(row, "plan", 4.0)


def test_an_answer_is_no_formula_of_a_spreadsheet():
    for text in ("=1+1", " -2", "@a", "A rate.", "'quoted'"):
        shown = tables.safe(text)
        assert shown == (text if text[0] in "A'" else f"'{text}")
        assert tables.plain(shown) == text


NAMES_AND_WORDS = [
    {"student": "Kim, Jisoo", "answer": 'two\nlines, "quoted"', "points": "1,5"},
    {"student": "이지수", "answer": "=1+1; é\u2028", "points": ""},
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_comes_back_from_any_spreadsheet(tmp_path, delimiter):
    path, fields = tmp_path / "table.csv", list(NAMES_AND_WORDS[0])
    tables.write(path, fields, NAMES_AND_WORDS)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    assert tables.read(path, fields) == NAMES_AND_WORDS


def test_a_table_that_can_not_be_read_is_named(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text("student,points\nJosé,4\n", "cp1252")
    with pytest.raises(ValueError, match="plan.csv must be saved as CSV in UTF-8"):
        tables.read(path, ("student", "points"))
    path.write_text("student,mark\nana,4\n", "utf-8")
    with pytest.raises(ValueError, match="plan.csv has no column points"):
        tables.read(path, ("student", "points"))


def test_points_for_someone_who_handed_in_nothing_are_named(course):
    path = written_answers.path_of(course, "plan")
    rows = written_answers.read(path)
    tables.write(path, written_answers.FIELDS, [*rows, rows[0] | {"student": "nobody"}])
    try:
        said = commands.main(["export"], course.folder)
    finally:
        tables.write(path, written_answers.FIELDS, rows)
    assert (
        said == "student = 'nobody' in written/plan.csv is none of those who handed in."
    )


@pytest.fixture
def inbox(tmp_path):
    """A folder of notebooks, as students fill it."""
    folder = tmp_path / "inbox"
    for name in ("ana", "ben", ".ipynb_checkpoints", "empty"):
        (folder / name).mkdir(parents=True)
    (folder / "ana" / "plan.ipynb").write_text("ana's")
    (folder / "ana" / "zz.ipynb").write_text("a draft")
    (folder / "ben" / "first.ipynb").write_text("an older one")
    os.utime(folder / "ben" / "first.ipynb", (1, 1))
    (folder / "ben" / "second.ipynb").write_text("ben's")
    (folder / ".ipynb_checkpoints" / "cid.ipynb").write_text("")
    (folder / "Kim, Jisoo.ipynb").write_text("hers")
    return folder


def collected(folder, capsys):
    """Return what is taken in from a folder, by student, and the lines printed."""
    taken = {}
    course = SimpleNamespace(
        take=lambda name, student, text, when: taken.update({student: text})
    )
    assert commands.collect(course, "plan", str(folder)) == 0
    return taken, capsys.readouterr().out.splitlines()


def test_one_notebook_of_each_student_is_taken_in(inbox, capsys):
    taken, said = collected(inbox, capsys)
    assert taken == {"Kim, Jisoo": "hers", "ana": "ana's", "ben": "ben's"}
    assert said == ["plan: 3 notebooks taken in."]


def test_no_link_is_followed_and_nothing_large_is_read(inbox, capsys, tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text("the teacher's")
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.copy(secret, outside / "plan.ipynb")
    (inbox / "file.ipynb").symlink_to(secret)
    (inbox / "ana" / "plan.ipynb").unlink()
    (inbox / "ana" / "plan.ipynb").symlink_to(secret)
    (inbox / "folder").symlink_to(outside)
    (inbox / "folder.ipynb").mkdir()
    (inbox / "star*.ipynb").write_text("")
    if hasattr(os, "mkfifo"):
        os.mkfifo(inbox / "pipe.ipynb")
    with open(inbox / "large.ipynb", "wb") as file:
        file.truncate(3 * 10**9)
    taken, said = collected(inbox, capsys)
    assert taken == {"Kim, Jisoo": "hers", "ben": "ben's"}
    lost = "\n".join(said)
    assert "file.ipynb is a link." in lost
    assert "plan.ipynb is a link." in lost
    assert "folder.ipynb" in lost
    assert "star*.ipynb: a student's name must not have any of *?[]." in lost
    assert "large.ipynb has 3000.0 MB, and at most 5 MB are taken (outputs" in lost
    assert "pipe.ipynb is no ordinary file." in lost or not hasattr(os, "mkfifo")
    assert said[-1].startswith("plan: 2 notebooks taken in, ")


def test_a_folder_that_can_not_be_read_stops_nobody_else(inbox, capsys):
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("root reads every folder, and so do some systems")
    (inbox / "ben").chmod(0)
    taken, said = collected(inbox, capsys)
    (inbox / "ben").chmod(0o700)
    assert taken == {"Kim, Jisoo": "hers", "ana": "ana's"}
    assert said[0] == f"Not taken: {inbox / 'ben'} can't be read (Permission denied)."


@pytest.mark.parametrize("name", handed_in.ALL)
def test_a_page_of_feedback_needs_no_network_and_runs_nothing(course, name):
    said = page(course, name, "reference")
    assert "<script" not in said
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", said)
    assert name == "prove" or "<svg" in said


def test_what_a_student_wrote_is_shown_on_the_page_and_not_obeyed(course):
    said = page(course, "plan", "script")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said
    assert "<script" not in said
    assert not re.search("<img[^>]*onerror", said)
    assert course.config.Judge.secret not in said
    assert "data:" not in said.partition("alert(1)")[2]


def test_wrong_commands_end_in_a_sentence(tmp_path):
    assert "release" in commands.main(["grades"], tmp_path)
    said = commands.main(["collect", "plan", "nowhere"], tmp_path)
    assert said.startswith("There is no folder nowhere: put the notebooks of all")
    said = commands.main(["export"], tmp_path)
    assert said == "nothing was collected: collect comes first."
    assert "collect" in commands.main(["collect"], tmp_path)
    assert classroom(["grades"]).startswith("What a teacher types")


def test_a_machine_without_walls_grades_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    said = commands.main(["grade"], tmp_path)
    assert said.startswith("grading needs Linux: use the container")


def test_any_file_is_made_whole(course):
    out = nbformat.read(course.handed_out("plan"), as_version=4)
    random = np.random.default_rng(0)
    text = handed_in.reference("plan")
    for _ in range(50):
        begin, end = sorted(random.integers(0, len(text), 2))
        made = whole(out, text[:begin] + text[end:])
        nbformat.validate(made)
        kept = [cell.metadata.get("nbgrader") for cell in made.cells]
        assert [about for about in kept if about] == [
            c.metadata.nbgrader for c in out.cells
        ]
