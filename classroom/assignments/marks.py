"""What stands in nbgrader's gradebook, for the teacher."""

from contextlib import suppress

import nbformat
from nbgrader.api import MissingEntry

from classroom.assignments import NAMES, judging, tables
from classroom.assignments.submissions import DAMAGED_ID

FIELDS = ("assignment", "student_id", "timestamp", "score", "max_score", "corrected")


def line(course, name, student):
    """Return the points of a student, and why there are none if there are none."""
    with course.gradebook() as book:
        notebook = book.find_submission_notebook(name, name, student)
        grades = {grade.name: grade for grade in notebook.grades}
        answer = grades.pop(f"{name}_written")
        points = sum(grade.score for grade in grades.values())
        most = sum(grade.max_score for grade in grades.values())
        if not answer.needs_manual_grade:
            points, most = points + answer.score, most + answer.max_score
        more = ", and an answer to read" if answer.needs_manual_grade else ""
        by_program = {own: grade.auto_score for own, grade in grades.items()}
    why = "" if points else f": {'; '.join(reasons(course, name, student))}"
    look = getattr(judging.assignment(name), "doubt", None)
    said = look(by_program) if look else ""
    return f"{points:4g} of {most:g}{more}{why}{said and f' ({said})'}"


def reasons(course, name, student):
    """Return why all points of questions are lost, each sentence once."""
    path = course.folder / "autograded" / student / name / f"{name}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    if cells[0].get("id") == DAMAGED_ID:
        return ["the file could not be read as a notebook"]
    said = [
        text.partition(" lost: ")[2].strip().rstrip(".")
        for cell in cells
        for output in cell.get("outputs", [])
        for text in output.get("text", "").splitlines()
    ]
    return list(dict.fromkeys(filter(None, said)))[:3]


def export(course, path, corrected):
    """Write the marks of all students in each assignment that was collected.

    Who did not hand it in has no ``timestamp``, and no points. A hand-in that is not
    graded yet has no ``score``. ``corrected`` has sentences by (assignment, student).
    """
    rows = []
    with course.gradebook() as book:
        for name in filter(course.students, NAMES):
            most = book.find_assignment(name).max_score
            waiting = course.waiting(name)
            for student in book.students:
                row = {"assignment": name, "student_id": student.id}
                row |= {"timestamp": "", "score": 0.0, "max_score": most}
                row["corrected"] = "; ".join(corrected.get((name, student.id), []))
                with suppress(MissingEntry):
                    handed_in = book.find_submission(name, student.id)
                    row["timestamp"] = str(handed_in.timestamp)
                    late = handed_in.late_submission_penalty
                    row["score"] = max(0.0, handed_in.score - late)
                if student.id in waiting:
                    row["score"] = ""
                rows.append(row)
    tables.write(path, FIELDS, rows)
