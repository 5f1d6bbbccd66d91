"""Which of the files of a student is the one that was handed in."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat

from classroom.assignments import NAMES, collecting
from classroom.assignments.reading import cells
from classroom.assignments.recognising import recognise

A_DAY = timedelta(days=1)  # by which clocks may differ


def choose(course, name, paths):
    """Return the file that counts, sentences about it, and sentences on the others.

    It is the newest one of this assignment; one that can't be read counts only if there
    is no other. If there is none, the first part is None.
    """
    files, problems = collecting.files(paths)
    ranks = {}
    for number, file in enumerate(files):
        own = assignment_in(course, file.text)
        if own in ("", name):
            about = (own == name, file.when, file.path.stem == name)
            ranks[number] = about
        else:
            where = collecting.named(file.path)
            problems.append(f"{where} is the notebook of {own!r}, not of {name!r}")
    if not ranks:
        return None, [], problems
    best = max(ranks, key=ranks.get)
    others = [files[number].path for number in ranks if number != best]
    root = Path(paths[0]).parent
    remarks = []
    if others:
        first = others[: collecting.MOST_NAMED]
        names = [collecting.named(path.relative_to(root)) for path in first]
        names += ["others"] if len(others) > len(first) else []
        rest = " and ".join(names)
        remarks.append(f"is the newest of {len(ranks)}: it counts, and not {rest}")
    if files[best].when > datetime.now(UTC) + A_DAY:
        remarks.append(
            f"has a date to come, {files[best].when:%Y-%m-%d}: none counts as newer"
        )
    return files[best], remarks, problems


def assignment_in(course, text):
    """Return the name of the assignment of which most cells are in a file, or ""."""
    try:
        found = cells(text)
    except ValueError:
        return ""
    counts = {}
    for name in NAMES:
        if course.handed_out(name).is_file():
            handed_out = nbformat.read(course.handed_out(name), as_version=4)
            counts[name] = sum(map(bool, recognise(handed_out, found)))
    best = max(counts, key=counts.get, default="")
    return best if counts.get(best) else ""
