"""What was handed in, merged into what was handed out."""

import nbformat
import numpy as np
import pytest

from tests.classroom.assignments import handed_in
from tests.classroom.assignments.changed import Handed
from tests.classroom.assignments.school import released

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments.bounded import bounded
from classroom.assignments.submissions import merge_into_handed_out

LONG = {
    "blank lines": "a b c d e f g (" + 19_000 * "\n" + "x",
    "a text without an end": "'''" + 19_000 * "\n",
    "tabs": "a b c d e f (\n" + 9_000 * "\t\n",
    "spaces": "a b c d e f (" + 19_000 * " ",
    "tags": "<a " * 1_000,
}


@pytest.mark.parametrize("text", LONG)
def test_what_is_no_program_is_read_at_once(text):
    ours = Handed("plan")
    ours.cell("plan_written")["source"] = "YOUR ANSWER HERE"
    for kind in ("code", "markdown"):
        for _ in range(100):
            ours.add(LONG[text], kind)
    assert bounded(lambda: len(ours.merged()), seconds=5, memory=10**9) == 2


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
