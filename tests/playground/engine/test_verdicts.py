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
    refused = engine("verdicts", "or(() => m.interval([1]))")
    assert refused == {"refused": "tooFewDifferences", "count": 1}
