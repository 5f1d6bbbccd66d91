"""What each command of ``run.py`` does in a complete environment.

Each returns an exit code, or a sentence on what went wrong. An older Python must be
able to read this module, as ``run.py`` imports it.
"""

import os
import sys

from tools import notebooks, programs
from tools.places import BUILD
from tools.supported import is_intel_mac

NO_UPDATES = "jupyterlab.handlers.announcements.NeverCheckForUpdate"


def open_lab(environment, asked):
    """Open JupyterLab on the notebooks, as root and without a display too."""
    settings = {
        "ServerApp.root_dir": environment.root / "notebooks",
        "LabApp.default_url": "/lab/tree/00_start.ipynb",
        # Nothing is asked of the network, and the reader isn't asked about news. What
        # lies in .jupyterlab are defaults: the reader's own settings prevail.
        "LabApp.app_settings_dir": environment.root / ".jupyterlab",
        "LabApp.news_url": "",
        "LabApp.check_for_updates_class": NO_UPDATES,
        "LabApp.extension_manager": "readonly",
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    if sys.platform == "linux" and not any(map(os.environ.get, displays)):
        options.append("--no-browser")
    command = [environment.python, "-m", "jupyterlab", *options, *asked.arguments]
    return programs.wait_for(programs.start(command))


def run_tests(environment, asked):
    """Run pytest on tests and notebooks: all of them, two at a time, or those named.

    Two, however many cores there are: each worker takes a gigabyte or two.
    """
    return run_module(environment, "pytest", asked.arguments or ["-n", "2"])


def execute(environment, asked):
    """Run notebooks into build/, or with --in-place renew their stored outputs."""
    chosen = asked.notebooks or sorted((environment.root / "notebooks").glob("*.ipynb"))
    folder = None if asked.in_place else BUILD
    return notebooks.execute(chosen, folder, environment.python)


def repeat(environment, asked):
    """Repeat the experiments of notebooks with other seeds, see tools/repeat.py."""
    return run_module(environment, "tools.repeat", asked.notebooks)


def run_benchmarks(environment, asked):
    """Run the benchmarks; they print a table and write build/benchmarks.json."""
    return run_module(environment, "benchmarks", asked.benchmarks)


def write_class(environment, asked):
    """Write the student's edition and its key into build/class/, or what is asked for.

    The packages that grade, and those for slides, come into .venv when they are asked
    for; a pack has them.
    """
    options = [f"--{o}" for o in ("seal", "slides") if getattr(asked, o, False)]
    words = [asked.step] if asked.step else options
    needed = "Assignments" if asked.step else "Slides" if "--slides" in words else ""
    if needed and is_intel_mac():
        return (
            f"{needed} need packages that a Mac with an Intel processor can't have "
            "beside its TensorFlow: use a container, see classroom/README.md."
        )
    if needed and not environment.add("classroom", environment.pack()):
        return (
            f"{needed} need the packages of the extra classroom, which could not be "
            "installed: see above, then run this again."
        )
    if asked.step == "collect":
        words += [asked.assignment, asked.folder]
    if asked.step == "remove":
        words.append(asked.student)
    return run_module(environment, "classroom", words)


def write_site(environment, asked):
    """Write the site into build/site/, see website/build.py.

    Its packages come into .venv when it is written for the first time.
    """
    if not environment.add("site"):
        return (
            "The packages of the site could not be installed: see above. They need a "
            "network once, and no pack holds them."
        )
    return run_module(environment, "website.build", [])


def make_pack(environment, asked):
    """Make a folder that sets up and runs without a network, see tools/pack."""
    from tools import pack  # here: an older Python can't read it

    return pack.make(environment.root, environment.python, asked.folder)


def run_module(environment, module, arguments):
    """Run a module in the collection's folder; return its exit code."""
    command = [environment.python, "-m", module, *arguments]
    return programs.wait_for(programs.start(command, cwd=environment.root))
