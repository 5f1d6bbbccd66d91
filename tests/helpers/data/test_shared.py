"""MNIST in a folder whose pages the kernels of a class share."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest

from helpers.data import load_mnist, write_shared
from helpers.data.digits import SHARED, read, read_mnist
from tests.helpers.data.files import Harmful, is_mnist

pytestmark = pytest.mark.slow

ROOT = str(Path(__file__).parents[3])


@pytest.fixture(scope="module")
def shared(mnist_bytes, tmp_path_factory):
    """The folder that a class shares."""
    folder = tmp_path_factory.mktemp("class") / "mnist"
    write_shared(read_mnist(mnist_bytes, "the file"), folder)
    return folder


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_shared_folder_is_mnist_and_its_pages_are_those_of_its_files(
    shared, monkeypatch
):
    before_writing = contents(shared)
    assert before_writing.keys() == SHARED.keys()
    monkeypatch.setenv("MNIST_NPZ", str(shared))
    before = psutil.Process().memory_full_info()
    one, another = load_mnist(), load_mnist()
    after = psutil.Process().memory_full_info()
    assert is_mnist(one)
    if hasattr(after, "pss"):  # Linux: 55 MB held twice, and counted once
        assert after.rss - before.rss > 90e6
        assert after.pss - before.pss < 70e6
    one.x_train[0] = 7
    assert (one.x_train[0] == 7).all()
    assert not (another.x_train[0] == 7).any()
    assert contents(shared) == before_writing
    if os.name == "posix":
        for path in shared.iterdir():
            assert path.stat().st_mode & 0o444 == 0o444


def test_other_orders_and_shapes_are_found_in_a_shared_folder(mnist_arrays, tmp_path):
    for file, name in SHARED.items():
        flat = mnist_arrays[name].reshape(len(mnist_arrays[name]), -1)
        np.save(tmp_path / file, np.asfortranarray(flat))
    assert is_mnist(read(tmp_path, "a Fortran folder"))


def test_a_file_that_is_not_compressed_is_mnist_too(mnist_arrays, tmp_path):
    fortran = {name: np.asfortranarray(array) for name, array in mnist_arrays.items()}
    np.savez(tmp_path / "fortran.npz", **fortran)
    assert is_mnist(read(tmp_path / "fortran.npz", "a Fortran file"))


def test_a_shared_folder_with_one_pixel_changed_or_cut_is_refused(shared, tmp_path):
    for path in shared.iterdir():
        shutil.copy(path, tmp_path)
    other = tmp_path / "x_train.npy"
    content = bytearray(other.read_bytes())
    content[1_000_000] ^= 1
    other.write_bytes(content)
    with pytest.raises(ValueError, match="^this is not MNIST: its x_train differs"):
        read(tmp_path, "this")
    for damaged in (content[:-1000], b"\0" * 80 + content[80:], content[:0]):
        other.write_bytes(damaged)
        with pytest.raises(ValueError, match="^this is not a whole folder of MNIST"):
            read(tmp_path, "this")


def test_a_pickled_object_in_a_shared_folder_is_never_loaded(shared, tmp_path):
    for path in shared.iterdir():
        shutil.copy(path, tmp_path)
    trace = tmp_path / "was-here"
    np.save(tmp_path / "y_test.npy", np.array([Harmful(trace)], object))
    with pytest.raises(ValueError, match="this is not a whole folder of MNIST"):
        read(tmp_path, "this")
    assert not trace.exists()


def test_a_folder_without_all_files_is_an_error_that_names_it(
    shared, monkeypatch, tmp_path
):
    shutil.copy(shared / "x_train.npy", tmp_path)
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="nor a folder with x_train.npy, y_"):
        load_mnist()


def test_a_shared_folder_is_written_where_digits_are_looked_for(
    mnist_file, tmp_path, monkeypatch
):
    monkeypatch.setenv("MNIST_NPZ", str(mnist_file))
    made = tmp_path / "shared"
    command = [sys.executable, "-m", "helpers.data", str(made)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert "MNIST: 60 000 training images, 10 000 test images" in done.stdout
    assert is_mnist(read(made, "this"))


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["taken"], "taken is a file. Name a folder, which is made if it is missing."),
        (["one", "two"], "Name one folder, or none: python -m helpers.data [FOLDER]"),
    ],
)
def test_anything_but_one_folder_is_refused_before_digits_are_looked_for(
    names, sentence, tmp_path
):
    (tmp_path / "taken").touch()
    command = [sys.executable, "-m", "helpers.data", *names]
    options = {"capture_output": True, "encoding": "utf-8", "cwd": tmp_path}
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": ROOT}, **options)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{sentence}\n")
