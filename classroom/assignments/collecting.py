"""Finds and reads the notebooks that students put into a folder.

This is done with the rights of the teacher: no link is followed, only ordinary files
are opened, and no large one is read.
"""

import io
import os
import re
import stat
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path, PurePosixPath

from classroom.assignments import tables
from classroom.assignments.names import check_student, on_platform, student_of
from classroom.assignments.reading import LARGEST, decode

FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")  # not every system has all
ONLY_A_FILE = sum(getattr(os, flag, 0) for flag in FLAGS)
DEEPEST = 3  # folders within that of a student; nbgrader and platforms make one or two
MOST_FILES = 1000  # looked at for a student
MOST_READ = 20  # the newest
MOST_TEXT = 4 * LARGEST  # letters in all files of a student
NOT_MEANT = (".", "__MACOSX", "desktop.ini", "Thumbs.db")
OTHER_ANSWERS = (".doc", ".docx", ".md", ".odt", ".pdf", ".py", ".r")
MOST_NAMED = 3
LONGEST_NAMED = 300  # letters of a path
SPACE = re.compile(r"\s")
ENDING = re.compile(r"(\.ipynb)?(\.zip)?$", re.IGNORECASE)
NUMBER = re.compile(r"[\d.,eE+-]+")
DIGITS = 15  # that a spreadsheet keeps of a number
UNPACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class File:
    """A notebook that was handed in: where it lies, when it was written, its text."""

    path: Path
    when: datetime
    text: str


def places(folder, assignment):
    """Return the paths of what each student handed in, and sentences on the rest.

    A student's are ``NAME.ipynb``, ``NAME.zip``, and the folder NAME.
    """
    found, problems = {}, []
    for path in visible(folder):
        student = student_of(stem(path), assignment)
        if path.is_symlink():
            problems.append(f"{named(path)} is a link")
        elif not path.is_dir() and not is_notebook(path):
            problems.append(f"{named(path)} is no notebook")
        elif not path.is_dir() and is_of_nobody(student, assignment):
            problems.append(
                f"{named(path)} does not say whose it is: name it NAME.ipynb"
            )
        else:
            found.setdefault(student, []).append(path)
    for student, paths in list(found.items()):
        try:
            check_student(student)
        except ValueError as problem:
            problems.append(f"{named(paths[0])}: {problem}")
            del found[student]
    for alike in one_number(found):
        names = " and ".join(named(found.pop(student)[0]) for student in alike)
        problems.append(f"{names} are one number for a spreadsheet: rename them")
    return sorted(found.items()), problems


def named(path):
    """Return a path as it stands in a sentence: quoted if it could be read as one.

    A long one is shortened.

    >>> named(Path("inbox/ana.ipynb")), named(Path("inbox/All is well.ipynb"))
    ('inbox/ana.ipynb', "'inbox/All is well.ipynb'")
    """
    text = str(path)
    if len(text) > LONGEST_NAMED:
        text = f"{text[: LONGEST_NAMED // 2]}…{text[-LONGEST_NAMED // 2 :]}"
    return repr(text) if SPACE.search(text) else text


def one_number(names):
    """Return lists of names that a spreadsheet makes one number of.

    >>> one_number(["12", "0012", "7", "ana", "1_2", "inf", "Infinity"])
    [['0012', '12']]
    """
    by_value = {}
    for name in filter(NUMBER.fullmatch, sorted(names)):
        with suppress(ValueError):
            value = f"{tables.number(name):.{DIGITS}g}"
            by_value.setdefault(value, []).append(name)
    return [alike for alike in by_value.values() if len(alike) > 1]


def is_of_nobody(name, assignment):
    """Return whether a file has the name of the assignment, or of a copy of it.

    >>> is_of_nobody("(1)", "plan"), is_of_nobody("Copy1", "plan")
    (True, True)
    """
    copy = re.fullmatch(r"\(\d+\)|copy ?\d*", name, re.IGNORECASE)
    return copy is not None or name.casefold() in (assignment, "")


def stem(path):
    """Return the name of a file without its ending, that of a folder as it is."""
    if path.is_dir() and not path.is_symlink():
        return path.name
    return ENDING.sub("", path.name)


def is_notebook(path):
    """Return whether a file is named like a notebook, or like an archive of one."""
    return path.suffix.lower() in (".ipynb", ".zip")


def visible(folder):
    """Return the paths in a folder, but for hidden ones and those of systems."""
    paths = (path for path in Path(folder).iterdir())
    return sorted(path for path in paths if not path.name.startswith(NOT_MEANT))


