"""What the tests of the assignments know of a course."""

import re

import nbformat

from tests.classroom.assignments import handed_in
from tests.classroom.teacher import teacher

CASES = [(a, student) for a, found in handed_in.ALL.items() for student in found]
WRITTEN = {"repair": 4, "plan": 4, "prove": 6}  # points for the answers in words


def released(name):
    """Return the notebook that students get."""
    from nbgrader.preprocessors import ClearSolutions

    notebook = nbformat.reads(handed_in.reference(name), as_version=4)
    return ClearSolutions().preprocess(notebook, {})[0]


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
    return teacher(folder.parent / "course", "collect", name, folder)


def points(course, name, student):
    """Return the points by the program that stand in nbgrader's gradebook."""
    with course.gradebook() as book:
        notebook = book.find_submission_notebook(name, name, student)
        return {grade.name: grade.auto_score for grade in notebook.grades}


def page(course, name, student):
    """Return the text of a page of feedback."""
    path = course.folder / "feedback" / student / name / f"{name}.html"
    return path.read_text("utf-8")
