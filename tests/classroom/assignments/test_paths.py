"""Every step of the assignments works below a path that is odd in each way."""

import csv
import io
import os
import shutil
import subprocess
import sys

import pytest

from tests.classroom.assignments import handed_in
from tools.places import ROOT

pytest.importorskip("nbgrader", reason="needs the extra classroom")

pytestmark = pytest.mark.slow

STEPS = """
import sys
from classroom.__main__ import main
assert main(["release"]) == 0
assert main(["collect", "plan", sys.argv[1]]) == 0
assert main(["grade"]) == 0
assert main(["export"]) == 0
"""


def test_all_steps_work_below_brackets_spaces_and_korean_letters(sandbox, tmp_path):
    place = tmp_path / "[2026] 한글 schedules"
    for name in ("classroom", "helpers", "tools"):
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, place / name, ignore=without)
    inbox = place / "모은 [것]"
    (inbox / "ana").mkdir(parents=True)
    for student, kind in (
        ("김 지수", "reference"),
        ("Kim, Jisoo", "last-batch"),
        ("ana/plan", "one-cell-fails"),
    ):
        (inbox / f"{student}.ipynb").write_text(
            handed_in.PLAN[kind].text(kind), "utf-8"
        )
    done = subprocess.run(
        [sys.executable, "-c", STEPS, str(inbox)],
        cwd=place,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = " ".join(done.stdout.split())
    assert str(place / "course" / "release" / "plan" / "plan.ipynb") in done.stdout
    assert "plan: 3 notebooks taken in." in said
    assert "김 지수 14 of 14, and an answer to read" in said
    assert "Kim, Jisoo 12 of 14, and an answer to read" in said
    assert "ana 10 of 14, and an answer to read" in said
    marks = (place / "course" / "marks.csv").read_text("utf-8-sig")
    rows = {
        row["student_id"]: row["score"] for row in csv.DictReader(io.StringIO(marks))
    }
    assert rows == {"ana": "10.0", "김 지수": "14.0", "Kim, Jisoo": "12.0"}
    pages = (place / "course" / "feedback").glob("*/plan/plan.html")
    assert {page.parts[-3] for page in pages} == {*rows}
