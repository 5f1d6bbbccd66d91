"""The experiments of the notebooks, repeated with other seeds.

``python3 run.py repeat 05`` executes notebook 05 as each of its repeats, and keeps what
each found in ``helpers/lesson/repeats.csv``. A notebook says which repeat it is in the
cell tagged "parameters"; it is 0 there, the page's own run.
"""

import argparse
import re
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pandas as pd
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from helpers.lesson.repeats import FILE, STORED, read, write
from tools.notebooks import choose

SAVE = "repeats.found().to_csv({path!r}, index=False)"
LINE = re.compile(r"^repeat = 0 *(#.*)?$", re.MULTILINE)


def main(notebooks, repeats=STORED, at_once=2):
    """Repeat notebooks, some at once, and keep what each has found when it is done.

    Returns 1 if one of them failed, as an exit code.
    """
    failed = 0
    with ThreadPoolExecutor(at_once) as pool:
        work = {
            pool.submit(execute_as, path, repeat): f"{path.stem}, repeat {repeat}"
            for path in notebooks
            for repeat in repeats
        }
        for done in as_completed(work):
            try:
                keep(found := done.result())
                print(f"{work[done]}: ok, on {found.data[0]}", flush=True)
            except Exception as problem:  # whatever it is, keep what the others find
                failed = 1
                print(f"{work[done]}: FAILED\n{problem}", file=sys.stderr)
    return failed


def execute_as(notebook, repeat):
    """Execute a notebook as one of its repeats; return what it found, as a table."""
    pages = nbformat.read(notebook, as_version=4)
    prepare(pages, repeat)
    with TemporaryDirectory() as folder:
        path = str(Path(folder, "found.csv"))
        pages.cells.append(new_code_cell(SAVE.format(path=path)))
        place = {"metadata": {"path": str(notebook.parent)}}
        NotebookClient(pages, timeout=None, resources=place).execute()
        return pd.read_csv(path, dtype={"page": str})


def prepare(pages, repeat):
    """Write the number of the repeat into the notebook's cell of parameters."""
    cells = [c for c in pages.cells if "parameters" in c.metadata.get("tags", [])]
    if len(cells) != 1 or len(LINE.findall(cells[0].source)) != 1:
        raise ValueError("one cell must be tagged 'parameters' and have 'repeat = 0'")
    cells[0].source = LINE.sub(f"repeat = {repeat}", cells[0].source)


def keep(found, path=FILE):
    """Put what a repeat found into the table, in the place of an earlier result."""
    if found.empty:
        raise ValueError("the page has added no question")
    old = read(path)
    [same] = {*zip(found.page, found.data, found.repeat, strict=True)}
    again = [*zip(old.page, old.data, old.repeat, strict=True)]
    old = old[[key != same for key in again]]
    write(pd.concat([old, found], ignore_index=True), path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser("tools.repeat")
    parser.add_argument("notebooks", nargs="+", type=choose)
    parser.add_argument("--repeats", nargs="+", type=int, default=STORED)
    parser.add_argument("--at-once", type=int, default=2)
    sys.exit(main(**vars(parser.parse_args())))
