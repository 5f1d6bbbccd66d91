"""Marks a notebook here, without sandbox and gradebook: for honest hand-ins alone."""

import ast
import json
from functools import cache

from classroom.assignments import judging
from classroom.assignments.answers import Outcome
from classroom.assignments.marking import assess
from classroom.assignments.run_cells import as_numbers
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
    return dict(
        zip(
            [question.name for question in questions],
            mark_merged(name, notebook, student),
            strict=True,
        )
    )


def mark_merged(name, notebook, student):
    """Return (points, sentences) for each question, of a notebook that was taken in."""
    module = judging.assignment(name)
    random = judging.generator(SECRET, name, student)
    drawn = {q.name: q.draw(random, student) for q in module.QUESTIONS}
    outcome = answers(notebook, drawn)
    return [assess(q, drawn[q.name], outcome) for q in module.QUESTIONS]


def answers(notebook, drawn):
    """Return the ``Outcome`` of a notebook's cells and of the functions asked."""
    outcome, names = Outcome(), {}
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in [cell for cell in code if not judging.test(cell)]:
        try:
            run(cell.source, names)
        except Exception as error:
            outcome.failed_cells[cell.id] = type(error).__name__
    for cell in filter(judging.test, code):
        question = cell.metadata.nbgrader.grade_id
        run(judging.function_in(cell), names)
        for number, setting in enumerate(drawn[question]):
            place = question, number
            try:
                text = json.dumps(names[question](setting), default=as_numbers)
                outcome.values[place] = json.loads(text)
            except Exception as error:
                outcome.errors[place] = type(error).__name__
    return outcome


def run(source, names):
    """Run a cell, without IPython's own commands: no figure is shown."""
    lines = [line for line in source.splitlines() if line[:1] not in "%!"]
    exec(compile(ast.parse("\n".join(lines)), "<cell>", "exec"), names)
