"""A course's folder, as nbgrader has it, and what nbgrader does in it."""

import logging
import os
import secrets
import shutil
import sysconfig
import warnings
from contextlib import chdir, contextmanager, suppress
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets import validate
from traitlets.config import PyFileConfigLoader

from classroom.assignments import NAMES, tables
from classroom.assignments.feedback import Feedback
from classroom.assignments.submissions import merge_into_handed_out
from tools.places import ROOT

PATH = os.environ.get("PATH", os.defpath)
SOURCES = Path(__file__).with_name("sources")
SETTINGS = "nbgrader_config.py"
MARKS = ("assignment", "student_id", "timestamp", "score", "max_score")
CONFIG = """# Written once for this course; nbgrader's own commands read it too.
# The secret makes the settings of each student: keep this folder to yourself.
c = get_config()
c.Judge.secret = "{secret}"
c.Judge.seconds = 60  # of work, for each submission
c.Judge.memory = 3  # GB, for each submission
c.Autograde.autograde_preprocessors = [
    "classroom.assignments.judging.Judge",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
"""


class CourseHere(CourseDirectory):
    """The folder of a course as the current one, by a path from here.

    nbgrader looks for files by patterns, and a folder above may be named ``[2026]``.
    """

    @validate("root")
    def _validate_root(self, proposal):
        return proposal["value"]


class Course:
    """The folder of a course; it is made if it is not there."""

    def __init__(self, folder=ROOT / "course"):
        """Read the settings of the course."""
        self.folder = Path(folder).absolute()
        if not (self.folder / SETTINGS).exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            text = CONFIG.format(secret=secrets.token_hex(16))
            (self.folder / SETTINGS).write_text(text, "utf-8")
        # nbgrader starts programs that lie beside this Python by their name.
        os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), PATH])
        self.config = PyFileConfigLoader(SETTINGS, path=str(self.folder)).load_config()
        self.config.CourseDirectory.root = str(self.folder)
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's, about no mistake
        self.log = logging.getLogger("nbgrader")
        self.log.handlers = [logging.FileHandler(self.folder / "log.txt", delay=True)]
        self.log.propagate = False

    def release(self):
        """Make the notebooks to hand out, and return their paths."""
        for name in NAMES:
            target = self.folder / "source" / name / f"{name}.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(SOURCES / target.name, target)
            self.convert(GenerateAssignment, name)
        return [self.handed_out(name) for name in NAMES]

    def handed_out(self, name):
        """Return the path of the notebook that students get."""
        return self.folder / "release" / name / f"{name}.ipynb"

    def take(self, name, student, text, when):
        """Put what a student handed in at a time (a datetime) where nbgrader looks."""
        handed_out = nbformat.read(self.handed_out(name), as_version=4)
        made = merge_into_handed_out(handed_out, text)
        place = self.folder / "submitted" / student / name
        place.mkdir(parents=True, exist_ok=True)
        nbformat.write(made, place / f"{name}.ipynb")
        (place / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC", "utf-8")

    def students(self, name):
        """Return the names of all who handed in an assignment."""
        places = self.folder.glob(f"submitted/*/{name}/{name}.ipynb")
        return sorted(path.parts[-3] for path in places)

    def answers(self, name):
        """Return (student, written answer) for each notebook that was graded."""
        for student in self.students(name):
            path = self.folder / "autograded" / student / name / f"{name}.ipynb"
            cells = nbformat.read(path, as_version=4).cells
            yield (
                student,
                next(
                    cell.source
                    for cell in cells
                    if cell.metadata.get("nbgrader", {}).get("grade_id")
                    == f"{name}_written"
                ),
            )

    def table(self, name):
        """Return the points of all students, one line each, as text."""
        lines = []
        with self.gradebook() as book:
            for student in self.students(name):
                notebook = book.find_submission_notebook(name, name, student)
                grades = {grade.name: grade for grade in notebook.grades}
                answer = grades[f"{name}_written"]
                most, more = notebook.max_score, ""
                if answer.needs_manual_grade:
                    most -= answer.max_score
                    more = ", and an answer to read"
                points = f"{notebook.score:4g} of {most:g}"
                lines.append(f"  {student:20} {points}{more}")
        return "\n".join(lines)

    def grade(self, name, again=False):
        """Grade what has not been graded yet, or all of it ``again``."""
        self.convert(Autograde, name, "*", force=again)

    def feedback(self, name):
        """Write the pages for students."""
        self.convert(Feedback, name, "*", force=True)

    def convert(self, converter, name, student="", force=True):
        """Let nbgrader do one of its steps with an assignment."""
        place = CourseHere(config=self.config)
        place.root = "."
        place.assignment_id, place.student_id = name, student or place.student_id
        with chdir(self.folder):
            converter(
                coursedir=place, config=self.config, force=force, log=self.log
            ).start()

    @contextmanager
    def gradebook(self):
        """Give nbgrader's gradebook, which lies in the folder."""
        with Gradebook(CourseDirectory(config=self.config).db_url) as book:
            yield book

    def export(self, path):
        """Write the marks of all students in each assignment that was collected.

        Who did not hand it in has no ``timestamp``, and no points.
        """
        rows = []
        with self.gradebook() as book:
            for name in filter(self.students, NAMES):
                most = book.find_assignment(name).max_score
                for student in book.students:
                    rows.append(
                        {
                            "assignment": name,
                            "student_id": student.id,
                            "timestamp": "",
                            "score": 0.0,
                            "max_score": most,
                        }
                    )
                    with suppress(MissingEntry):
                        handed_in = book.find_submission(name, student.id)
                        rows[-1]["timestamp"] = str(handed_in.timestamp)
                        late = handed_in.late_submission_penalty
                        rows[-1]["score"] = max(0.0, handed_in.score - late)
        tables.write(path, MARKS, rows)
