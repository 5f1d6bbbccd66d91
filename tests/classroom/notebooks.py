"""The notebooks, as the tests of the classroom take them."""

import pytest

from classroom.exercises import paths

every_notebook = pytest.mark.parametrize("path", paths(), ids=lambda path: path.stem)


def text_of(notebook):
    """Return the text of all cells."""
    return "\n".join(cell.source for cell in notebook.cells)
