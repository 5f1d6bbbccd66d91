"""The folders that a teacher hands out, and keeps."""

import os
import shutil
from pathlib import Path

import nbformat

from classroom.editions import key, student
from classroom.exercises import paths, read
from tools.pack import files, is_pack
from tools.places import BUILD, NOTEBOOKS, ROOT, TO_RUN

EDITIONS = BUILD / "class"
WITHOUT = shutil.ignore_patterns("__pycache__", "*.ipynb", ".ipynb_checkpoints")


def write(build=EDITIONS):
    """Write both editions anew, and return their paths.

    The student's is a collection of its own: notebooks, and what they need to run. In a
    pack it is a pack too.
    """
    build = Path(build)
    shutil.rmtree(build, ignore_errors=True)
    folders = build / "student", build / "key"
    for name in TO_RUN:
        copy(ROOT / name, folders[0] / name)
    for name in files(ROOT) if is_pack(ROOT) else ():
        share(ROOT / name, folders[0] / name)
    for folder, edition in zip(folders, (student, key), strict=True):
        shutil.copytree(NOTEBOOKS, folder / "notebooks", ignore=WITHOUT)
        for path in paths():
            made = edition(read(path))
            nbformat.write(made, folder / "notebooks" / path.name)
    return folders


def copy(source, target):
    """Copy a file or a folder."""
    if source.is_dir():
        shutil.copytree(source, target, ignore=WITHOUT)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def share(source, target):
    """Give a file that nobody changes a second name, or copy it where that can't be."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
