"""Runs one submission in its sandbox and judges what it hands over, within limits."""

import hashlib
from functools import cache
from importlib import import_module

import numpy as np

from classroom.assignments import NAMES
from classroom.assignments.answers import outcome
from classroom.assignments.bounded import TooMuchError, bounded
from classroom.assignments.marking import all_lost, assess, assess_all
from classroom.assignments.run_isolated import ForkServer, Limits

__all__ = ["assignment", "forget", "generator", "questions_asked", "run", "server"]

SHELL = "IPython.core.interactiveshell"
SECONDS, MEMORY = 10, 10**9  # to judge the answer to one question
SERVERS = {}


def run(job, place=0):
    """Return the points and the sentences on lost ones, by the questions' names.

    A job has the ``assignment``, the ``student``, the ``secret`` of the course, the
    ``cells`` that were handed in, the ``functions`` that ask each question, the
    ``places`` where they stand, as the number of cells before, and the limits
    ``seconds`` and ``memory``.
    """
    module = assignment(job["assignment"])
    random = generator(job["secret"], job["assignment"], job["student"])
    settings = {q.name: q.draw(random, job["student"]) for q in module.QUESTIONS}
    limits = Limits(seconds=job["seconds"], memory=int(job["memory"] * 1e9))
    asked = questions_asked(job, settings)
    found = outcome(*server(job["assignment"], place).run(job["cells"], asked, limits))
    return assess_all(module.QUESTIONS, settings, found, judge)


def questions_asked(job, settings):
    """Return what a submission is asked, as ``run_cells`` takes it."""
    return [
        {
            "name": name,
            "code": job["functions"][name],
            "after": job["places"][name],
            "settings": drawn,
        }
        for name, drawn in settings.items()
    ]


def judge(question, settings, found, before=None):
    """Return the points for a question and sentences, whatever the answer is."""
    try:
        return bounded(
            assess, question, settings, found, before, seconds=SECONDS, memory=MEMORY
        )
    except TooMuchError as limit:
        why = f"to judge what was returned takes more than {limit}."
    except (RuntimeError, ValueError):
        why = "what was returned can't be judged."
    return 0, all_lost(question, why)


@cache
def first_server(modules):
    """Return the process that imports modules, for all places."""
    return ForkServer.start(SHELL, *modules)


def server(name, place):
    """Return the process that runs the submissions to an assignment at a place."""
    modules = assignment(name).MODULES
    if first_server(modules).process.poll() is not None:  # it was killed
        first_server.cache_clear()
    if (modules, place) not in SERVERS:
        SERVERS[modules, place] = first_server(modules).twin(place)
    return SERVERS[modules, place]


def forget(name, place):
    """End a process of ``server``: the next submission there gets another one."""
    SERVERS.pop((assignment(name).MODULES, place)).close()


def assignment(name):
    """Return the module of an assignment."""
    if name not in NAMES:
        raise ValueError(f"assignment = {name!r} must be one of {NAMES}")
    return import_module(f"classroom.assignments.{name}")


def generator(secret, name, student):
    """Return random numbers seeded by the secret, the assignment and the student."""
    digest = hashlib.sha256("\n".join([secret, name, student]).encode()).digest()
    return np.random.default_rng(list(digest))
