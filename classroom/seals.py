"""Digests of right answers, and of the usual wrong ones that have a hint.

The right answers are the folded solutions. The wrong ones are in ``classroom/answers``.
"""

import json
from pathlib import Path

from classroom.exercises import exercises, names_for, output_of, paths, read
from classroom.tried import tried_answers, with_own_names
from helpers.lesson.answers import noting
from helpers.lesson.digests import SEALS, fits, sealed, shape_digest

SOURCES = Path(__file__).with_name("assignments") / "sources"
EXAMPLE = 'student = "example"'


def seal():
    """Run every solution, and every answer with a hint; write what is stored of them.

    A hint whose answer has the same digest as the right answer, or as another hint's,
    is a ValueError. It names all of them, and nothing is written.
    """
    seals, problems = {}, []
    for path in paths():
        new, wrong = seals_of(read(path), tried_answers(path))
        seals |= new
        problems += wrong
    if problems:
        raise ValueError("\n".join(problems))
    for source in assignments():
        with noting() as notes:
            output_of(source, {})
        seals |= {name: stored(name, note, {}) for name, note in notes.items()}
    SEALS.write_text(json.dumps(seals, indent=1, sort_keys=True) + "\n", "utf-8")
    return seals


def seals_of(notebook, tried):
    """Return what is stored of the exercises of a notebook, and a list of problems."""
    names, seals, problems = names_for(notebook), {}, []
    if not getattr(names.get("data"), "is_mnist", True):
        return {}, ["Hints are for MNIST, which can't be had: set MNIST_NPZ."]
    for exercise in exercises(notebook):
        check = notebook.cells[exercise.check].source
        for name, right in seen_of(exercise.solution, check, names).items():
            try:
                wrong = {
                    answer: seen_of(answer.code, check, names).get(name)
                    for answer in tried.get(name, [])
                    if answer.hint
                }
                seals[name] = stored(name, right, wrong)
            except ValueError as problem:
                problems.append(str(problem))
    return seals, problems


def seen_of(answer, check, names):
    """Return what a check sees of an answer, by the name of the exercise."""
    with noting() as notes:
        output_of([answer, check], with_own_names(names))
    return notes


def stored(name, right, wrong):
    """Return what is stored of an exercise: of its right answer, and of wrong ones.

    ``wrong`` has what the check saw of each answer with a hint, or None.
    """
    seal, hints = sealed(name, *right), []
    for answer, seen in wrong.items():
        if seen is None:
            raise ValueError(f"{name}: no numbers to hint at in {answer.code}")
        if fits(seal, name, *seen):
            raise ValueError(f"{name}: the right answer would get: {answer.hint}")
        same = [one["hint"] for one in hints if fits(one, name, *seen)]
        if any(other != answer.hint for other in same):
            raise ValueError(f"{name}: two hints at one: {same[0]} | {answer.hint}")
        if not same:
            hints.append(sealed(name, *seen) | {"hint": answer.hint})
    return seal | {"shape": shape_digest(name, right.numbers), "hints": hints}


def assignments():
    """Yield the cells of each assignment, solved, on its example."""
    for path in sorted(SOURCES.glob("*.ipynb")):
        cells = [c.source for c in read(path).cells if c.cell_type == "code"]
        yield [source.replace('student = "reference"', EXAMPLE) for source in cells]
