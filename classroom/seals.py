"""Digests of the right answers, made of the folded solutions."""

import json
from pathlib import Path

from classroom.exercises import exercises, names_for, output_of, paths, read
from helpers.lesson.answers import SEALS, sealing

SOURCES = Path(__file__).with_name("assignments") / "sources"
EXAMPLE = 'student = "example"'


def seal():
    """Run every solution and its check, write the digests of what checks saw."""
    seals = {}
    for path in paths():
        notebook = read(path)
        names = names_for(notebook)
        for exercise in exercises(notebook):
            check = notebook.cells[exercise.check].source
            with sealing() as new:
                output_of([exercise.solution, check], names)
            seals |= new
    for source in assignments():
        with sealing() as new:
            output_of(source, {})
        seals |= new
    SEALS.write_text(json.dumps(seals, indent=1, sort_keys=True) + "\n", "utf-8")
    return seals


def assignments():
    """Yield the cells of each assignment, solved, on its example."""
    for path in sorted(SOURCES.glob("*.ipynb")):
        cells = [c.source for c in read(path).cells if c.cell_type == "code"]
        yield [source.replace('student = "reference"', EXAMPLE) for source in cells]
