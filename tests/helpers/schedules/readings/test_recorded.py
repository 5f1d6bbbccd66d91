"""What is read equals what libraries did that are not installed beside the tests.

Where one is installed, it is asked again: a release that does something else is named.
"""

import numpy as np
import pytest

from helpers.schedules.readings import readable, reading
from tests.helpers.schedules.readings.recorded import OTHERS, rates_of, rows

ALLOWED = 1e-6  # share of the largest rate: some libraries compute in float32


def far_from(ours, theirs):
    """Return the steps at which two columns differ."""
    return np.flatnonzero(~(np.abs(ours - theirs) <= ALLOWED * np.abs(theirs).max()))


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_calls_are_read_as_the_library_ran_them(name):
    for row in rows()[name]:
        theirs = np.array(rates_of(row))
        schedule = reading(
            name, row["call"], **OTHERS[name].options(float(row["peak"]))
        )
        ours = schedule(np.arange(len(theirs)))
        assert not far_from(ours, theirs).size, (row["call"], ours, theirs)


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_kept_are_the_calls_that_are_drawn(name):
    kept = [(row["call"], float(row["peak"])) for row in rows()[name]]
    assert kept == OTHERS[name].calls()
    assert {row["version"] for row in rows()[name]} == {readable()[name]}


def test_libraries_that_are_installed_still_do_so():
    differ = {}
    for name, other in OTHERS.items():
        if not other.installed():
            continue
        for row in rows()[name]:
            now = np.array(other.real(row["call"], float(row["peak"])))
            then = np.array(rates_of(row))
            if len(now) != len(then) or far_from(now, then).size:
                differ.setdefault(f"{name} {other.installed()}", []).append(row["call"])
    assert not differ
