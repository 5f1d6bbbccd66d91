"""Every notebook runs to its end where MNIST can't be had, and says so.

Each that asks for MNIST runs on the small digits, in a process with no network, no file
of MNIST and an empty cache of Keras. The others have nothing of it at hand where their
cells are run and compared, see `conftest.py`.
"""

import os
import re
import subprocess
import sys

import nbformat
import pytest

from tests.network import CUT_OFF, can_cut_off
from tests.nothing_at_hand import environment, nothing_at_hand, reads_mnist
from tools.places import NOTEBOOKS, ROOT

pytestmark = pytest.mark.slow

PAGES = sorted(NOTEBOOKS.glob("*.ipynb"))
# Two workers share the notebooks.
CASES = [
    pytest.param(path, id=path.stem, marks=pytest.mark.xdist_group(f"no {path.stem}"))
    for path in PAGES
    if reads_mnist(path)
]


@pytest.mark.parametrize("path", CASES)
def test_a_notebook_runs_to_its_end_on_the_small_digits(path, tmp_path):
    command = [sys.executable, "-m", "tools.pages", path, tmp_path]
    if can_cut_off():  # elsewhere, nobody answers at the proxy's address
        command = [*CUT_OFF, *command]
    env = environment(str(tmp_path / "keras")) | {"NOTEBOOKS_WITHOUT_WIDGETS": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=env, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr[-3000:]
    cells = nbformat.read(tmp_path / path.name, as_version=4).cells
    cells = [cell for cell in cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == [*range(1, len(cells) + 1)]
    said = "".join(text for cell in cells for text in texts(cell))
    assert said.count("MNIST can't be had (") == 1
    assert said.count("8×8 digits: 1 437 training images, 360 test images") == 1
    assert has_all_numbers(cells)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_stored_sentence_has_its_numbers(path):
    cells = nbformat.read(path, as_version=4).cells
    assert has_all_numbers([cell for cell in cells if cell.cell_type == "code"])


def has_all_numbers(cells):
    """Tell whether what hangs on a training came to a number in all sentences."""
    trained = "".join(text for c in cells if varies(c) for text in texts(c))
    return not re.search(r"\b(nan|inf)\b", trained)


def varies(cell):
    """Tell whether the outputs of a cell depend on a training."""
    return "nbval-ignore-output" in cell.metadata.get("tags", [])


def texts(cell):
    """Return what a cell prints and says, figures and tables aside."""
    for output in cell.outputs:
        tags = cell.metadata.get("tags", [])
        assert output.output_type != "error" or "raises-exception" in tags
        assert output.get("name") != "stderr", output.text
        yield output.get("text", "")
        yield output.get("data", {}).get("text/markdown", "")


def test_a_process_that_has_nothing_at_hand_has_no_mnist(monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", "here")
    monkeypatch.setenv("no_proxy", "*")
    before = dict(os.environ)
    code = "from helpers.data import load_mnist; print(load_mnist().is_mnist)"
    with nothing_at_hand():
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, check=True
        )
    assert done.stdout.endswith(b"\nFalse\n")
    assert dict(os.environ) == before


def test_what_a_page_asks_for_is_known():
    asking = {path.stem.partition("_")[0] for path in PAGES if reads_mnist(path)}
    assert {"00", "04", "05", "10"} <= asking
    assert not {"02", "06", "12", "13", "14"} & asking
