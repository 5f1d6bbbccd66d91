"""Notebooks: which ones are named, and how they run without a browser.

An older Python must be able to read this module, as ``run.py`` imports it.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from tools import programs
from tools.places import BUILD, NOTEBOOKS, ROOT


def choose(name: str, folder: Path = NOTEBOOKS) -> Path:
    """Return the path of the notebook that is named by number, name or path.

    The number may have a letter: 12b stands behind 12.
    """
    notebooks = sorted(folder.glob("*.ipynb"))
    stem = Path(name).stem
    for path in notebooks:
        number, _, _ = path.stem.partition("_")
        if stem in (path.stem, number):
            return path
    known = ", ".join(path.stem for path in notebooks)
    raise ValueError(f"There is no notebook '{name}'. There are: {known}.")


def execute(notebooks, folder=BUILD, python=sys.executable) -> int:
    """Run notebooks into a folder, or with none in their place, and print a table.

    Returns 1 if one of them failed, as an exit code.
    """
    failed = 0
    width = max(len(path.stem) for path in notebooks) + 2
    for path in notebooks:
        print(f"{path.stem:{width}}", end="", flush=True)
        began = time.monotonic()
        problem = run_notebook(path, folder, python)
        seconds = time.monotonic() - began
        print(f"{'FAILED' if problem else 'ok':8}{seconds:6.1f} s", flush=True)
        if problem:
            failed = 1
            print(problem, file=sys.stderr)
    return failed


def run_notebook(notebook: Path, folder=BUILD, python=sys.executable) -> str:
    """Run a notebook from top to bottom; return what went wrong, or an empty string.

    The result and its page go into the folder; with none, it is renewed in its place.
    """
    command = [python, "-m", "tools.pages", notebook.absolute()]
    if folder is not None:
        command.append(folder.absolute())
        for suffix in (".ipynb", ".html"):
            (folder / f"{notebook.stem}{suffix}").unlink(missing_ok=True)
    process = programs.start(
        command,
        cwd=ROOT,  # where its module is found, whatever else is called tools
        env=dict(os.environ, NOTEBOOKS_WITHOUT_WIDGETS="1"),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    _, errors = process.communicate()
    if process.returncode:
        *_, failure = errors.rpartition("CellExecutionError: ")
        return re.sub(r"\x1b\[[0-9;]*m", "", failure)
    return ""
