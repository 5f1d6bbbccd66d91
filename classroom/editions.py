"""The student's edition of a notebook, and the key to it."""

import copy

from nbformat.v4 import new_markdown_cell

from classroom.exercises import CODE, FOLDED, exercises

ASKED = "What do you expect"
ANSWER = "*Your prediction, before you run the next cell:* "


def student(notebook):
    """Return a notebook without outputs and solutions, with room for predictions."""
    made = copy.deepcopy(notebook)
    cells = []
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:
            cell.source = FOLDED.sub("", cell.source).strip()
        if not cell.source:
            continue
        cells.append(cell)
        if cell.cell_type == "markdown" and ASKED in cell.source:
            cells.append(new_markdown_cell(ANSWER, id=f"{cell.id}-prediction"))
    made.cells = cells
    return made


def key(notebook):
    """Return the student's edition with the solutions and the notes on them."""
    made = student(notebook)
    places = {cell.id: cell for cell in made.cells}
    for exercise in exercises(notebook):
        places[notebook.cells[exercise.cell].id].source = exercise.solution.rstrip()
    for cell in notebook.cells:
        for folded in FOLDED.findall(cell.source):
            words = CODE.sub("", folded.split("</summary>")[1].split("</details>")[0])
            if words.strip():
                note = f"**Solution.** {words.strip()}\n\n"
                places[cell.id].source = note + places[cell.id].source
    return made
