"""Tables that a teacher opens in a spreadsheet program and saves again.

Some programs write semicolons for commas, as the comma is their decimal point.
"""

import csv
import io
import re


def write(path, fields, rows):
    """Write dicts as a table in UTF-8, with the mark by which Excel knows it."""
    with open(path, "w", newline="", encoding="utf-8-sig") as file:
        table = csv.DictWriter(file, fields)
        table.writeheader()
        table.writerows({field: safe(row[field]) for field in fields} for row in rows)


def read(path, fields):
    """Return the rows of a table, none if there is no file.

    Raises ValueError that names the file, if it can't be read or lacks a column.
    """
    if not path.exists():
        return []
    try:
        text = path.read_text("utf-8-sig")
    except ValueError as problem:
        raise ValueError(f"{path} must be saved as CSV in UTF-8") from problem
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = [field for field in fields if field not in (table.fieldnames or ())]
    if missing:
        raise ValueError(f"{path} has no column {missing[0]}")
    return [{field: original(row[field] or "") for field in fields} for row in table]


def safe(value):
    """Return text that a spreadsheet does not take for a formula."""
    if isinstance(value, str) and value.lstrip()[:1] in ("=", "+", "-", "@"):
        return f"'{value}"
    return value


def original(text):
    """Return the text from which ``safe`` made this one."""
    return re.sub(r"\A'(?=\s*[=+@-])", "", text)
