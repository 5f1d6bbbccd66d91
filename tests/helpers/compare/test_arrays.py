"""Arrays of any library as NumPy arrays, and large ones in pieces."""

from hashlib import sha256

import h5py
import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from helpers.compare.arrays import as_numpy, is_sparse
from helpers.compare.fingerprint import pieces, stable_repr

# isort: split
import tensorflow as tf

NUMBERS = np.arange(6.0, dtype="float32").reshape(3, 2)


def torch():
    return pytest.importorskip("torch")


TENSORS = {
    "NumPy": lambda: NUMBERS,
    "TensorFlow": lambda: tf.constant(NUMBERS),
    "a variable of TensorFlow": lambda: tf.Variable(NUMBERS),
    "PyTorch": lambda: torch().tensor(NUMBERS, requires_grad=True),
    "PyTorch, of half precision": lambda: torch().tensor(NUMBERS).bfloat16(),
    "JAX": lambda: pytest.importorskip("jax.numpy").asarray(NUMBERS),
    "pandas": lambda: pd.DataFrame(NUMBERS),
    "pandas, of two types": lambda: pd.DataFrame(
        {"whole": [0, 2, 4], "float": [1.0, 3.0, 5.0]}
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", TENSORS)
def test_tensors_and_tables_are_the_numbers_they_hold(kind):
    found = as_numpy(TENSORS[kind]())
    assert isinstance(found, np.ndarray)
    assert np.array_equal(found, NUMBERS)


SPARSE = {
    "SciPy": lambda: scipy.sparse.coo_array(NUMBERS),
    "a matrix of SciPy": lambda: scipy.sparse.csr_matrix(NUMBERS),
    "TensorFlow": lambda: tf.sparse.from_dense(NUMBERS),
    "JAX": lambda: pytest.importorskip("jax.experimental.sparse").BCOO.fromdense(
        NUMBERS
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", SPARSE)
def test_sparse_arrays_stay_sparse_and_can_be_cut_by_rows(kind):
    found = as_numpy(SPARSE[kind]())
    assert is_sparse(found)
    assert np.array_equal(found[1:].toarray(), NUMBERS[1:])


def test_what_no_array_can_be_made_of_is_refused():
    with pytest.raises(TypeError, match="rows of unequal length"):
        as_numpy(tf.ragged.constant([[1], [2, 3]]))
    with pytest.raises(TypeError, match="make it dense by to_dense"):
        as_numpy(torch().tensor(NUMBERS).to_sparse())


def test_arrays_in_files_stay_there_and_have_the_digest_of_their_rows(tmp_path):
    with h5py.File(tmp_path / "kept.h5", "w") as file:
        kept = file.create_dataset("numbers", data=NUMBERS)
        assert as_numpy(kept) is kept
        assert stable_repr(kept) == stable_repr(NUMBERS)
    mapped = np.memmap(tmp_path / "kept", "float32", "w+", shape=NUMBERS.shape)
    mapped[:] = NUMBERS
    assert as_numpy(mapped) is mapped
    assert stable_repr(mapped) == stable_repr(NUMBERS)


def test_a_large_array_is_read_in_pieces():
    large = np.zeros((3, 2**25), "uint8")
    assert [len(piece) for piece in pieces(large)] == [2, 1]
    assert all(np.shares_memory(piece, large) for piece in pieces(large))
    assert sha256(large).hexdigest() in stable_repr(large)
