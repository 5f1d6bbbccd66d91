"""A class at a real JupyterHub; with ten students by hand, see hub_trial.py."""

import nbformat
import pytest

from tests.classroom.hub_trial import ASSIGNMENT, missing, try_class

if lacking := missing():
    pytest.skip(lacking, allow_module_level=True)

pytestmark = pytest.mark.slow


def test_who_fills_memory_or_disk_learns_of_it_and_the_others_go_on(tmp_path):
    rows, memory, collected = try_class(tmp_path, 3)
    failed = [failed for _, _, failed in rows.values()]
    assert failed == ["", "MemoryError", "OSError"]
    assert memory > 3 * 300
    inbox = tmp_path / "class" / "inbox" / ASSIGNMENT
    for name in rows:
        assert (inbox / name).stat().st_mode & 0o777 == 0o700
    assert {path.name for path in inbox.iterdir()} == {*rows}
    # A link leads nowhere, a large file is refused, the third is what nbgrader made.
    assert "student-2/plan.ipynb is a link." in collected
    assert "student-3/plan.ipynb has 100.0 MB, and at most 5 MB are taken" in collected
    assert collected.endswith("plan: 1 notebooks taken in, 2 not.\n")
    [taken] = (tmp_path / "course" / "submitted").iterdir()
    assert taken.name == "student-1"
    text = "\n".join(
        c.source for c in nbformat.read(taken / "plan/plan.ipynb", 4).cells
    )
    assert "YOUR CODE HERE" in text
    assert "SOLUTION" not in text
