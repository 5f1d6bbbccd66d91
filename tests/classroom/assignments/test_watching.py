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


class Group:
    """Stands for a control group that counts work."""

    def __init__(self, seconds):
        self.seconds = seconds

    def worked(self):
        return self.seconds

    def ran_out_of_memory(self):
        return False


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1.5, ""), (None, ""), (2.5, "it worked for more than 2 seconds")],
)
def test_what_ended_processes_have_worked_counts(seconds, said):
    """Only the group knows of it; a process that isn't there has nothing else."""
    look = Look(0, Limits(seconds=2), Group(seconds))
    assert look.reason(look.began + 1) == said
