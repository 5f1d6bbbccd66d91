"""How the time of a submission is counted."""

import pytest

from classroom.assignments import watching
from classroom.assignments.watching import Limits, Look


def test_of_many_tasks_that_wait_at_the_same_time_it_counts_once(monkeypatch):
    look = Look(0, Limits(seconds=2), None)
    waits = {}
    monkeypatch.setattr(watching, "waiting", lambda process: waits)
    waits = {str(task): 1.0 for task in range(200)}
    assert look.waited_since([1], look.began + 1) == pytest.approx(1)
    assert look.waited_since([1], look.began + 2) == 0  # they sleep
    waits = {"1": 1.25}
    assert look.waited_since([1], look.began + 3) == pytest.approx(0.25)
    assert look.waited_since([], look.began + 4) == 0  # they have ended
