"""Random numbers that a seed determines."""

import numpy as np
import pytest

from tests.playground.engine.numpy_reference import stream

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]


def test_random_numbers_are_even_and_streams_are_apart(engine):
    made = """given.map(([seed, purpose]) => {
      const next = m.stream(seed, purpose);
      return Array.from({ length: 2000 }, next);
    })"""
    keys = [[0, 0], [0, 1], [1, 0], [1, 1], [2**32 - 1, 12], [123456789, 3]]
    seen = np.array(engine("random", made, keys))
    for key, numbers in zip(keys, seen, strict=True):
        assert numbers.tolist() == stream(*key, 2000).tolist()
        counts = np.histogram(numbers, 20, (0, 1))[0]
        assert ((counts - 100) ** 2 / 100).sum() < 50  # chi-squared, 19: 1 in 10 000
    together = np.abs(np.corrcoef(seen) - np.eye(len(keys)))
    assert together.max() < 0.1  # 4.5 standard deviations
    normal = np.array(engine("random", "Array.from({ length: 4000 }, m.normals(8, 0))"))
    assert abs(normal.mean()) < 0.07
    assert abs(normal.std() - 1) < 0.05
    assert abs(np.mean(np.abs(normal) < 1) - 0.683) < 0.03
