"""Points of the program that the teacher corrects, with a reason that stays visible.

They stand in ``corrections.csv``. Each export takes them in anew, so that a row that is
deleted counts no more.
"""

from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.preprocessors import GetGrades
from traitlets import Unicode

from classroom.assignments import NAMES, tables

FIELDS = ("assignment", "student", "task", "points", "reason")
NOTED = "program"  # what the program gave when the correction was first taken in
ALL = (*FIELDS, NOTED)


def path_of(folder):
    """Return the path of the table."""
    return Path(folder) / "corrections.csv"


def read(folder):
    """Return the rows of the table."""
    return tables.read(path_of(folder), FIELDS, [NOTED])


def begin(folder):
    """Write a table without rows, if there is none."""
    if not path_of(folder).exists():
        tables.write(path_of(folder), ALL, [])


def enter(course):
    """Enter all corrections into the gradebook.

    Returns sentences on those that wait, and of the others a list of sentences by
    (assignment, student). Raises ValueError that names a row that can't be taken in.
    """
    waiting, applied, rows = [], {}, read(course.folder)
    with course.gradebook() as book:
        entered = [entry(book, row) for row in rows]
        undo(book, course, {grade.id for grade, _ in entered})
        for row, (grade, points) in zip(rows, entered, strict=True):
            program = f"{grade.auto_score or 0:g}"
            row[NOTED] = row[NOTED] or program
            if row[NOTED].replace(",", ".") != program:
                waiting.append(
                    f"{row['assignment']}: {row['student']} handed in again, and the "
                    f"program gives {program} for {row['task']}, not {row[NOTED]}: the "
                    "correction waits until you empty its last column, or delete it"
                )
                points = None
            else:
                own = row["assignment"], row["student"]
                said = f"{row['task']}: {sentence(row)}"
                applied.setdefault(own, []).append(said)
            grade.manual_score = points
            grade.needs_manual_grade = False
        book.db.commit()
    if rows:
        tables.write(path_of(course.folder), ALL, rows)
    return waiting, applied


def entry(book, row):
    """Return the grade that a row corrects, and its points, or raise ValueError."""
    name, task, student = row["assignment"], row["task"], row["student"]
    where = "in corrections.csv"
    if name not in NAMES:
        raise ValueError(f"assignment = {name!r} {where} must be one of {NAMES}")
    try:
        notebook = book.find_submission_notebook(name, name, student)
    except MissingEntry as problem:
        said = f"student = {student!r} {where} is none of those who handed in {name}"
        raise ValueError(said) from problem
    grades = {g.name: g for g in notebook.grades if g.name != f"{name}_written"}
    if task not in grades:
        raise ValueError(f"task = {task!r} {where} must be one of {tuple(grades)}")
    if not row["reason"].strip():
        raise ValueError(f"the row of {student} {where} needs a reason")
    return grades[task], tables.points(row, where, grades[task].max_score)


def undo(book, course, kept):
    """Take back what was corrected before, but for grades with these numbers."""
    for name in filter(course.students, NAMES):
        for student in course.students(name):
            if student in course.waiting(name):
                continue
            for grade in book.find_submission_notebook(name, name, student).grades:
                if grade.name != f"{name}_written" and grade.id not in kept:
                    grade.manual_score, grade.needs_manual_grade = None, False


def sentence(row):
    """Return what a student and the table of marks are told of a correction."""
    return f"Corrected from {row[NOTED]} to {row['points']}: {row['reason']}"


class ShowCorrections(GetGrades):
    """Puts the points into the page of a student, and the reason of a correction."""

    folder = Unicode(help="the folder of the course").tag(config=True)

    def preprocess(self, nb, resources):
        """Write the reason below what the program said."""
        nb, resources = super().preprocess(nb, resources)
        about = resources["nbgrader"]
        own = about["assignment"], about["student"]
        rows = {
            row["task"]: row
            for row in read(self.folder)
            if (row["assignment"], row["student"]) == own
        }
        for cell in nb.cells:
            row = rows.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if row and cell.metadata.nbgrader.score == tables.number(row["points"]):
                cell.outputs[0].text += f"{sentence(row)}\n"
        return nb, resources
