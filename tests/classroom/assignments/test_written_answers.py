"""Points that a teacher writes beside the answers."""

import pytest

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments import written_answers


@pytest.mark.parametrize("wrong", ["5", "-1", "many"])
def test_points_out_of_range_are_named(wrong):
    row = {"student": "ana", "points": wrong}
    with pytest.raises(ValueError, match=f"'{wrong}' of ana in written/plan.csv"):
        written_answers.points(row, "plan", 4.0)
