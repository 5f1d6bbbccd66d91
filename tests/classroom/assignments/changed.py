"""A solved notebook that a test changes, marked without a sandbox."""

import json

from classroom.assignments.submissions import merge_into_handed_out
from tests.classroom.assignments.handed_in.submission import (
    FULL,
    extra,
    name,
    reference,
)
from tests.classroom.assignments.marked import handed_out, mark


class Handed:
    """A solved notebook that is changed."""

    def __init__(self, assignment, student="eve"):
        """Read the solution."""
        self.assignment, self.student = assignment, student
        text = reference(assignment).replace(
            'student = \\"reference', 'student = \\"eve'
        )
        self.notebook = json.loads(text)
        for one in self.notebook["cells"]:
            one["source"] = "".join(one["source"])

    def cell(self, own):
        """Return a cell by its name."""
        return next(one for one in self.notebook["cells"] if name(one) == own)

    def add(self, source, kind="code"):
        """Write a cell at the end."""
        self.notebook["cells"].append(extra(source, kind))

    def replace(self, own, old, new):
        """Write something else into a cell."""
        cell = self.cell(own)
        assert old in cell["source"], old
        cell["source"] = cell["source"].replace(old, new)

    def marks(self):
        """Return (points, sentences) for each question."""
        found = mark(self.assignment, json.dumps(self.notebook), self.student)
        assert found.keys() == FULL[self.assignment].keys()
        return found

    def lost(self):
        """Return the sentences on lost points."""
        return [said for _, lost in self.marks().values() for said in lost]

    def without_names(self):
        """Take the names of the cells away, as hosted notebooks do."""
        for number, one in enumerate(self.notebook["cells"]):
            one["metadata"], one["id"] = {}, f"cell-{number}"
        return self

    def merged(self):
        """Return the notebook that is taken in, and what the teacher reads."""
        given = handed_out(self.assignment)
        return merge_into_handed_out(given, json.dumps(self.notebook))
