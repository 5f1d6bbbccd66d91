"""The pages that students get."""

import json
import os
import re

import pytest

from tests.classroom.assignments import handed_in
from tests.classroom.assignments.school import page

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from nbgrader.converters.base import NbGraderException

from classroom.assignments import feedback, judging

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("course")]


def test_feedback_says_which_point_was_lost_and_why(course):
    said = page(course, "plan", "absolute-floor")
    assert said.count("point lost:") == 1
    assert "1 point lost: The floor is not the share of the peak asked for." in said
    assert "2 points lost: this is not filled in." in page(course, "plan", "blank")
    assert page(course, "plan", "blank").count("<p>There is no answer.</p>") == 1
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
        checked = [point.holds.__name__ for q in module.QUESTIONS for point in q.points]
        assert not [name for name in checked if "_" in name and name in said]
        assert course.config.Judge.secret not in said


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


def test_no_words_of_a_student_are_in_the_teacher_s_voice(course):
    said = page(course, "plan", "forges-reason")
    assert "your code was stopped, it broke off." in said
    assert "your code was stopped, because" not in said
    said = page(course, "plan", "own-exception")
    assert "an exception was raised, or what was returned is no data." in said
    assert "AllPoints14Of14 was raised" not in said


def test_a_student_s_code_is_marked_as_such(course):
    said = page(course, "plan", "reference")
    given = json.loads(handed_in.submission.reference("plan"))["cells"]
    answers = [one for one in given if one["metadata"]["nbgrader"]["solution"]]
    assert said.count("Code of the submission:") == len(answers) - 1  # one is in words


def pages(course, students):
    """Return the pages of students, by their names, as they are now."""
    found = course.folder.glob(f"feedback/{students}/plan/plan.html")
    return {path.parts[-3]: path.read_text("utf-8") for path in found}


def test_pages_are_the_same_however_many_are_drawn_at_once(course, monkeypatch):
    before = pages(course, "a*")
    for processors in (1, 3):
        monkeypatch.setattr(feedback, "processors", lambda found=processors: found)
        for path in course.folder.glob("feedback/a*/plan/plan.html"):
            path.unlink()
        course.convert(feedback.Feedback, "plan", "a*")
        assert pages(course, "a*") == before
    assert len(before) > 2


@pytest.mark.parametrize("end", [lambda: 1 / 0, lambda: os.kill(os.getpid(), 9)])
def test_a_page_that_fails_is_told_and_the_others_are_made(course, end, monkeypatch):
    before = pages(course, "a*")
    failing = sorted(before)[-1]
    make = feedback.FeedbackExporter.page

    def page(exporter, nb, resources, options):
        if resources["nbgrader"]["student"] == failing:
            end()
        return make(exporter, nb, resources, options)

    monkeypatch.setattr(feedback, "processors", lambda: 2)
    with monkeypatch.context() as patch:
        patch.setattr(feedback.FeedbackExporter, "page", page)
        with pytest.raises(NbGraderException):
            course.convert(feedback.Feedback, "plan", "a*")
    assert pages(course, "a*").keys() == before.keys() - {failing}
    course.convert(feedback.Feedback, "plan", "a*")
    assert pages(course, "a*") == before
