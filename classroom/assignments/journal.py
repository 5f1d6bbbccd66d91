"""Which hand-ins were graded: a digest of each, written when its grading is complete.

So whoever is stopped goes on where it was, and a hand-in that changed is graded again,
whatever its date.
"""

import hashlib
import json

from classroom.assignments import writing


class Journal:
    """The file ``graded.json`` in the folder of a course."""

    def __init__(self, folder):
        """Say where it is."""
        self.folder, self.path = folder, folder / "graded.json"

    def is_graded(self, name, student):
        """Return whether what a student handed in now is graded, to its end."""
        made = self.folder / "autograded" / student / name / f"{name}.ipynb"
        noted = self.read().get(name, {}).get(student)
        return made.exists() and noted == self.digest(name, student)

    def note(self, name, student, digest):
        """Write down that what a student handed in, with this digest, is graded."""
        noted = self.read()
        noted.setdefault(name, {})[student] = digest
        writing.write(self.path, json.dumps(noted, indent=1, sort_keys=True) + "\n")

    def read(self):
        """Return what is noted: digests by the assignment and the student."""
        try:
            return json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return {}

    def digest(self, name, student):
        """Return the digest of what a student handed in."""
        path = self.folder / "submitted" / student / name / f"{name}.ipynb"
        return hashlib.sha256(path.read_bytes()).hexdigest()
