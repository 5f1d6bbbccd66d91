"""MNIST from a file, what is refused, and the small digits."""

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers.data import keras_cache, load_mnist, small_digits
from helpers.data.digits import MNIST_ARRAYS, read_mnist
from helpers.data.download import write_atomically
from tests.helpers.data.files import OTHER_FILES, Harmful, is_mnist, npz, other_file

pytestmark = pytest.mark.slow

FIND = """
from helpers.keras_import import keras
print(keras.utils.get_file("mnist.npz", ""))
"""


def test_the_named_file_is_read_without_a_word(mnist_file, monkeypatch, capsys):
    monkeypatch.setenv("MNIST_NPZ", str(mnist_file))
    digits = load_mnist("http://127.0.0.1:1/never-asked")
    assert is_mnist(digits)
    assert digits.x_train.shape == (60_000, 28, 28)
    assert digits.y_train.shape == (60_000,)
    assert digits.x_test.shape == (10_000, 28, 28)
    assert digits.y_test.shape == (10_000,)
    assert str(digits) == "MNIST: 60 000 training images, 10 000 test images"
    assert capsys.readouterr().out == ""


def test_a_named_file_that_is_missing_is_an_error_that_names_it(monkeypatch, tmp_path):
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "mnist.npz"))
    with pytest.raises(FileNotFoundError, match="MNIST_NPZ = '.*mnist.npz' is not"):
        load_mnist()


def test_a_folder_is_no_named_file(monkeypatch, tmp_path):
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="MNIST_NPZ = .* is not a file"):
        load_mnist()


@pytest.mark.parametrize("kind", OTHER_FILES)
def test_what_is_not_mnist_is_an_error_that_names_its_origin(kind, mnist_arrays):
    with pytest.raises(ValueError, match="^the file of today is not"):
        read_mnist(other_file(kind, mnist_arrays), "the file of today")


def test_a_named_file_that_is_not_mnist_is_an_error_that_names_it(
    monkeypatch, tmp_path
):
    file = tmp_path / "other.npz"
    file.write_bytes(npz(**vars(small_digits())))
    monkeypatch.setenv("MNIST_NPZ", str(file))
    with pytest.raises(ValueError, match="MNIST_NPZ = '.*other.npz' is not MNIST"):
        load_mnist()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_a_truncated_file_is_an_error_that_names_it(
    share, mnist_bytes, monkeypatch, tmp_path
):
    file = tmp_path / "short.npz"
    file.write_bytes(mnist_bytes[: int(share * len(mnist_bytes))])
    monkeypatch.setenv("MNIST_NPZ", str(file))
    with pytest.raises(ValueError, match="MNIST_NPZ = '.*short.npz' is not a whole"):
        load_mnist()


def test_a_pickled_object_is_never_loaded(tmp_path):
    trace = tmp_path / "was-here"
    harmful = np.array([Harmful(trace)], object)
    content = npz(**dict.fromkeys(MNIST_ARRAYS, harmful))
    with pytest.raises(ValueError, match="the file is not a whole npz file of MNIST"):
        read_mnist(content, "the file")
    assert not trace.exists()
    np.load(io.BytesIO(content), allow_pickle=True)["x_train"]
    assert trace.exists()


def test_flat_images_are_brought_to_28_by_28(mnist_arrays):
    flat = {name: array.reshape(len(array), -1) for name, array in mnist_arrays.items()}
    digits = read_mnist(npz(**flat), "a flat file")
    assert is_mnist(digits)
    assert digits.x_train.shape == (60_000, 28, 28)
    assert digits.y_test.shape == (10_000,)


def test_the_order_in_memory_does_not_matter(mnist_arrays):
    fortran = {name: np.asfortranarray(array) for name, array in mnist_arrays.items()}
    assert is_mnist(read_mnist(npz(**fortran), "a Fortran file"))


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME" if os.name == "posix" else "USERPROFILE", str(tmp_path))
    monkeypatch.delenv("KERAS_HOME", raising=False)
    return tmp_path


def test_the_cache_is_the_one_of_keras(home):
    write_atomically(keras_cache(), b"nothing")
    found = subprocess.run(
        [sys.executable, "-c", FIND],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert Path(found.stdout.strip()) == keras_cache()
    assert home in keras_cache().parents


def test_a_tilde_in_keras_home_stands_for_the_home_folder(home, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", "~/elsewhere")
    assert keras_cache() == home / "elsewhere" / "datasets" / "mnist.npz"


@pytest.mark.parametrize("limit", [0, -1, float("nan"), float("inf"), "60", None, True])
def test_the_time_limit_is_checked_first(limit, cache):
    with pytest.raises((TypeError, ValueError)) as error:
        load_mnist(time_limit=limit)
    assert str(error.value).startswith(f"time_limit = {limit!r} must be")


def test_small_digits_have_the_form_of_mnist():
    digits = small_digits()
    assert not digits.is_mnist
    assert digits.x_train.shape == (1437, 28, 28)
    assert digits.x_test.shape == (360, 28, 28)
    assert digits.y_train.shape == (1437,)
    assert digits.y_test.shape == (360,)
    assert {vars(digits)[name].dtype for name in MNIST_ARRAYS} == {np.dtype("uint8")}
    assert digits.x_train.max() == 255
    assert set(digits.y_test) == set(range(10))
    assert np.bincount(digits.y_test).min() >= 34


def test_small_digits_are_the_same_every_time():
    first, second = small_digits(), small_digits()
    for name in MNIST_ARRAYS:
        assert np.array_equal(getattr(first, name), getattr(second, name))
