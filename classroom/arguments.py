"""What can be typed after ``python3 run.py class``, and what is wrong with it.

No package is needed for it. An older Python must be able to read this module, as
``run.py`` imports it.
"""

import argparse
from pathlib import Path

from classroom.assignments import NAMES


def add_arguments(parser):
    """Add the options and steps of ``class`` to a parser."""
    about = "make the digests of the right answers anew, after a change of an exercise"
    parser.add_argument("--seal", action="store_true", help=about)
    about = "write slides of 00 to 05 and a page for a first lesson, build/slides"
    parser.add_argument("--slides", action="store_true", help=about)
    steps = parser.add_subparsers(dest="step", metavar="STEP", title="assignments")
    steps.add_parser("release", help="make the notebooks to hand out")
    collect = steps.add_parser("collect", help="take in the notebooks of a folder")
    collect.add_argument("assignment", choices=sorted(NAMES))
    about = "one with NAME.ipynb, or NAME/….ipynb, for each student"
    collect.add_argument("folder", metavar="FOLDER", type=folder, help=about)
    steps.add_parser("grade", help="give the points of all that is new")
    steps.add_parser("export", help="write feedback and the table of marks")
    remove = steps.add_parser("remove", help="take a student out")
    remove.add_argument("student", metavar="NAME", help="as it stands in the marks")


def read(parser, words):
    """Return what is asked for, or leave with a sentence on what is wrong."""
    asked = parser.parse_args(words)
    alone = [f"--{name}" for name in ("seal", "slides") if getattr(asked, name)]
    if alone and asked.step:
        parser.error(f"{alone[0]} stands alone, without a STEP")
    if len(alone) > 1:
        parser.error("--seal and --slides stand alone: type one of them")
    return asked


def folder(name):
    """Return the path of a folder that is there."""
    if not Path(name).is_dir():
        said = "There is no folder '{}'. Put the notebooks of all students in one."
        raise argparse.ArgumentTypeError(said.format(name))
    return Path(name).absolute()
