"""Submissions for the tests of the assignments: right, wrong and hostile ones.

Each is the reference with a few replacements, the points that it deserves in each
question, and for hostile ones a change of the file too.
"""

from tests.classroom.assignments.handed_in.hostile import HOSTILE
from tests.classroom.assignments.handed_in.plan import PLAN
from tests.classroom.assignments.handed_in.prove import PROVE
from tests.classroom.assignments.handed_in.repair import REPAIR
from tests.classroom.assignments.handed_in.submission import FULL, Submission, reference

__all__ = [
    "ALL",
    "FULL",
    "HOSTILE",
    "PLAN",
    "PROVE",
    "REPAIR",
    "Submission",
    "reference",
]

ALL = {"repair": REPAIR, "plan": PLAN | HOSTILE, "prove": PROVE}
