"""The rates that a trap is said to have are those of the library, as it is read."""

import pytest

from helpers.schedules.traps import traps

every_trap = pytest.mark.parametrize(
    "trap", traps(), ids=lambda trap: f"{trap.library}: {trap.call.partition('(')[0]}"
)


@every_trap
def test_the_rates_are_those_that_are_said(trap):
    largest = max(trap.rates)
    assert trap.column == pytest.approx(trap.rates, abs=2e-6 * max(1, largest))
    # Small rates were noted to as many digits as large ones.
    assert trap.column == pytest.approx(trap.rates, rel=0.02, abs=1e-9)


@every_trap
def test_it_is_said_in_one_or_two_short_sentences(trap):
    assert trap.what.endswith(".")
    assert 3 < len(trap.what.split()) < 45
