"""What can be typed after ``run.py``, and what is wrong with what was typed.

No package is needed for it. An older Python must be able to read this module, as
``run.py`` imports it.
"""

import argparse
from pathlib import Path

from tools import commands, notebooks
from tools.places import BUILD, ROOT

HELP = (["-h"], ["--help"])
ABOUT = """\
Without a command JupyterLab opens, and takes its options: run.py --port 8901

Each command first makes the environment in .venv, if it is not there or no longer fits.
It is that of the Python that starts run.py: another version makes it anew.
"""


def parsers():
    """Return the parser that tells about all commands, and that of each by its name."""
    parser = argparse.ArgumentParser(
        prog="run.py",
        description="Set up and run the collection.",
        epilog=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    known = parser.add_subparsers(title="commands", metavar="COMMAND")
    add_lab(known)
    add_execute(known)
    # A student's folder is without these.
    for needed, add in (
        ("tests", add_test),
        ("tests", add_repeat),
        ("benchmarks", add_bench),
        ("classroom", add_class),
        ("website", add_site),
    ):
        if (ROOT / needed).is_dir():
            add(known)
    add_pack(known)
    return parser, known.choices


def read(command, parser, words):
    """Return what is asked of a command, or leave with what is wrong about it."""
    if command in ("lab", "test") and words[:1] not in HELP:
        return argparse.Namespace(act=parser.get_default("act"), arguments=words)
    if command == "class":
        from classroom import arguments

        return arguments.read(parser, words)
    return parser.parse_intermixed_args(words)


def add_command(known, name, act, about, more=""):
    """Add a command and return its parser; ``about`` stands in the list of all."""
    description = f"{about[0].upper()}{about[1:]}. {more}"
    parser = known.add_parser(
        name, help=about, description=description, allow_abbrev=False
    )
    parser.set_defaults(act=act)
    return parser


def add_lab(known):
    """Add what opens the notebooks."""
    about = "open the notebooks in JupyterLab"
    parser = add_command(known, "lab", commands.open_lab, about)
    about = "goes to JupyterLab, as --port 8901"
    parser.add_argument("arguments", nargs="*", metavar="ARGUMENT", help=about)


def add_execute(known):
    """Add what runs notebooks."""
    about = "run notebooks without a browser, into build/, each as a page too"
    parser = add_command(known, "execute", commands.execute, about)
    add_notebooks(parser, "*", "; without one, all of them")
    about = "renew the stored outputs instead of writing into build/"
    parser.add_argument("--in-place", action="store_true", help=about)


def add_notebooks(parser, number, more=""):
    """Add the notebooks that are named, as many as ``number`` tells argparse."""
    parser.add_argument(
        "notebooks",
        nargs=number,
        metavar="NOTEBOOK",
        type=checked(notebooks.choose),
        help=f"number, name or path of a notebook{more}",
    )


def add_test(known):
    """Add what runs the tests."""
    about = "run all tests, every notebook among them"
    parser = add_command(known, "test", commands.run_tests, about)
    about = "goes to pytest, which then runs one test at a time, as -k cosine"
    parser.add_argument("arguments", nargs="*", metavar="ARGUMENT", help=about)


def add_repeat(known):
    """Add what repeats the experiments of notebooks."""
    about = "repeat the experiments of notebooks eight times, with other seeds"
    more = "What each finds is kept in helpers/lesson/repeats.csv."
    parser = add_command(known, "repeat", commands.repeat, about, more)
    add_notebooks(parser, "+")


def add_bench(known):
    """Add what measures."""
    about = "measure what the collection costs, as ratios"
    parser = add_command(known, "bench", commands.run_benchmarks, about)
    parser.add_argument(
        "benchmarks",
        nargs="*",
        metavar="BENCHMARK",
        type=checked(benchmark),
        help="name of one; without one, all of them",
    )


def add_class(known):
    """Add what a teacher needs, the steps of assignments among them."""
    from classroom import arguments  # here: a student's folder is without it

    about = "write the student's edition and its key, build/class"
    more = "With a step: make and grade assignments, see classroom/README.md."
    parser = add_command(known, "class", commands.write_class, about, more)
    arguments.add_arguments(parser)


def add_site(known):
    """Add what writes the site."""
    about = "write the site, build/site, from the stored outputs"
    add_command(known, "site", commands.write_site, about)


def add_pack(known):
    """Add what makes a pack."""
    about = "make a folder that needs no network, for this system and Python version"
    parser = add_command(known, "pack", commands.make_pack, about)
    parser.add_argument(
        "folder",
        nargs="?",
        metavar="FOLDER",
        default=str(BUILD / "pack"),
        type=checked(new_pack),
        help="where to make it, instead of build/pack",
    )


def checked(check):
    """Return the function ``check`` with its ValueErrors as argparse shows them."""

    def kind(name):
        try:
            return check(name)
        except ValueError as problem:
            raise argparse.ArgumentTypeError(str(problem)) from None

    return kind


def benchmark(name):
    """Return the name of a benchmark."""
    from benchmarks import BENCHMARKS  # here: a student's folder is without it

    if name not in BENCHMARKS:
        known = ", ".join(BENCHMARKS)
        raise ValueError(f"There is no benchmark '{name}'. There are: {known}.")
    return name


def new_pack(name):
    """Return the path of a folder in which a pack can be made."""
    from tools import pack  # here: an older Python can't read it

    problem = pack.why_not(ROOT, Path(name).absolute())
    if problem:
        raise ValueError(problem)
    return Path(name).absolute()
