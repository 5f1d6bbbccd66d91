"""Which numbers count as those of an answer, and that no number is stored."""

import numpy as np
import pytest

from helpers.lesson.digests import MOST, fits, sealed


@pytest.mark.slow
@pytest.mark.parametrize("width", [1e-6, 1e-3, 0.5])
def test_what_is_as_good_as_the_answer_fits_and_what_is_farther_does_not(width):
    generator = np.random.default_rng(0)
    for size in range(1, 5):
        answer = generator.normal(size=size)
        seal = sealed("drawn", answer, width)
        room = width / (4 * size + 4)
        assert fits(seal, "drawn", answer + room, width)
        assert fits(seal, "drawn", answer - room, width)
        assert not fits(seal, "drawn", answer + width, width)
        assert not fits(seal, "drawn", answer[None], width)
        assert not fits(seal, "other", answer, width)


@pytest.mark.parametrize("answer", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_fits_no_number(answer):
    seal = sealed("drawn", np.array(0.5), 1e-4)
    assert not fits(seal, "drawn", np.array(answer), 1e-4)


@pytest.mark.slow
def test_an_answer_too_large_to_digest_fits_nothing():
    answer = np.zeros(MOST + 1)
    assert not fits(sealed("drawn", answer, 1.0), "drawn", answer, 1.0)
