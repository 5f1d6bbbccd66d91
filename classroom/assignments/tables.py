"""Tables that a teacher opens in a spreadsheet program and saves again.

Some programs write semicolons for commas, as the comma is their decimal point.
"""

import csv
import io
from itertools import pairwise

from classroom.assignments import writing

LONGEST = 20_000  # signs of a field; spreadsheet programs cut at some 32 000
PARTS = ";\t\r\n"  # begin a part of a field, as some programs read it
SIGNS = "=+-@＝＋－＠"  # noqa: RUF001, full-width ones count too
CUT = " … (cut here: the rest is on the student's page)"


def write(path, fields, rows):
    """Write dicts as a table in UTF-8, with the mark by which Excel knows it.

    Whoever is stopped while it writes leaves the old table.
    """
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, fields)
    table.writeheader()
    table.writerows({field: safe(cut(row[field])) for field in fields} for row in rows)
    writing.write(path, text.getvalue(), "utf-8-sig")


def read(path, fields, optional=()):
    """Return the rows of a table, none if there is no file.

    A column that is ``optional`` may lack. Raises ValueError that names the file, if it
    can't be read or lacks another column.
    """
    if not path.exists():
        return []
    try:
        text = path.read_text("utf-8-sig")
    except ValueError as problem:
        raise ValueError(f"{path} must be saved as CSV in UTF-8") from problem
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = list(table)
    except csv.Error as problem:
        raise ValueError(f"{path} must be saved as CSV ({problem})") from problem
    missing = [field for field in fields if field not in (table.fieldnames or ())]
    if missing:
        raise ValueError(f"{path} has no column {missing[0]}")
    known = (*fields, *optional)
    return [{field: original(row.get(field) or "") for field in known} for row in rows]


def cut(value):
    """Return a text of at most ``LONGEST`` signs, and another value as it is."""
    if isinstance(value, str) and len(value) > LONGEST:
        return value[: LONGEST - len(CUT)] + CUT
    return value


def safe(value):
    """Return text that a spreadsheet does not take for a formula, nor a part of it.

    A part begins with a line or a semicolon too, as some take that for the comma.
    """
    if not isinstance(value, str):
        return value
    places = [0, *formulas(value), len(value)]
    return "'".join(value[begin:end] for begin, end in pairwise(places))


def original(text):
    """Return the text from which ``safe`` made this one."""
    places = [place for place in formulas(text) if text[place] == "'"]
    begins = [0, *(place + 1 for place in places)]
    ends = [*places, len(text)]
    return "".join(text[b:e] for b, e in zip(begins, ends, strict=True))


def formulas(text):
    """Return the places where parts of a text begin that may be taken for a formula.

    Before its sign may be spaces, and apostrophes. A loop, as each letter is looked at
    once, whatever the text: a pattern would look back from every space.
    """
    found, begin, is_blank = [], len(text) - len(text.lstrip()), True
    for place in range(begin, len(text)):
        sign = text[place]
        if sign in PARTS:
            begin, is_blank = place + 1, True
        elif is_blank and sign in SIGNS:
            found.append(begin)
            is_blank = False
        elif not (sign.isspace() or sign == "'"):
            is_blank = False
    return found


def number(text):
    """Return a number as a teacher may write it, with a comma or a point."""
    return float(text.replace(",", "."))


def points(row, where, most):
    """Return the points of a row, or raise ValueError that names it."""
    try:
        found = number(row["points"])
    except ValueError:
        found = -1
    if not 0 <= found <= most:
        raise ValueError(
            f"points = {row['points']!r} of {row['student']} {where} "
            f"must be a number from 0 to {most:g}"
        )
    return found
