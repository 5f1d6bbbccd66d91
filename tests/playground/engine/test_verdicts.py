"""Intervals, what they would have detected, and the words for them."""

import itertools

import numpy as np
import pytest

from helpers import verdicts
from tests.playground.engine.python_side import key_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]


def test_verdicts_are_python_s(engine):
    random = np.random.default_rng(5)
    chosen = [
        [
            (
                random.normal(random.normal(), 2, n) * 10 ** random.uniform(-3, 3)
            ).tolist(),
            m,
        ]
        for n, m in zip(
            [2, 3, *random.integers(2, 90, 120)], itertools.cycle([1, 7, 45])
        )
    ]
    made = """given.map(([differences, comparisons]) => {
      const found = m.interval(differences, comparisons);
      return [...found, m.word(...found), m.detectable(differences, comparisons)];
    })"""
    words = set()
    for (differences, comparisons), (mean, half, word, least) in zip(
        chosen, engine("verdicts", made, chosen), strict=True
    ):
        expected = verdicts.interval(differences, comparisons)
        assert [mean, half] == pytest.approx(expected, rel=1e-10, abs=1e-13)
        assert word == key_of(verdicts.word(*expected))
        assert least == pytest.approx(
            verdicts.detectable(differences, comparisons), 1e-7
        )
        words.add(word)
    assert words == {"better", "worse", "none"}


def test_rows_of_pairs_are_one_repeat_each_as_in_python(engine):
    random = np.random.default_rng(8)
    tables = [
        random.normal(random.normal(size=(repeats, 1)), 1, (repeats, pairs))
        for repeats, pairs in random.integers((2, 1), (20, 12), (60, 2))
    ]
    made = "given.map((rows) => [...m.interval(rows), m.detectable(rows)])"
    seen = engine("verdicts", made, [table.tolist() for table in tables])
    for table, (mean, half, least) in zip(tables, seen, strict=True):
        assert [mean, half] == pytest.approx(verdicts.interval(table), rel=1e-9)
        assert least == pytest.approx(verdicts.detectable(table), 1e-7)


@pytest.mark.parametrize(
    ("differences", "refused"),
    [
        ([], {"refused": "tooFewDifferences", "count": 0}),
        ([1], {"refused": "tooFewDifferences", "count": 1}),
        ([[1, 2]], {"refused": "tooFewDifferences", "count": 1}),
        ([[], []], {"refused": "rowsUneven"}),
        ([[1, 2], [3]], {"refused": "rowsUneven"}),
        ([1, [3]], {"refused": "rowsUneven"}),
    ],
)
def test_too_few_or_uneven_differences_are_refused(engine, differences, refused):
    with pytest.raises(ValueError, match=r"differences|inhomogeneous"):
        verdicts.interval(differences)
    assert engine("verdicts", "or(() => m.interval(given))", differences) == refused
