"""Takes the place of nbgrader's execution: a submission's answers are judged as data.

The submission itself runs in a sandbox, in another process.
"""

import ast
import sys
from functools import cache
from itertools import accumulate

import nbformat
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Float, Unicode

from classroom.assignments.answers import Outcome, outcome
from classroom.assignments.one_submission import assignment, generator
from classroom.assignments.run_isolated import ForkServer, Limits
from classroom.assignments.workers import Workers, room

__all__ = ["Judge", "assignment", "check_sandbox", "generator", "start_early"]

ADVICE = """type this command as root; or let users make namespaces, on Ubuntu with
'sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0'; or use the container of
classroom/README.md""".replace("\n", " ")


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
        job = self.job(nb, about["assignment"], about["student"])
        tests = {name(cell): cell for cell in nb.cells if test(cell)}
        for question, (points, lost) in workers(self.memory).result(job).items():
            said = "\n".join(lost) or "All points."
            tests[question].outputs = [
                new_output("stream", name="stdout", text=f"{said}\n"),
                new_output("execute_result", data={"text/plain": str(float(points))}),
            ]
        return nb, resources

    def job(self, nb, assignment, student):
        """Return what a worker is told of a notebook."""
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        before = zip(code, accumulate(not test(cell) for cell in code), strict=True)
        return {
            "assignment": assignment,
            "student": student,
            "secret": self.secret,
            "seconds": self.seconds,
            "memory": self.memory,
            "cells": [cell.source for cell in code if not test(cell)],
            "functions": {name(c): function_in(c) for c in code if test(c)},
            "places": {name(c): number for c, number in before if test(c)},
        }


def start_early(config, assignment, notebooks):
    """Begin to judge notebooks, by students, that nbgrader is going to grade.

    ``config`` has the settings of ``Judge``, and ``notebooks`` the path for each
    student. What the workers have found by then, ``Judge`` does not wait for.
    """
    judge = Judge(config=config)
    for student, path in notebooks.items():
        job = judge.job(nbformat.read(path, as_version=4), assignment, student)
        workers(judge.memory).begin(job)


@cache
def workers(memory):
    """Return the processes that judge, made once."""
    return Workers(room(memory * 1e9))


def test(cell):
    """Return whether this is a cell for which the judge gives points."""
    about = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and about.get("grade", False)


def name(cell):
    """Return nbgrader's name of a cell."""
    return cell.metadata.nbgrader.grade_id


def function_in(cell):
    """Return the functions that a cell defines, without the call that shows one."""
    body = ast.parse(cell.source).body
    return "\n".join(ast.unparse(x) for x in body if isinstance(x, ast.FunctionDef))


def check_sandbox():
    """Raise OSError with what to do if submissions can't be kept apart here."""
    if sys.platform != "linux":
        raise OSError("grading needs Linux: use the container of classroom/README.md")
    server = ForkServer.start()
    try:
        found = outcome(*server.run([], [], Limits()))
    except OSError as problem:
        found = Outcome(stopped=str(problem))
    finally:
        server.close()
    if found.stopped:
        raise OSError(
            "this Linux does not let bubblewrap keep submissions apart "
            f"({found.stopped.removeprefix('OSError: ')}): {ADVICE}"
        )
