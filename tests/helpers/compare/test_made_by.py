"""The results name the program that made them, and why it is a slow one."""

import pytest

from helpers.compare.made_by import MADE_BY, REASON, made_by
from helpers.compare.programs import COMPILED_EACH_TIME, SINGLE_UPDATES
from helpers.compare.store import Store


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (COMPILED_EACH_TIME, "compiled each time, as it keeps numbers"),
        (SINGLE_UPDATES, "single updates"),
    ],
)
def test_the_reason_of_a_slow_program_is_told(program, said, tmp_path):
    store = Store(tmp_path / "file.sqlite", "one", {"software": "this"})
    assert made_by(store) == ""
    store.begin()
    store.note(MADE_BY, program)
    store.note(REASON, "it keeps numbers")
    assert made_by(store) == said
