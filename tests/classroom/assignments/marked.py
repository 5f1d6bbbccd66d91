"""Marks a notebook here, without sandbox and gradebook: for honest hand-ins alone."""

import ast
import json
from functools import cache, partial

from classroom.assignments import judging, run_cells
from classroom.assignments.answers import outcome
from classroom.assignments.marking import assess, assess_all
from classroom.assignments.one_submission import questions_asked
from classroom.assignments.submissions import merge_into_handed_out
from tests.classroom.assignments.school import released

SECRET = "the same settings in each run"


@cache
def handed_out(name):
    """Return the notebook that students get."""
    return released(name)


def mark(name, text, student):
    """Return (points, sentences) for each question of an assignment."""
    notebook, _ = merge_into_handed_out(handed_out(name), text)
    questions = judging.assignment(name).QUESTIONS
    names = [question.name for question in questions]
    return dict(zip(names, mark_merged(name, notebook, student), strict=True))


def mark_merged(name, notebook, student):
    """Return (points, sentences) for each question, of a notebook that was taken in."""
    module = judging.assignment(name)
    random = judging.generator(SECRET, name, student)
    drawn = {q.name: q.draw(random, student) for q in module.QUESTIONS}
    job = judging.Judge().job(notebook, name, student)
    found = answers(job["cells"], questions_asked(job, drawn))
    return list(assess_all(module.QUESTIONS, drawn, found, assess).values())


def answers(cells, questions):
    """Return the ``Outcome`` of a notebook's cells and of the functions asked."""
    names, lines = {}, []
    program = {"cells": cells, "questions": questions}
    execute = partial(executed, names)
    run_cells.answer(program, execute, names, lambda line: lines.append(as_text(line)))
    return outcome("\n".join(lines).encode(), "")


def as_text(line):
    """Return a line of JSON, as it leaves a sandbox."""
    return line if isinstance(line, str) else json.dumps(line)


def executed(names, source):
    """Run a cell, without IPython's own commands; return what ended it, if so."""
    lines = [line for line in source.splitlines() if line[:1] not in "%!"]
    try:
        exec(compile(ast.parse("\n".join(lines)), "<cell>", "exec"), names)
    except Exception as error:
        return error
    return None
