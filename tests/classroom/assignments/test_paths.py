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


def test_all_steps_work_below_brackets_spaces_and_korean_letters(sandbox, tmp_path):
    place = tmp_path / "[2026] 한글 schedules"
    for name in ("classroom", "helpers", "tools"):
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, place / name, ignore=without)

    def type_in(*words):
        command = [sys.executable, "-m", "classroom", *map(str, words)]
        done = subprocess.run(
            command,
            cwd=place,
            env=os.environ | {"PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    said = type_in("release").splitlines()
    released = place / "course" / "release" / "plan" / "plan.ipynb"
    assert str(released) in said
    inbox = place / "모은 [것]"
    (inbox / "ana").mkdir(parents=True)
    shutil.copy(released, inbox / "ana")
    for student, kind in (("김 지수", "reference"), ("Kim, Jisoo", "last-batch")):
        (inbox / f"{student}.ipynb").write_text(
            handed_in.PLAN[kind].text(kind), "utf-8"
        )
    assert type_in("collect", "plan", inbox) == "plan: 3 notebooks taken in.\n"
    said = " ".join(type_in("grade").split())
    assert "김 지수 14 of 14, and an answer to read" in said
    assert "Kim, Jisoo 12 of 14, and an answer to read" in said
    type_in("export")
    marks = (place / "course" / "marks.csv").read_text("utf-8-sig")
    rows = {
        row["student_id"]: row["score"] for row in csv.DictReader(io.StringIO(marks))
    }
    assert rows == {"ana": "0.0", "김 지수": "14.0", "Kim, Jisoo": "12.0"}
    pages = (place / "course" / "feedback").glob("*/plan/plan.html")
    assert {page.parts[-3] for page in pages} == {*rows}
