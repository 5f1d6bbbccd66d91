"""Every notebook runs to its end where MNIST can't be had, and says so.

Each runs on the small digits, in a process with no network, no file of MNIST and an
empty cache of Keras.
"""

import os
import re
import subprocess
import sys

import nbformat
import pytest

from tests.network import CUT_OFF, can_cut_off
from tools.places import NOTEBOOKS, ROOT

pytestmark = pytest.mark.slow

# Two workers share the notebooks.
CASES = [
    pytest.param(path, id=path.stem, marks=pytest.mark.xdist_group(f"no {path.stem}"))
    for path in sorted(NOTEBOOKS.glob("*.ipynb"))
]


@pytest.fixture
def nothing_at_hand(tmp_path):
    """The environment of a machine that has no MNIST, and finds nobody to ask."""
    nobody = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
    ours = {"KERAS_HOME": str(tmp_path / "keras"), "NOTEBOOKS_WITHOUT_WIDGETS": "1"}
    left_out = ("MNIST_NPZ", "no_proxy", "NO_PROXY")
    plain = {name: value for name, value in os.environ.items() if name not in left_out}
    return plain | nobody | ours


@pytest.mark.parametrize("path", CASES)
def test_a_notebook_runs_to_its_end_on_the_small_digits(
    path, nothing_at_hand, tmp_path
):
    command = [sys.executable, "-m", "tools.pages", path, tmp_path]
    if can_cut_off():  # elsewhere, nobody answers at the proxy's address
        command = [*CUT_OFF, *command]
    done = subprocess.run(
        command, cwd=ROOT, env=nothing_at_hand, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr[-3000:]
    cells = nbformat.read(tmp_path / path.name, as_version=4).cells
    cells = [cell for cell in cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == [*range(1, len(cells) + 1)]
    said = "".join(text for cell in cells for text in texts(cell))
    if any(re.search(r"= (load_mnist|check_machine)\(\)", c.source) for c in cells):
        assert said.count("MNIST can't be had (") == 1
        assert said.count("8×8 digits: 1 437 training images, 360 test images") == 1
    trained = "".join(text for c in cells if varies(c) for text in texts(c))
    assert not re.search(r"\b(nan|inf)\b", trained), "a sentence has no number"


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
