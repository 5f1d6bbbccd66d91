"""Whole programs for ten libraries: the texts are Python's, to the letter."""

import numpy as np
import pytest

from helpers import schedules
from tests.playground.engine.python_side import column_of, program_of
from tests.playground.engine.settings import draw

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]

WRITE = """given.map(([name, args, column, stairs, library]) =>
    m.program(library, { name, args }, Float64Array.from(column), stairs))"""


def drawn(random):
    """Draw a shape with its column, and perhaps a staircase, which often fits."""
    name, args, steps = draw(random)
    stairs = int(random.choice([0, 0, 0, 0, random.integers(1, 12), 2, 5]))
    if stairs and random.random() < 0.7:
        steps *= stairs
        for key in {"warmup", "decay"} & args.keys():
            args[key] *= stairs
        if "boundaries" in args:
            args["boundaries"] = [edge * stairs for edge in args["boundaries"]]
        if "endpoint" in args:
            args["endpoint"] = bool(random.random() < 0.1)
    column = column_of(name, args, steps)
    if stairs:
        column = column[np.arange(steps) // stairs * stairs]
    return [name, args, column.tolist(), stairs]


@pytest.fixture(scope="module")
def runs():
    random = np.random.default_rng(26)
    return [drawn(random) for _ in range(400)]


@pytest.mark.parametrize("library", schedules.LIBRARIES)
def test_programs_are_python_s_texts(engine, runs, library):
    texts = engine("programs/index", WRITE, [[*run, library] for run in runs])
    for run, text in zip(runs, texts, strict=True):
        expected = program_of(*run, library)
        assert text == expected, run
    assert len(set(texts)) > 300


def test_the_libraries_are_those_of_python(engine):
    assert engine("programs/index", "m.LIBRARIES") == list(schedules.LIBRARIES)


def test_a_staircase_is_a_schedule_of_epochs_or_a_column(runs):
    """Both forms are among the runs that are compared."""
    texts = [program_of(*run, "PyTorch") for run in runs if run[3] > 1]
    epochs = [text for text in texts if "for epoch in" in text]
    listed = [text for text in texts if "A column of" in text]
    assert len(epochs) > 80
    assert len(listed) > 30
    assert len(set(epochs) - set(listed)) > 50
