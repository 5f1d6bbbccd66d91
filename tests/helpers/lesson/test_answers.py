"""What is right, what is as good, and what is waited for."""

import numpy as np
import pytest

from helpers.lesson import answers as checks
from helpers.lesson.answers import check, is_right, sealed


@pytest.mark.parametrize("answer", [0.07, 0.0765686, np.inf, np.nan, [0.0765685] * 2])
def test_another_answer_is_not_right(answer, capsys):
    check("01-1", answer, width=1e-7)
    assert capsys.readouterr().out.startswith("Not yet. What the check sees: ")


def test_a_part_that_is_missing_is_waited_for(capsys):
    check("03-2", (500, None), lambda given: 1 / 0)
    assert capsys.readouterr().out.startswith("Fill in")


def test_what_is_as_good_as_the_answer_is_right_and_what_is_farther_is_not(monkeypatch):
    generator = np.random.default_rng(0)
    for width in (1e-6, 1e-3, 0.5):
        answer = generator.normal(size=generator.integers(1, 5))
        seal = sealed("drawn", answer, width)
        monkeypatch.setattr(
            checks.json, "loads", lambda text, seal=seal: {"drawn": seal}
        )
        room = width / (4 * len(answer) + 4)
        assert is_right("drawn", answer + room, width)
        assert is_right("drawn", answer - room, width)
        assert not is_right("drawn", answer + width, width)
        assert not is_right("drawn", answer[None], width)