def files(paths):
    """Return the notebooks of a student, newest first, and sentences on the rest."""
    found, problems = [], []
    first = named(paths[0])
    inside = {
        place: [*islice(below(place, problems), MOST_FILES + 1)] for place in paths
    }
    with_notebooks = [
        p for p in paths if p.is_dir() and any(map(is_notebook, inside[p]))
    ]
    of_platform = {on_platform(stem(path))[1] for path in paths} - {""}
    if len(with_notebooks) > 1 or len(of_platform) > 1:
        several = with_notebooks if len(with_notebooks) > 1 else paths
        where = " and ".join(map(named, several[:MOST_NAMED]))
        return [], [f"{where} are named for one student: rename those of others"]
    listed = sum(inside.values(), [])
    if len(listed) > MOST_FILES:
        problems.append(f"{first} holds many files: {MOST_FILES} are looked at")
    looked_at = listed[:MOST_FILES]
    aside = [path.name for path in looked_at if path.suffix.lower() in OTHER_ANSWERS]
    if aside:
        problems.append(
            f"{first} has {', '.join(map(repr, aside[:MOST_NAMED]))} beside the "
            "notebook: what is in there is not graded"
        )
    listed = [path for path in looked_at if is_notebook(path)]
    if not listed and (aside or not problems):
        problems.append(f"{first} has no notebook in it")
    for path in sorted(listed, key=age)[:MOST_READ]:
        try:
            found += read(path, paths[0].parent)
        except ValueError as problem:
            problems.append(str(problem))
        if len(found) > MOST_READ or sum(len(one.text) for one in found) > MOST_TEXT:
            problems.append(f"{first} holds too much: unpack it, and leave one file")
            return [], problems
    return sorted(found, key=lambda file: file.when, reverse=True), problems


def age(path):
    """Return a number by which the newest file comes first."""
    try:
        return -path.lstat().st_mtime
    except OSError:
        return 0.0


def below(place, problems, depth=0):
    """Yield the files of a folder and of those within it; links are left out."""
    try:
        is_link, is_folder = place.is_symlink(), place.is_dir()
        inside = visible(place) if is_folder and depth <= DEEPEST else []
    except OSError as problem:
        problems.append(f"{named(place)} can't be read ({problem.strerror})")
        return
    if is_link:
        problems.append(f"{named(place)} is a link")
    elif not is_folder:
        yield place
    else:
        for path in inside:
            yield from below(path, problems, depth + 1)


def open_below(path, top):
    """Open a file below a folder, and return its number; no link is followed.

    Students may change what lies there meanwhile, so each folder is opened by the one
    above it.
    """
    if os.open not in os.supports_dir_fd:  # Windows
        return os.open(path, os.O_RDONLY | ONLY_A_FILE)
    *folders, name = path.relative_to(top).parts
    folder = os.open(top, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in folders:
            above, no_link = folder, os.O_DIRECTORY | os.O_NOFOLLOW
            folder = os.open(part, os.O_RDONLY | no_link, dir_fd=above)
            os.close(above)
        return os.open(name, os.O_RDONLY | ONLY_A_FILE, dir_fd=folder)
    finally:
        os.close(folder)


def read(path, top):
    """Return the notebooks in a file below a folder, or raise ValueError naming it."""
    name = named(path)
    try:
        file = open_below(path, top)
        about = os.fstat(file)
    except OSError as problem:
        raise ValueError(f"{name} can't be read ({problem.strerror})") from problem
    if not stat.S_ISREG(about.st_mode):
        os.close(file)
        raise ValueError(f"{name} is no ordinary file")
    with open(file, "rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"{name} {too_large(about.st_size)}")
    try:
        when = datetime.fromtimestamp(about.st_mtime, UTC)
    except (ValueError, OverflowError, OSError) as problem:
        raise ValueError(f"{name} has a date of no year: save it anew") from problem
    if path.suffix.lower() == ".zip" or data.startswith(b"PK\x03\x04"):
        return unpacked(path, data, when)
    return [File(path, when, decode(data))]


def unpacked(path, data, when):
    """Return the notebooks in an archive; no more of them is unpacked than is read."""
    name = named(path)
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                inside = within(member.filename)
                if inside.suffix.lower() != ".ipynb" or any(
                    part.startswith(NOT_MEANT) for part in inside.parts
                ):
                    continue
                if member.compress_type not in UNPACKED or len(found) == MOST_READ:
                    raise ValueError(f"{name} can't be unpacked here: unpack it")
                with archive.open(member) as opened:
                    text = opened.read(LARGEST + 1)
                if len(text) > LARGEST:
                    raise ValueError(f"{named(path / inside)} {too_large(len(text))}")
                found.append(File(path / inside, when, decode(text)))
    except (
        *(zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError),
        *(UnicodeDecodeError, OverflowError),
    ) as problem:
        raise ValueError(f"{name} can't be unpacked ({problem})") from problem
    except NotImplementedError as problem:
        raise ValueError(f"{name} can't be unpacked here: unpack it") from problem
    if not found:
        raise ValueError(f"{name} has no notebook in it")
    if len({on_platform(file.path.stem) for file in found} - {("", "")}) > 1:
        raise ValueError(f"{name} has notebooks of several students: unpack it")
    return found


def within(member):
    """Return where in an archive a member lies, whatever its name says.

    >>> str(within("/tmp/../x.ipynb"))
    'tmp/x.ipynb'
    """
    parts = PurePosixPath(member).parts
    return Path(*(part for part in parts if part not in ("/", "//", "..")))


def too_large(size):
    """Return why a file of this size is not taken, and what to do."""
    return (
        f"has {size / 1e6:.1f} MB, and at most {LARGEST / 1e6:g} MB are taken "
        "(outputs make a notebook large: clear them)"
    )
