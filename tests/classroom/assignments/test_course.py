"""What nbgrader makes in the folder of a course."""

import re

import nbformat
import pytest

from tests.classroom.assignments import handed_in
from tests.classroom.assignments.school import WRITTEN
from tests.classroom.teacher import teacher

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments import judging

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("course")]


def test_the_course_is_for_the_teacher_alone(course):
    assert course.folder.stat().st_mode & 0o077 == 0


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
    judged = {question.name: len(question.points) for question in questions}
    assert offered == judged | {f"{name}_written": WRITTEN[name]}
    assert judged == handed_in.FULL[name]
    told = sum(map(int, re.findall(r"\((\d+) points", text)))
    assert name == "repair" or told == sum(offered.values())


def test_steps_that_come_too_early_end_in_a_sentence(tmp_path):
    said = teacher(tmp_path / "course", "export")
    assert said == "nothing was collected: collect comes first."
    said = teacher(tmp_path / "course", "collect", "plan", tmp_path)
    assert said == "nothing was released: release comes first."
