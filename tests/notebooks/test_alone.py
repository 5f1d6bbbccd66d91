"""The cells of notebook 04 that are made to be copied: they need Keras, no more.

They run by themselves, in an empty folder, with MNIST and without.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.network import CUT_OFF, can_cut_off
from tools.places import NOTEBOOKS

pytestmark = pytest.mark.slow

FOUND = "What was found: "
ALONE = """
import sys
sys.modules["helpers"] = None  # importing it is an ImportError from here on
"""
# A copy of MNIST may be packed otherwise than Keras's own, which it knows by its bytes.
PACKED_ANEW = """
sys.modules["sklearn"] = None
from keras.src.utils import file_utils
file_utils.validate_file = lambda *given, **named: True
"""
REPORT = f"""
import json
accuracy = {{name: kept["val_accuracy"] for name, kept in histories.items()}}
panels = len(plt.gcf().axes)
found = {{"images": len(x_train), "accuracy": accuracy, "panels": panels}}
print("{FOUND}" + json.dumps(found))
"""
SENTENCE = "MNIST can't be downloaded here: these are the small digits of scikit-learn."


def cells(name, tag):
    """Return the sources of a notebook's cells that have a tag."""
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    return [c.source for c in notebook.cells if tag in c.metadata.get("tags", [])]


def run(before, folder, keras_home, *command):
    """Run the cells in a folder; return the printed lines, and what is found."""
    keras_home.mkdir(exist_ok=True)
    nobody = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
    left_out = ("MNIST_NPZ", "no_proxy", "NO_PROXY")
    plain = {name: value for name, value in os.environ.items() if name not in left_out}
    folder.mkdir()
    copied = cells("04_mnist.ipynb", "to-run-alone")
    done = subprocess.run(
        [*command, sys.executable, "-I", "-"],
        input="\n".join([ALONE, before, *copied, REPORT]),
        cwd=folder,
        env=plain | nobody | {"KERAS_HOME": str(keras_home), "MPLBACKEND": "Agg"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert not list(folder.iterdir())
    *lines, last = done.stdout.splitlines()
    return lines, json.loads(last.removeprefix(FOUND))


def check_found(found, images, at_least):
    """Check that each training was as long, and as good, as it should be."""
    assert found["images"] == images
    assert found["panels"] == 2
    assert len(found["accuracy"]) == 3
    for name, accuracy in found["accuracy"].items():
        assert len(accuracy) == 6, name
        assert accuracy[-1] > at_least, name


def test_with_keras_alone_they_train_on_mnist(tmp_path):
    home = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()
    copy = Path(os.environ.get("MNIST_NPZ") or home / "datasets" / "mnist.npz")
    if not copy.is_file():
        pytest.skip("needs a file of MNIST")
    cache = tmp_path / "keras" / "datasets"
    cache.mkdir(parents=True)
    (cache / "mnist.npz").symlink_to(copy.absolute())
    lines, found = run(PACKED_ANEW, tmp_path / "empty", tmp_path / "keras")
    assert SENTENCE not in lines
    check_found(found, 60_000, at_least=0.97)


def test_without_mnist_they_say_so_and_train_on_the_small_digits(tmp_path):
    cut_off = CUT_OFF if can_cut_off() else ()  # else nobody is at the proxy's address
    lines, found = run("", tmp_path / "empty", tmp_path / "keras", *cut_off)
    assert lines.count(SENTENCE) == 1
    check_found(found, 1400, at_least=0.7)


def test_the_class_is_that_of_the_first_page():
    [to_copy] = cells("00_start.ipynb", "to-copy")
    assert cells("04_mnist.ipynb", "to-run-alone")[0] == to_copy
