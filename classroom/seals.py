"""Digests of right answers, and of the usual wrong ones that have a hint.

The right answers are the folded solutions. The wrong ones are in ``classroom/answers``.
"""

import json
from pathlib import Path

from classroom.exercises import exercises, names_for, output_of, paths, read
from classroom.tried import tried_answers
from helpers.lesson.answers import noting
from helpers.lesson.digests import SEALS, fits, sealed, shape_digest

SOURCES = Path(__file__).with_name("assignments") / "sources"
EXAMPLE = 'student = "example"'


def seal():
    """Run every solution, and every answer with a hint; write what is stored of them.

    A hint whose answer has the same digest as the right answer, or as another hint's,
    raises ValueError.
    """
    seals = {}
    for path in paths():
        seals |= seals_of(read(path), tried_answers(path))
    for source in assignments():
        with noting() as notes:
            output_of(source, {})
        seals |= {name: stored(name, note, {}) for name, note in notes.items()}
    SEALS.write_text(json.dumps(seals, indent=1, sort_keys=True) + "\n", "utf-8")
    return seals


def seals_of(notebook, tried):
    """Return what is stored of the exercises of a notebook, by their names."""
    names, seals = names_for(notebook), {}
    for exercise in exercises(notebook):
        check = notebook.cells[exercise.check].source
        for name, right in seen_of(exercise.solution, check, names).items():
            wrong = {}
            for answer in tried.get(name, []):
                if answer.hint:
                    notes = seen_of(answer.code, check, names)
                    if name not in notes:
                        raise ValueError(f"{name}: no numbers to hint at: {answer}")
                    wrong.setdefault(answer.hint, []).append(notes[name])
            seals[name] = stored(name, right, wrong)
    return seals


def seen_of(answer, check, names):
    """Return what a check sees of an answer, by the name of the exercise."""
    with noting() as notes:
        output_of([answer, check], dict(names))
    return notes


def stored(name, right, wrong):
    """Return what is stored of an exercise: of its right answer, and of wrong ones.

    ``wrong`` has for each hint what checks saw of its answers.
    """
    seal = sealed(name, *right)
    hints = []
    for hint, notes in wrong.items():
        for note in notes:
            if fits(seal, name, *note):
                raise ValueError(f"{name}: the right answer would get the hint {hint}")
            same = [one["hint"] for one in hints if fits(one, name, *note)]
            if any(other != hint for other in same):
                raise ValueError(f"{name}: one answer, two hints: {same[0]} | {hint}")
            if not same:
                hints.append(sealed(name, *note) | {"hint": hint})
    return seal | {"shape": shape_digest(name, right.numbers), "hints": hints}


def assignments():
    """Yield the cells of each assignment, solved, on its example."""
    for path in sorted(SOURCES.glob("*.ipynb")):
        cells = [c.source for c in read(path).cells if c.cell_type == "code"]
        yield [source.replace('student = "reference"', EXAMPLE) for source in cells]
