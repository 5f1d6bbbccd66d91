import pytest

from helpers.lesson.failures import shown_failing


def test_a_failure_is_shown(capsys):
    with shown_failing(ValueError):
        int("one")
    assert capsys.readouterr().out.startswith("ValueError: invalid literal")


def test_a_failure_that_does_not_happen_is_an_error():
    with (
        pytest.raises(AssertionError, match="expected ValueError"),
        shown_failing(ValueError),
    ):
        int("1")


def test_another_failure_is_passed_on():
    with pytest.raises(TypeError), shown_failing(ValueError):
        int(None)
