"""Reads the notebooks that students put into a folder.

This is done with the rights of the teacher: no link is followed, only ordinary files
are opened, and no large one is read.
"""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

from classroom.assignments.submissions import LARGEST

PATTERN = "*?[]"  # nbgrader looks for files by patterns
FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")  # not every system has all
ONLY_A_FILE = sum(getattr(os, flag, 0) for flag in FLAGS)


def notebooks(folder, assignment):
    """Return (student, path) of all that was handed in, one for each student.

    It is ``NAME.ipynb`` or lies in a folder NAME; there the one that has the
    assignment's name counts, else the newest.
    """
    found = {path.stem: path for path in visible(folder) if path.suffix == ".ipynb"}
    for place in visible(folder):
        if place.is_symlink() or not place.is_dir():
            continue
        try:
            inside = [path for path in visible(place) if path.suffix == ".ipynb"]
        except PermissionError:
            inside = [place]  # to be named when it is read
        if inside:
            found[place.name] = max(
                inside, key=lambda p: (p.stem == assignment, p.lstat().st_mtime)
            )
    return sorted(found.items())


def visible(folder):
    """Return the paths in a folder, but for hidden ones."""
    return [path for path in Path(folder).iterdir() if path.name[0] != "."]


def read(student, path):
    """Return the text of a file and when it was written, or raise ValueError."""
    if set(PATTERN) & set(student) or not student.isprintable():
        raise ValueError(f"{path}: a student's name must not have any of {PATTERN}")
    try:
        file = os.open(path, os.O_RDONLY | ONLY_A_FILE)
    except OSError as problem:
        if path.is_symlink():
            raise ValueError(f"{path} is a link") from problem
        raise ValueError(f"{path} can't be read ({problem.strerror})") from problem
    about = os.fstat(file)
    if not stat.S_ISREG(about.st_mode):
        os.close(file)
        raise ValueError(f"{path} is no ordinary file")
    with open(file, "rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(
            f"{path} has {about.st_size / 1e6:.1f} MB, and at most {LARGEST / 1e6:g} "
            "MB are taken (outputs make a notebook large: clear them)"
        )
    when = datetime.fromtimestamp(about.st_mtime, UTC)
    return data.decode("utf-8", "replace"), when
