import importlib.util
import re
import subprocess
import sys

import numpy as np
import pytest

from classroom import folder
from classroom.editions import key, student
from classroom.exercises import FOLDED, exercises, names_for, output_of, paths, read
from classroom.folder import write
from classroom.minutes import total
from helpers.lesson import answers as checks
from helpers.lesson.answers import check, is_right, sealed
from tools import command_line
from tools.places import ROOT

pytestmark = pytest.mark.slow

every_notebook = pytest.mark.parametrize("path", paths(), ids=lambda path: path.stem)


def text_of(notebook):
    return "\n".join(cell.source for cell in notebook.cells)


def code_of(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@every_notebook
def test_the_student_s_edition_holds_no_output_and_no_solution(path):
    notebook = read(path)
    made = student(notebook)
    text = text_of(made)
    for cell in made.cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)
    assert "<details>" not in text
    for exercise in exercises(notebook):
        at = next(
            place
            for place, cell in enumerate(made.cells)
            if cell.id == notebook.cells[exercise.cell].id
        )
        handed_out = "\n".join(cell.source for cell in made.cells[at:])
        for line in exercise.solution.splitlines():
            says_nothing = re.fullmatch(r"\s*(def|class|from|import) .*|\W*", line)
            assert says_nothing or line.strip() not in handed_out


@every_notebook
def test_the_student_s_edition_has_the_same_code_and_room_for_predictions(path):
    notebook = read(path)
    made = student(notebook)
    assert code_of(made) == code_of(notebook)
    asked = sum(
        "What do you expect" in cell.source
        for cell in notebook.cells
        if cell.cell_type == "markdown"
    )
    assert text_of(made).count("Your prediction") == asked
    assert len({cell.id for cell in made.cells}) == len(made.cells)


@every_notebook
def test_checks_pass_with_the_key_wait_without_it_and_hold_no_answer(path, monkeypatch):
    seen, really = [], checks.is_right
    monkeypatch.setattr(
        checks, "is_right", lambda *given: seen.append(given[1]) or really(*given)
    )
    notebook = read(path)
    handed_out, solved = student(notebook), key(notebook)
    names = names_for(notebook)
    for exercise in exercises(notebook):
        ids = [notebook.cells[at].id for at in (exercise.cell, exercise.check)]
        for edition, expected in [(handed_out, "Fill in"), (solved, "Right")]:
            cells = [cell.source for cell in edition.cells if cell.id in ids]
            assert output_of(cells, names).startswith(expected)
        written = set(map(float, re.findall(r"\d+\.?\d*", cells[-1])))
        for answer in seen:
            assert not written.issuperset(np.round(np.ravel(answer), 6))
        seen.clear()


def test_every_notebook_has_exercises():
    numbers = {path.stem[:2]: len(exercises(read(path))) for path in paths()}
    assert numbers.pop("00") == 1
    assert min(numbers.values()) == 2


def test_the_notes_of_a_solution_stand_in_the_key_alone():
    notebook = next(read(path) for path in paths() if path.stem.startswith("01"))
    note = "After a quarter of the cycle the cosine is √½."
    assert note in FOLDED.search(text_of(notebook)).group()
    assert note not in text_of(student(notebook))
    assert f"**Solution.** {note}" in text_of(key(notebook))


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


def test_a_folder_for_students_runs_by_itself(tmp_path):
    made, _ = write(tmp_path / "class")
    assert sorted(path.name for path in made.iterdir()) == sorted(
        [
            ".jupyterlab", "LICENSE", "constraints-oldest.txt", "constraints.txt",
            "helpers", "notebooks", "pyproject.toml", "requirements.txt", "run.py",
            "playground", "tools",
        ]
    )  # fmt: skip
    page = [sys.executable, "-m", "tools.pages", "notebooks/00_start.ipynb", "out"]
    done = subprocess.run(page, cwd=made, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "Fill in the cell above" in (made / "out/00_start.html").read_text("utf-8")


def test_in_a_pack_the_folder_for_students_is_a_pack(tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "is_pack", lambda root: root == ROOT)
    monkeypatch.setattr(folder, "files", lambda root: ["README.md", "website/conf.py"])
    student, key = write(tmp_path / "class")
    for name in ("README.md", "website/conf.py"):
        assert (student / name).read_bytes() == (ROOT / name).read_bytes()
        assert not (key / name).exists()


GUIDE = (ROOT / "classroom" / "README.md").read_text("utf-8")


@every_notebook
def test_what_the_guide_says_of_a_notebook_stands_in_it(path):
    notebook = read(path)
    start = rf"^### \[{path.stem}\].*?(?=^###|\Z)"
    block = re.search(start, GUIDE, re.MULTILINE | re.DOTALL).group()
    said = text_of(notebook)
    headings = re.findall(r"^##+ (.*)", said, re.MULTILINE)
    for output in (out for cell in notebook.cells for out in cell.get("outputs", [])):
        said += output.get("text") or output["data"].get("text/markdown", "")
    said, block = (" ".join(text.replace("**", "").split()) for text in (said, block))
    for quote in re.findall("“(.*?)”", block):
        assert " ".join(quote.split()).lower() in said.lower()
    assert {*re.findall(r"\(→ (.*?)\)", block)} <= {*headings}
    assert abs(int(re.search(r" (\d+) minutes ", block)[1]) - total(notebook)[-1]) <= 2


def test_files_and_commands_that_the_guide_names_exist():
    for target in re.findall(r"\]\(([^)#]+)\)", GUIDE):
        assert (ROOT / "classroom" / target).exists(), target
    _, known = command_line.parsers()
    for command in re.findall(r"`python3\s+run\.py\s+(\w+)", GUIDE):
        assert command in known
    for step in re.findall(r"`python3\s+run\.py\s+class\s+(\w+)", GUIDE):
        assert step in known["class"].format_help()
    modules = re.findall(r"python\s+-m\s+([\w.]+)", GUIDE)
    assert len(modules) > 2
    for module in modules:
        assert importlib.util.find_spec(module)
