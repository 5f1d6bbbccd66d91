"""The cells of a file that was handed in: text of limited length, and nothing else.

Files come as editors, hosted notebooks and mail programs leave them: with a byte order
mark, in UTF-16, in nbformat 3, cut off, or as a web page that was saved instead.
"""

import codecs
import json
from typing import NamedTuple

LARGEST = 5 * 10**6  # bytes of a file
MOST_CELLS = 400
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)


class Found(NamedTuple):
    """A cell of a file: "code" or "markdown", the name it has or "", and its text."""

    kind: str
    name: str
    source: str


class NoNotebookError(ValueError):
    """The file is no notebook; the message says what it is."""


def decode(data):
    """Return the bytes of a file as text."""
    codec = next((codec for mark, codec in MARKS if data.startswith(mark)), "utf-8")
    return data.decode(codec, "replace")


def cells(text):
    """Return a list of the ``Found`` cells in the text of a file.

    Raises NoNotebookError, and ValueError if there are more than ``MOST_CELLS``.
    """
    try:
        read = json.loads(text)
        sheets = read.get("worksheets", [read])
        listed = [cell for sheet in sheets for cell in sheet["cells"]]
        if len(listed) > MOST_CELLS:
            raise TooManyCellsError(
                f"has {len(listed)} cells, and at most {MOST_CELLS} are taken"
            )
        found = [Found(kind(cell), name(cell), source(cell)) for cell in listed]
    except TooManyCellsError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise NoNotebookError(what_it_is(text)) from problem
    if not found:
        raise NoNotebookError("has no cells")
    return found


class TooManyCellsError(ValueError):
    """There are more cells than are read."""


def what_it_is(text):
    """Return in words what a text is that is no notebook."""
    begin = text[:1000].strip()
    if not begin:
        return "is empty"
    if begin.startswith("<"):
        return "is a web page, and no notebook"
    if begin.startswith("{") and not text.rstrip().endswith("}"):
        return "is cut off: its end is missing"
    return "can't be read as a notebook"


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
    """Return the text of a cell, which can be written as UTF-8."""
    text = "".join(cell["source"] if "source" in cell else cell["input"])
    return text.replace("\0", "").encode("utf-8", "replace").decode()
