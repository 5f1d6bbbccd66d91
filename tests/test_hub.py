"""A class at a real JupyterHub; with ten students by hand, see hub_trial.py."""

import json
import os
import shutil
import sys

import pytest

pytest.importorskip("jupyterhub", reason="needs the extra hub")
for program in ("configurable-http-proxy", "prlimit", "choom"):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed", allow_module_level=True)
if os.name != "posix" or sys.platform != "linux":
    pytest.skip("the server is for Linux", allow_module_level=True)

from classroom.hub_trial import ASSIGNMENT, try_class  # noqa: E402, after the skips


def test_who_fills_memory_or_disk_learns_of_it_and_the_others_go_on(tmp_path):
    rows, memory = try_class(tmp_path, 3)
    failed = [failed for _, _, failed in rows.values()]
    assert failed == ["", "MemoryError", "OSError"]
    assert memory > 3 * 300
    inbox = tmp_path / "class" / "inbox" / ASSIGNMENT
    for name in rows:
        assert (inbox / name).stat().st_mode & 0o777 == 0o700
        handed_in = json.loads((inbox / name / f"{ASSIGNMENT}.ipynb").read_text())
        assert handed_in["metadata"]["student"] == name
    assert {path.name for path in inbox.iterdir()} == {*rows}
