"""Takes the place of nbgrader's execution: a submission's answers are judged as data.

The submission itself runs in a sandbox, in another process.
"""

import ast
import atexit
import hashlib
import sys
from functools import cache
from importlib import import_module

import numpy as np
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Float, Unicode

from classroom.assignments import NAMES
from classroom.assignments.run_isolated import ForkServer, Limits, Outcome

ADVICE = """type this command as root; or let users make namespaces, on Ubuntu with
'sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0'; or use the container of
classroom/README.md""".replace("\n", " ")
SHELL = "IPython.core.interactiveshell"


class Judge(NbGraderPreprocessor):
    """Writes the points of each test cell into its output, where nbgrader reads them.

    No cell of the notebook is executed in this process, nor in a kernel.
    """

    secret = Unicode(help="a seed of the settings of all students").tag(config=True)
    seconds = Float(60, help="for a submission").tag(config=True)
    memory = Float(3, help="for a submission, in GB").tag(config=True)

    def preprocess(self, nb, resources):
        """Judge a notebook that was handed in."""
        about = resources["nbgrader"]
        name, student = about["assignment"], about["student"]
        module = assignment(name)
        random = generator(self.secret, name, student)
        settings = {q.name: q.draw(random, student) for q in module.QUESTIONS}
        tests = {
            cell.metadata.nbgrader.grade_id: cell for cell in nb.cells if test(cell)
        }
        cells = [c.source for c in nb.cells if c.cell_type == "code" and not test(c)]
        asked = [
            {"name": name, "code": function_in(tests[name]), "settings": drawn}
            for name, drawn in settings.items()
        ]
        limits = Limits(seconds=self.seconds, memory=int(self.memory * 1e9))
        outcome = fork_server(module.MODULES).run(cells, asked, limits)
        for question in module.QUESTIONS:
            points, lost = assess(question, settings[question.name], outcome)
            said = "\n".join(lost) or "All points."
            tests[question.name].outputs = [
                new_output("stream", name="stdout", text=f"{said}\n"),
                new_output("execute_result", data={"text/plain": str(float(points))}),
            ]
        return nb, resources


def test(cell):
    """Return whether this is a cell for which the judge gives points."""
    about = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and about.get("grade", False)


def function_in(cell):
    """Return the functions that a cell defines, without the call that shows one."""
    body = ast.parse(cell.source).body
    return "\n".join(ast.unparse(x) for x in body if isinstance(x, ast.FunctionDef))


def assignment(name):
    """Return the module of an assignment."""
    if name not in NAMES:
        raise ValueError(f"assignment = {name!r} must be one of {NAMES}")
    return import_module(f"classroom.assignments.{name}")


@cache
def fork_server(modules):
    """Return the process that runs submissions with these modules, started once."""
    started = ForkServer(SHELL, *modules)
    atexit.register(started.close)
    return started


def check_sandbox():
    """Raise OSError with what to do if submissions can't be kept apart here."""
    if sys.platform != "linux":
        raise OSError("grading needs Linux: use the container of classroom/README.md")
    try:
        found = fork_server(()).run([], [], Limits())
    except OSError as problem:
        found = Outcome(stopped=str(problem))
    if found.stopped:
        raise OSError(
            "this Linux does not let bubblewrap keep submissions apart "
            f"({found.stopped.removeprefix('OSError: ')}): {ADVICE}"
        )


def generator(secret, name, student):
    """Return random numbers seeded by the secret, the assignment and the student."""
    digest = hashlib.sha256("\n".join([secret, name, student]).encode()).digest()
    return np.random.default_rng(list(digest))


def assess(question, settings, outcome):
    """Return the points for a question, and a sentence for each lost point."""
    places = [(question.name, number) for number in range(len(settings))]
    missing = [place for place in places if place not in outcome.values]
    if missing:
        return 0, [f"{len(question.points)} points lost: {reason(missing[0], outcome)}"]
    answers = [outcome.values[place] for place in places]
    lost = [
        f"1 point lost: {point.lost}"
        for point in question.points
        if not all(map(holds, [point] * len(places), settings, answers))
    ]
    return len(question.points) - len(lost), lost


def holds(point, setting, answer):
    """Return whether an answer deserves a point; one of another form does not."""
    try:
        with np.errstate(all="ignore"):
            return bool(point.holds(setting, answer))
    except Exception:
        return False


def reason(place, outcome):
    """Return why there is no answer, in words that do not tell the setting."""
    error = outcome.errors.get(place, "").partition(":")[0]
    if error == "NotImplementedError":
        return "this is not filled in."
    if error:
        return f"{error} was raised, or what was returned is no data."
    if outcome.stopped:
        return f"your code was stopped, {outcome.stopped}."
    return "your code ended before it gave an answer."
