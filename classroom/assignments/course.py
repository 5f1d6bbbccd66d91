"""A course's folder, as nbgrader has it, and what nbgrader does in it."""

import importlib.util
import logging
import os
import secrets
import shutil
import sysconfig
import warnings
from contextlib import chdir, contextmanager
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets import validate
from traitlets.config import PyFileConfigLoader

from classroom.assignments import NAMES, judging, writing
from classroom.assignments.bounded import TooMuchError, bounded
from classroom.assignments.feedback import Feedback
from classroom.assignments.journal import Journal
from classroom.assignments.names import same_name, without_count
from classroom.assignments.submissions import merge_into_handed_out
from tools.places import ROOT

PATH = os.environ.get("PATH", os.defpath)
SOURCES = Path(__file__).with_name("sources")
SETTINGS = "nbgrader_config.py"
SECONDS, MEMORY = 20, 10**9  # to read a hand-in
TIME = "%Y-%m-%d %H:%M:%S"
PAGE = [
    "classroom.assignments.corrections.ShowCorrections",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
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


def merged(name, student, handed_out, text):
    """Return the text of the notebook to grade, and sentences for the teacher."""
    made, remarks = merge_into_handed_out(handed_out, text)
    look = getattr(judging.assignment(name), "remark", None)
    remarks += filter(None, [look(student, made)] if look else [])
    return nbformat.writes(made) + "\n", remarks


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
        self.config.GenerateFeedback.preprocessors = PAGE
        self.config.ShowCorrections.folder = str(self.folder)
        self.journal = Journal(self.folder)
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
        """Put what a student handed in at a time (a datetime) where nbgrader looks.

        Returns whether it is another one than before, and sentences for the teacher.
        Raises ValueError if there is too much in it.
        """
        handed_out = nbformat.read(self.handed_out(name), as_version=4)
        limits = {"seconds": SECONDS, "memory": MEMORY}
        try:
            text, remarks = bounded(merged, name, student, handed_out, text, **limits)
        except TooMuchError as limit:
            raise ValueError(f"takes more than {limit} to read: ask for another") from (
                limit
            )
        except RuntimeError as problem:
            raise ValueError(f"can't be read ({problem}): ask for another") from problem
        path = self.submitted(name, student)
        dated = path.with_name("timestamp.txt")
        if path.exists() and path.read_text("utf-8") == text:
            return False, remarks
        if dated.exists() and dated.read_text("utf-8")[:19] > f"{when:{TIME}}":
            remarks.append("is older, by its date, than what was taken in before")
        writing.write(dated, f"{when:{TIME}} UTC")
        writing.write(path, text)
        return True, remarks

    def submitted(self, name, student):
        """Return the path of what a student handed in."""
        return self.folder / "submitted" / student / name / f"{name}.ipynb"

    def students(self, name):
        """Return the names of all who handed in an assignment."""
        places = self.folder.glob(f"submitted/*/{name}/{name}.ipynb")
        return sorted(path.parts[-3] for path in places)

    def namesakes(self, student):
        """Return other names of students that are written for the same one."""
        others = sorted(path.name for path in self.folder.glob("submitted/*"))
        own = without_count(student)
        return [
            one
            for one in others
            if one != student and same_name(without_count(one), own)
        ]

    @contextmanager
    def alone(self):
        """Let no other ``grade`` or ``export`` work here, or raise ValueError."""
        if importlib.util.find_spec("fcntl") is None:  # Windows, which can't grade
            yield
            return
        import fcntl

        with open(self.folder / "grading.lock", "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as problem:
                raise ValueError(
                    f"another 'grade' or 'export' is at work in {self.folder}: wait "
                    "until it ends"
                ) from problem
            yield

    def waiting(self, name):
        """Return the names of all whose hand-in is not graded yet, to its end."""
        is_graded = self.journal.is_graded
        return [s for s in self.students(name) if not is_graded(name, s)]

    def answers(self, name):
        """Return (student, written answer) for each notebook that was graded."""
        waiting = self.waiting(name)
        for student in self.students(name):
            if student in waiting:
                continue
            path = self.folder / "autograded" / student / name / f"{name}.ipynb"
            cells = nbformat.read(path, as_version=4).cells
            own = [cell for cell in cells if own_name(cell) == f"{name}_written"]
            yield student, own[0].source

    def begin(self, name):
        """Let the judges begin with all that is not graded; return whose it is."""
        waiting = self.waiting(name)
        paths = {student: self.submitted(name, student) for student in waiting}
        judging.start_early(self.config, name, paths)
        return waiting

    def grade(self, name, student):
        """Grade what a student handed in. Whoever is stopped here has not begun."""
        digest = self.journal.digest(name, student)  # another may be taken meanwhile
        self.convert(Autograde, name, student)
        self.journal.note(name, student, digest)

    def clear(self, name):
        """Remove what is left of hand-ins whose grading was stopped."""
        for student in self.waiting(name):
            left = self.folder / "autograded" / student / name
            shutil.rmtree(left, ignore_errors=True)

    def feedback(self, name):
        """Write the pages for students whose hand-in is graded."""
        self.clear(name)
        if any(self.folder.glob(f"autograded/*/{name}/{name}.ipynb")):
            self.convert(Feedback, name, "*")

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


def own_name(cell):
    """Return nbgrader's name of a cell, or None."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")
