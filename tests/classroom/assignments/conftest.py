"""A course that all tests of the assignments share."""

import pytest

from tests.classroom.assignments import handed_in
from tests.classroom.assignments.school import WRITTEN, hand_in, set_limits
from tests.classroom.teacher import teacher


@pytest.fixture(scope="session")
def sandbox():
    """Skip where submissions can't be kept apart."""
    pytest.importorskip("nbgrader", reason="needs the extra classroom")
    from classroom.assignments import judging

    try:
        judging.check_sandbox()
    except OSError as problem:
        pytest.skip(str(problem))


@pytest.fixture(scope="session")
def course(sandbox, tmp_path_factory):
    """A course in which all was released, handed in, graded and exported."""
    from classroom.assignments.course import Course

    place = tmp_path_factory.mktemp("school")
    folder = place / "course"
    with pytest.MonkeyPatch.context() as patch:
        secret = "the same settings in each run"
        patch.setattr(
            "classroom.assignments.course.secrets.token_hex", lambda _: secret
        )
        assert teacher(folder, "release") == 0
    for name, seconds in (("plan", 3), ("prove", 20), ("repair", 40)):
        texts = {s: found.text(s) for s, found in handed_in.ALL[name].items()}
        blank = (folder / "release" / name / f"{name}.ipynb").read_text("utf-8")
        texts |= {"blank": blank}
        if name == "plan":
            texts["improves"] = texts["absolute-floor"]  # and is handed in again
        assert hand_in(place / name, name, texts) == 0
        set_limits(folder, seconds, 1.5)
        assert teacher(folder, "grade") == 0
        fill_in(folder / "written" / f"{name}.csv", reference=str(WRITTEN[name]))
    assert teacher(folder, "export") == 0
    return Course(folder)


def fill_in(path, **points):
    """Put points and a comment beside written answers."""
    from classroom.assignments import tables, written_answers

    rows = tables.read(path, written_answers.FIELDS)
    for row in rows:
        if row["student"] in points:
            row |= {"points": points[row["student"]], "comment": "Well said."}
    tables.write(path, written_answers.FIELDS, rows)
