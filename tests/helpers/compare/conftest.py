"""Stand-ins for what takes time: nothing else in these tests patches them."""

import pytest

from helpers.compare import local
from helpers.compare.programs import SINGLE_UPDATES
from tests.helpers.compare.stand_in import Trained


@pytest.fixture
def trained(monkeypatch):
    """Give a function that puts a formula in the place of the trainings."""

    def begin(formula):
        stand_in = Trained(formula)
        monkeypatch.setattr(local, "carry_out", stand_in)
        monkeypatch.setattr(local, "program_for", lambda *_: SINGLE_UPDATES)
        return stand_in

    return begin


@pytest.fixture
def untimed(monkeypatch):
    """Let a plan take a second for each training, and time none."""
    each = {"tuning": 1.0, "test": 1.0}
    monkeypatch.setattr("helpers.compare.comparison.seconds_each", lambda *_: each)
    chosen = "helpers.compare.comparison.planned_program"
    monkeypatch.setattr(chosen, lambda *_: SINGLE_UPDATES)


@pytest.fixture
def few_rows(monkeypatch):
    """Give a function that says how many rows are few: those are made batches here."""
    return lambda number: monkeypatch.setattr(
        "helpers.compare.datasets.FEW_ROWS", number
    )
