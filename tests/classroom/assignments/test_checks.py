"""What the assignments' own checks say to students, and that they hold no answer."""

import re

import nbformat
import numpy as np
import pytest

from tests.classroom.assignments import handed_in
from tests.classroom.assignments.school import released

pytest.importorskip("nbgrader", reason="needs the extra classroom")
from classroom.exercises import output_of
from classroom.seals import EXAMPLE, assignments
from helpers.lesson import answers
from helpers.lesson.answers import check_answer

pytestmark = pytest.mark.slow

NAMES = sorted(handed_in.FULL)
REFERENCE = 'student = "reference"'
# What the example does not show: there the intervals turned say the same, and other
# seeds than its own have other numbers.
UNSEEN = ("verdict-turned", "same-seeds", "too-few-seeds")
HONEST = [
    (name, student)
    for name, found in (("plan", handed_in.PLAN), ("prove", handed_in.PROVE))
    for student, submission in found.items()
    if submission.changes and submission.gained == "by answers"
    if student not in UNSEEN
] + [("repair", "late-restart"), ("repair", "no-logs"), ("repair", "collection")]


def what_checks_say(notebook, name):
    """Return what the cells with points print, whatever other cells raise."""
    names, found = {}, {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        about = cell.metadata.get("nbgrader", {})
        try:
            printed = output_of([cell.source.replace("%matplotlib inline", "")], names)
        except (NotImplementedError, NameError, AttributeError):
            printed = "raised"
        if about.get("grade"):
            found[about["grade_id"]] = printed
    assert found.keys() == handed_in.FULL[name].keys()
    return found


@pytest.mark.parametrize("cells", list(assignments()), ids=NAMES)
def test_the_reference_is_right_and_no_expected_value_is_handed_out(cells, monkeypatch):
    seen, really = [], answers.is_right
    monkeypatch.setattr(
        answers, "is_right", lambda *given: seen.append(given) or really(*given)
    )
    printed = output_of(cells, {})
    name = seen[0][0].split("-")[0]
    assert printed.count("Right.\n") == len(seen) == len(handed_in.FULL[name])
    text = "\n".join(cell.source for cell in released(name).cells)
    written = {float(word) for word in re.findall(r"\d+\.?\d*", text)}
    for _, numbers, _ in seen:
        own = {float(f"{x:.5g}") for x in np.ravel(numbers)}
        own = {number for number in own if number != round(number, 3)}
        assert not own & written
        assert own or np.array_equal(numbers, np.round(numbers))


@pytest.mark.parametrize("name", NAMES)
def test_the_blank_is_asked_to_fill_in(name):
    for printed in what_checks_say(released(name), name).values():
        assert printed.splitlines()[0] == answers.FILL_IN


@pytest.mark.parametrize(("name", "student"), HONEST)
def test_a_check_is_content_where_no_point_is_lost_and_not_where_one_is(name, student):
    submission = handed_in.ALL[name][student]
    text = submission.text("example")
    notebook = nbformat.reads(text, as_version=4)
    for question, printed in what_checks_say(notebook, name).items():
        if submission.lost.get(question):
            assert printed.startswith(("Not yet. What the check sees: ", "raised"))
        elif name == "plan":  # elsewhere a mistake changes later numbers too
            assert printed.startswith("Right.\n")


def test_whoever_has_own_data_is_told_of_the_form_alone():
    text = handed_in.reference("prove")
    notebook = nbformat.reads(text.replace("reference", "somebody"), as_version=4)
    for printed in what_checks_say(notebook, "prove").values():
        assert printed.startswith("The form is right.")
        assert "Right." not in printed
    cells = next(c for c in assignments() if any(EXAMPLE in source for source in c))
    assert not any(REFERENCE in source for source in cells)


@pytest.mark.parametrize("answer", ["a word", [[1], [1, 2]], {"a": 1}, [1, "x"]])
def test_an_answer_of_another_form_is_described(answer, capsys):
    assert check_answer("plan-1", lambda: answer, "a column of numbers") is None
    kind = type(answer).__name__
    assert capsys.readouterr().out == (
        f"Not yet. What the check sees: {kind}, which is not a column of numbers\n"
    )


def test_a_mistake_in_the_answer_is_raised():
    with pytest.raises(NameError, match="nump"):
        check_answer("plan-1", lambda: nump, "a column", needs=["rates"])  # noqa: F821
