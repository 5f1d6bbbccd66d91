"""Marks are fair: each way gets what it deserves, and its check had said so."""

import nbformat
import pytest

from tests.classroom.assignments.handed_in.ways import PLAN_WAYS, PROVE_WAYS

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments.names import same_name
from classroom.assignments.prove import answers
from classroom.assignments.questions import FormError
from tests.classroom.assignments.marked import mark
from tests.classroom.assignments.test_checks import what_checks_say

pytestmark = pytest.mark.slow

WAYS = [("plan", way) for way in PLAN_WAYS] + [("prove", way) for way in PROVE_WAYS]
UNSEEN = ("untuned",)  # the example's check knows the numbers, others' does not


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_a_way_gets_what_it_deserves_and_what_its_check_said(name, way):
    submission = (PLAN_WAYS if name == "plan" else PROVE_WAYS)[way]
    found = mark(name, submission.text(way), way)
    assert {question: points for question, (points, _) in found.items()} == (
        submission.points()
    )
    notebook = nbformat.reads(submission.text(way), as_version=4)
    for question, printed in what_checks_say(notebook, name).items():
        right = printed.startswith(("Right.\n", "The form is right."))
        assert right or question in submission.lost or submission.lost
        if name == "plan" and question in submission.lost:
            assert not right, printed


def test_who_hands_in_under_another_name_is_told_so_and_the_teacher_too():
    text = PROVE_WAYS["capitals"].text("example")
    for points, lost in mark("prove", text, "Kim").values():
        assert points == 0
        assert len(lost) == 1
        assert "the name in your notebook is not the one under which" in lost[0]
    notebook = nbformat.reads(text, as_version=4)
    assert "says student = 'example' and gets no points" in answers.remark(
        "Kim", notebook
    )
    assert answers.remark("Example ", notebook) == ""


@pytest.mark.parametrize(
    ("typed", "filed"),
    [
        ("이서연", "\u110b\u1175\u1109\u1165\u110b\u1167\u11ab"),
        ("Zoë Brontë", "Zoe\u0308 Bronte\u0308"),
        ("Jisoo  Kim", "Kim, Jisoo"),
        ("ipek", "İpek"),
        ("Straße", "STRASSE"),
        ("anna mueller", "Anna-Mueller"),
    ],
)
def test_a_name_is_one_however_it_is_written(typed, filed):
    assert same_name(typed, filed)
    found = mark("prove", PROVE_WAYS["capitals"].text(typed), filed)
    assert sum(points for points, _ in found.values()) == 12


def test_a_stranger_s_name_is_another_one():
    assert not same_name("Kim Jisoo", "Kim Minjun")
    assert not same_name("😀", "😁")
    with pytest.raises(FormError, match="is not the one under which"):
        answers.read({"student": "Kim"}, {"student": "Lee", "tuned": {}})
