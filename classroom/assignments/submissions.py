"""A notebook that was handed in: its answers, in the cells that were handed out.

Students delete cells, copy them, split them, edit what is locked, and hand in files
that are none. Here the cells that were handed out keep their place and text. An answer
is taken by the name that nbgrader gave its cell, and all cells that have no such name,
or one that came before, follow where they stood.
"""

import json
from copy import deepcopy

from nbformat.v4 import new_code_cell, new_markdown_cell

LARGEST = 5 * 10**6  # bytes of a file
DAMAGED = "**The file that was handed in could not be read as a notebook.**"


def merge_into_handed_out(handed_out, text):
    """Return the notebook handed out with the answers that are found in ``text``."""
    made = deepcopy(handed_out)
    named = {name(cell): cell for cell in made.cells}
    answers, others, place = {}, {}, name(made.cells[0])
    found = cells(text)
    for kind, own, source in found or []:
        at_home = named.get(own)
        if at_home is not None:
            place = own
        if at_home is None or (is_answer(at_home) and own in answers):
            others.setdefault(place, []).append((kind, source))
        elif is_answer(at_home):
            answers[own] = source
    made.cells = []
    if found is None:
        made.cells.append(new_markdown_cell(DAMAGED, id="damaged"))
    for own, cell in named.items():
        cell.source = answers.get(own, cell.source)
        made.cells.append(cell)
        for number, (kind, source) in enumerate(others.get(own, [])):
            new = new_code_cell if kind == "code" else new_markdown_cell
            made.cells.append(new(source, id=f"{cell.id}-{number}"))
    return made


def cells(text):
    """Return (kind, name or "", source) of each cell, or None if this is no notebook.

    Nothing but text is taken from a file, whatever else stands in it.
    """
    try:
        if len(text) > LARGEST:
            return None
        read = json.loads(text)["cells"]
        return [(kind(cell), name(cell), source(cell)) for cell in read]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def kind(cell):
    """Return "code" or "markdown"."""
    return "code" if cell["cell_type"] == "code" else "markdown"


def name(cell):
    """Return the name that nbgrader gave a cell, or that of which its id is made."""
    about = cell.get("metadata", {})
    given = about.get("nbgrader", {}).get("grade_id")
    own = cell.get("id") or about.get("id") or ""
    return str(given or own.replace("-", "_"))


def source(cell):
    """Return the text of a cell."""
    return "".join(cell["source"]).replace("\0", "")


def is_answer(cell):
    """Return whether the text of this cell is the student's."""
    return cell.metadata.nbgrader.solution


def is_handed_out(cell):
    """Return whether the text of this cell is the assignment's."""
    about = cell.metadata.get("nbgrader", {})
    return bool(about) and not about["solution"]
