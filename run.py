#!/usr/bin/env python3
"""Set up and run the collection.

python3 run.py [lab]            open the notebooks in JupyterLab
python3 run.py test             run all tests, every notebook among them
python3 run.py execute [NAME…]  run notebooks without a browser, into build/
python3 run.py bench [NAME…]    measure what the collection costs, as ratios
python3 run.py class            write the student's edition and its key, build/class
python3 run.py class release    make graded assignments, see classroom/README.md
python3 run.py site             write the site, build/site, from the stored outputs
python3 run.py pack [FOLDER]    make a folder, build/pack, that needs no network: copy
                                it to machines with this system and version of Python

Each command first makes the environment in .venv, if it is not there or no longer
fits. What follows `test` goes to pytest, what follows `lab` to JupyterLab; without a
word, --port 8901 opens JupyterLab there. With --python 3.12 before or after it, a
command runs on that version, and with --oldest or --newest on the oldest or newest
packages that requirements.txt admits; each has an environment of its own beside .venv.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# What tells the environments apart; `elsewhere` sets it for a run of its own.
VARIANT = os.environ.get("COLLECTION_VARIANT", "")
VENV = ROOT / f".venv{VARIANT}"
STAMP = VENV / "complete"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "build"
NO_UPDATES = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
# What goes to JupyterLab without the word `lab`. It would ignore a misspelt option.
LAB_OPTION = re.compile(r"--(port|ip|browser|no-browser|debug)(=|$)|--[A-Z]\w+\.\w+=")
# Which Pythons TensorFlow has builds for, and its oldest release that is admitted.
OLDEST, NEWEST, NEWEST_OF_OLDEST = (3, 11), (3, 13), (3, 12)


def main(arguments):
    """Do what the command line says, and return the exit code."""
    if {"--python", "--oldest", "--newest"} & {*arguments}:
        return elsewhere(arguments)
    if not arguments or LAB_OPTION.match(arguments[0]):
        arguments = ["lab", *arguments]
    command, *names = arguments
    commands = {
        "lab": open_lab,
        "test": run_tests,
        "execute": execute,
        "bench": run_benchmarks,
        "class": write_class,
        "site": write_site,
        "pack": make_pack,
    }
    if command in ("-h", "--help"):
        print(__doc__.strip())
        return 0
    if command not in commands:
        kind = "an option" if command.startswith("-") else "a command"
        return f"'{command}' is not {kind}.\n\n{__doc__.strip()}"
    check_python()
    set_up()
    if (ROOT / "mnist.npz").is_file() and not os.environ.get("MNIST_NPZ"):
        os.environ["MNIST_NPZ"] = str(ROOT / "mnist.npz")
    return commands[command](names)


def elsewhere(arguments):
    """Run this script on another Python, or with other packages, or both."""
    arguments, python, variant = list(arguments), sys.executable, ""
    if "--python" in arguments:
        place = arguments.index("--python")
        version = "".join(arguments[place + 1 : place + 2])
        del arguments[place : place + 2]
        python, variant = find_python(version), f"-{version}"
    ages = [age for age in ("--oldest", "--newest") if age in arguments]
    if len(ages) > 1:
        return "Packages are either --oldest or --newest, not both."
    for age in ages:
        arguments.remove(age)
        variant += age[1:]
    environment = dict(os.environ, COLLECTION_VARIANT=variant)
    command = [python, __file__, *arguments]
    return wait_for(subprocess.Popen(command, env=environment))


def find_python(version):
    """Return the path of a Python of that version: on PATH, by pyenv, py or uv."""
    if not re.fullmatch(r"3\.\d+", version):
        sys.exit(f"--python '{version}' must be a version such as 3.12.")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    ways = [[f"python{version}"], ["py", f"-{version}"]]
    ways += [[str(path)] for path in sorted(pyenv.glob(f"{version}.*/bin/python3"))]
    ways += [["uv", "run", "--no-project", "--python", version, "python"]]
    ask = "import sys; print(sys.executable, *sys.version_info[:2], sep='\\n')"
    for way in ways:
        if shutil.which(way[0]):
            done = subprocess.run(
                [*way, "-c", ask], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            path, *found = done.stdout.decode().splitlines()[:3] or [""]
            if ".".join(found) == version:
                return path
    return sys.exit(
        f"There is no Python {version}: install it from python.org, your system's "
        "packages, pyenv or uv."
    )


def check_python():
    """Leave with one sentence if TensorFlow has no build for this Python."""
    version, newest, which = sys.version_info[:2], NEWEST, "TensorFlow"
    if VARIANT.endswith("-oldest"):
        newest, which = NEWEST_OF_OLDEST, "the oldest TensorFlow"
    if not OLDEST <= version <= newest:
        sys.exit(
            "This is Python {}.{}, but {} needs one from {}.{} to {}.{}: "
            "install one from python.org or your system's packages, and start run.py "
            "with it, as in 'python{}.{} run.py'.".format(
                *version, which, *OLDEST, *newest, *newest
            )
        )


def set_up():
    """Make .venv fit requirements.txt; an unfinished one is made anew."""
    place = f"Python {sys.version_info[0]}.{sys.version_info[1]} in {ROOT}"
    recipes = [ROOT / name for name in ("requirements.txt", constraints())]
    packages = hashlib.sha256(b"".join(p.read_bytes() for p in recipes)).hexdigest()
    found = STAMP.read_text("utf-8").splitlines() if STAMP.is_file() else []
    if found == [place, packages] and PYTHON.exists():
        return

    offline = from_pack()
    uv = shutil.which("uv")
    if found[:1] != [place] or not PYTHON.exists():
        make_venv(uv)
    task = f"Installing the packages of requirements.txt into {VENV.name}"
    print(f"{task} (once) …", flush=True)
    STAMP.unlink(missing_ok=True)
    sources = ["-r", "requirements.txt", "-e", "."]
    if not install(sources, *offline):
        sys.exit("The packages could not be installed: see above, then run this again.")
    STAMP.write_text(f"{place}\n{packages}\n", "utf-8")


def install(packages, offline=(), environment=None):
    """Install what is named into .venv, as pinned; tell whether that worked.

    A pack holds one version of each package. Its pins may be for a later Python.
    """
    uv = shutil.which("uv")
    installer = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    if not uv:
        installer = [str(PYTHON), "-m", "pip", "install", "--quiet"]
        installer += ["--disable-pip-version-check"]
    if not offline and not VARIANT.endswith("-newest"):
        packages = [*packages, "-c", constraints()]
    command = [*installer, *packages, *offline]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode == 0


def constraints():
    """Return the name of the file that pins the packages of this environment."""
    oldest = VARIANT.endswith("-oldest")
    return "constraints-oldest.txt" if oldest else "constraints.txt"


def from_pack():
    """Return the options and environment for an installation from a verified pack.

    They are none where this is no pack.
    """
    if not any((ROOT / name).exists() for name in ("pack.json", "wheels")):
        return [], None
    from tools import pack  # here: an older Python can't read it

    if VARIANT.endswith(("-oldest", "-newest")):
        sys.exit(
            "A pack holds one set of packages: --oldest and --newest are not in it."
        )
    problem = pack.problem_of(ROOT)
    if problem:
        sys.exit(problem)
    return pack.installing()


def make_venv(uv):
    """Make an empty .venv, with uv if there is one."""
    missing = [m for m in ("venv", "ensurepip") if not importlib.util.find_spec(m)]
    if missing and not uv:
        sys.exit(
            f"This Python lacks its {missing[0]} module: install it (on Debian and "
            "Ubuntu 'apt install python3-venv'), or install uv, and run this again."
        )
    shutil.rmtree(VENV, ignore_errors=True)
    make = [uv, "venv", "--quiet", "--python"] if uv else []
    make += [sys.executable] if uv else [sys.executable, "-m", "venv"]
    if subprocess.run([*make, str(VENV)]).returncode:
        sys.exit(f"No environment could be made in {VENV}: see above.")


def open_lab(arguments):
    """Open JupyterLab on the notebooks, as root and without a display too."""
    settings = {
        "ServerApp.root_dir": NOTEBOOKS,
        "LabApp.default_url": "/lab/tree/00_start.ipynb",
        # Nothing is asked of the network, and the reader isn't asked about news. What
        # lies in .jupyterlab are defaults: the reader's own settings prevail.
        "LabApp.app_settings_dir": ROOT / ".jupyterlab",
        "LabApp.news_url": "",
        "LabApp.check_for_updates_class": NO_UPDATES,
        "LabApp.extension_manager": "readonly",
    }
    command = [str(PYTHON), "-m", "jupyterlab"]
    command += [f"--{name}={value}" for name, value in settings.items()]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    if sys.platform == "linux" and not any(map(os.environ.get, displays)):
        command.append("--no-browser")
    return wait_for(subprocess.Popen(command + arguments))


def run_tests(arguments):
    """Run pytest on tests and notebooks: all of them, two at a time, or those named.

    Two, however many cores there are: each worker takes a gigabyte or two.
    """
    arguments = arguments or ["-n", "2"]
    return wait_for(
        subprocess.Popen([str(PYTHON), "-m", "pytest", *arguments], cwd=ROOT)
    )


def run_benchmarks(arguments):
    """Run the benchmarks; they print a table and write build/benchmarks.json."""
    return wait_for(
        subprocess.Popen([str(PYTHON), "-m", "benchmarks", *arguments], cwd=ROOT)
    )


def make_pack(arguments):
    """Make a folder that sets up and runs without a network, see tools/pack."""
    from tools import pack

    if VARIANT.endswith(("-oldest", "-newest")):
        return "A pack holds the packages of constraints.txt, not others."
    if len(arguments) > 1 or "".join(arguments).startswith("-"):
        return f"pack takes the name of one folder, not '{' '.join(arguments)}'."
    return pack.make(ROOT, PYTHON, *arguments or [BUILD / "pack"])


def write_class(arguments):
    """Write the student's edition and its key into build/class/, or see to assignments.

    The packages that grade come into .venv when they are asked for; a pack has them.
    """
    edition = not arguments or arguments[0].startswith("-")
    if not edition and not add("classroom", from_pack):
        return "nbgrader could not be installed: see above, then run this again."
    return wait_for(
        subprocess.Popen([str(PYTHON), "-m", "classroom", *arguments], cwd=ROOT)
    )


def write_site(arguments):
    """Write the site into build/site/, see website/build.py.

    Its packages come into .venv when it is written for the first time.
    """
    if arguments:
        return f"site takes no name, not '{' '.join(arguments)}': it writes build/site."
    if not add("site"):
        return (
            "The packages of the site could not be installed: see above. They need a "
            "network once, and no pack holds them."
        )
    return wait_for(subprocess.Popen([str(PYTHON), "-m", "website.build"], cwd=ROOT))


def add(extra, offline=lambda: ([], None)):
    """Install an optional set of pyproject.toml, once; tell whether it is there."""
    import tomllib  # here: an older Python hasn't got it

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    packages = project["optional-dependencies"][extra]
    added, complete = VENV / extra, "\n".join([STAMP.read_text("utf-8"), *packages])
    if added.is_file() and added.read_text("utf-8") == complete:
        return True
    print(f"Adding the packages of the {extra} to {VENV.name} (once) …", flush=True)
    if not install(packages, *offline()):
        return False
    added.write_text(complete, "utf-8")
    return True


def wait_for(process):
    """Wait for a process that answers Ctrl-C by itself."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def execute(arguments):
    """Run notebooks into build/; with --in-place renew their stored outputs."""
    names = [name for name in arguments if name != "--in-place"]
    failed = 0
    for notebook in choose(names):
        print(f"{notebook.stem:24}", end="", flush=True)
        began = time.monotonic()
        problem = run_notebook(notebook, in_place="--in-place" in arguments)
        seconds = time.monotonic() - began
        print(f"{'FAILED' if problem else 'ok':8}{seconds:6.1f} s", flush=True)
        if problem:
            failed += 1
            print(problem, file=sys.stderr)
    return 1 if failed else 0


def choose(names):
    """Return the paths of the notebooks named by number, name or path, or of all."""
    notebooks = sorted(NOTEBOOKS.glob("*.ipynb"))
    chosen = []
    for name in names:
        stem = Path(name).stem
        found = [n for n in notebooks if n.stem == stem or n.stem[:2] == stem]
        if not found:
            known = ", ".join(n.stem for n in notebooks)
            sys.exit(f"There is no notebook '{name}'. There are: {known}.")
        chosen += found
    return chosen or notebooks


def run_notebook(notebook, in_place):
    """Run from top to bottom; return what went wrong, or an empty string."""
    command = [str(PYTHON), "-m", "tools.pages", str(notebook)]
    if not in_place:
        command.append(str(BUILD))
        for old in BUILD.glob(f"{notebook.stem}.*"):
            old.unlink()
    done = subprocess.run(
        command,
        env=dict(os.environ, NOTEBOOKS_WITHOUT_WIDGETS="1"),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    if done.returncode:
        *_, failure = done.stderr.rpartition("CellExecutionError: ")
        return re.sub(r"\x1b\[[0-9;]*m", "", failure)
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
