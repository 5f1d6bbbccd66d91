"""The student's edition of each notebook, and the key to it."""

import re

from classroom.editions import key, student
from classroom.exercises import FOLDED, exercises, paths, read
from tests.classroom.notebooks import every_notebook, text_of


def code_of(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@every_notebook
def test_the_student_s_edition_holds_no_output_and_no_solution(path):
    notebook = read(path)
    made = student(notebook)
    for cell in made.cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)
        else:
            assert "<details>" not in cell.source
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


def test_the_notes_of_a_solution_stand_in_the_key_alone():
    notebook = next(read(path) for path in paths() if path.stem.startswith("01"))
    note = "After a quarter of the cycle the cosine is √½."
    assert note in FOLDED.search(text_of(notebook)).group()
    assert note not in text_of(student(notebook))
    assert f"**Solution.** {note}" in text_of(key(notebook))
