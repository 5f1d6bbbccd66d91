"""Takes a student out of a course; what was handed in is kept in ``removed``."""

from contextlib import suppress
from datetime import datetime
from itertools import compress

from nbgrader.api import MissingEntry

from classroom.assignments import NAMES, corrections, tables, written_answers

FOLDERS = ("feedback", "autograded", "submitted")


def remove(course, student):
    """Take a student out of the gradebook and tables; return where the files are now.

    Raises ValueError if nobody of this name handed in.
    """
    if not any(student in course.students(name) for name in NAMES):
        raise ValueError(f"NAME = {student!r} is none of those who handed in")
    now = f"{datetime.now():%Y-%m-%d %H.%M.%S}"
    place = course.folder / "removed" / f"{student} {now}"
    place.mkdir(parents=True)
    lists = {
        f"{name}.csv": (written_answers.path_of(course, name), written_answers.ALL)
        for name in NAMES
    }
    lists["corrections.csv"] = corrections.path_of(course.folder), corrections.ALL
    for file, (path, fields) in lists.items():
        move_rows(path, fields, student, place / file)
    with course.gradebook() as book, suppress(MissingEntry):
        book.remove_student(student)
    for kind in FOLDERS:
        if (course.folder / kind / student).exists():
            (course.folder / kind / student).rename(place / kind)
    return place


def move_rows(path, fields, student, target):
    """Move the rows of a student into another table."""
    rows = tables.read(path, ["student"], fields)
    is_own = [
        written_answers.known(row["student"], [student]) == student for row in rows
    ]
    if any(is_own):
        tables.write(target, fields, compress(rows, is_own))
        others = compress(rows, (not own for own in is_own))
        tables.write(path, fields, others)
