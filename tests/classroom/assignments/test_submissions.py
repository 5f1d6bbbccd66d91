"""What was handed in, merged into what was handed out."""

import nbformat
import numpy as np
import pytest

from tests.classroom.assignments import handed_in
from tests.classroom.assignments.school import released

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments.submissions import merge_into_handed_out


def test_any_file_is_made_whole():
    out = released("plan")
    random = np.random.default_rng(0)
    text = handed_in.reference("plan")
    for _ in range(50):
        begin, end = sorted(random.integers(0, len(text), 2))
        made, _ = merge_into_handed_out(out, text[:begin] + text[end:])
        nbformat.validate(made)
        kept = [cell.metadata.get("nbgrader") for cell in made.cells]
        assert [about for about in kept if about] == [
            c.metadata.nbgrader for c in out.cells
        ]
