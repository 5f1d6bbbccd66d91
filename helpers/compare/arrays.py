"""Arrays, tensors and tables of any library, as ``fit`` would take them."""

from typing import Any

import numpy as np

from helpers.compare.fingerprint import pieces

__all__ = ["as_numpy", "check_array", "is_sparse", "number_of_rows"]

TENSORS = {"tensorflow", "torch", "jax", "jaxlib", "keras"}
SPARSE = {"_spbase", "spmatrix", "SparseTensor", "JAXSparse"}


def as_numpy(array: Any) -> Any:
    """Return a tensor or a table as a NumPy array, and any other array as it is.

    As in ``fit``, a pandas ``Series`` of ``n`` rows gets the shape ``(n, 1)``. What is
    sparse becomes a SciPy array in rows (CSR). Arrays in files stay there.

    Raises a TypeError for rows of unequal length, and a ValueError for what is sparse
    with more than two axes.

    >>> import pandas
    >>> as_numpy(pandas.Series([1.0, 2.0])).tolist()
    [[1.0], [2.0]]
    """
    library = type(array).__module__.partition(".")[0]
    kinds = {kind.__name__ for kind in type(array).__mro__}
    if "RaggedTensor" in kinds:
        raise TypeError("rows of unequal length: fill them up by to_tensor()")
    if kinds & SPARSE:
        return in_rows(array)
    if library == "pandas" and kinds & {"DataFrame", "Series"}:
        rows = array.to_numpy()
        return rows[:, None] if rows.ndim == 1 else rows
    if library == "torch":
        return of_torch(array)
    return np.asarray(array) if library in TENSORS else array


def of_torch(tensor: Any) -> np.ndarray:
    """Return a tensor of PyTorch, on whatever device, as a NumPy array."""
    tensor = tensor.detach().cpu()
    if tensor.is_sparse:
        raise TypeError("a sparse tensor of PyTorch: make it dense by to_dense()")
    wide = tensor.float() if str(tensor.dtype) == "torch.bfloat16" else tensor
    return wide.numpy()


def in_rows(sparse: Any) -> Any:
    """Return what is sparse, of SciPy, TensorFlow or JAX, as a SciPy array in rows."""
    if hasattr(sparse, "tocsr"):
        return sparse.tocsr()
    from scipy.sparse import coo_array

    if len(sparse.shape) != 2:
        raise ValueError(
            f"a sparse tensor of {len(sparse.shape)} axes: two can be taken"
        )
    values = sparse.data if hasattr(sparse, "data") else sparse.values
    places = np.asarray(sparse.indices).T
    shape = tuple(map(int, sparse.shape))
    return coo_array((np.asarray(values), tuple(places)), shape).tocsr()


def is_sparse(array: Any) -> bool:
    """Return whether this is a sparse array of SciPy."""
    return hasattr(array, "tocsr")


def number_of_rows(array: Any) -> int:
    """Return the length of the first axis, which a sparse array has without ``len``."""
    return int(array.shape[0])


def check_array(name: str, array: Any) -> None:
    """Raise an error that names the data unless this is an array of finite numbers."""
    if not getattr(array, "shape", ()):
        raise TypeError(
            f"{name} has {array!r} where an array must be: np.array makes one of a list"
        )
    dtype = getattr(array, "dtype", None)
    if not isinstance(dtype, np.dtype) or dtype.kind in "OSU":
        raise TypeError(
            f"{name} has an array of {dtype}, but must have numbers: number the labels "
            "from 0, for instance"
        )
    if not isinstance(array, np.ndarray) or array.dtype.kind != "f":
        return
    first = 0
    for piece in pieces(array):
        wrong = ~np.isfinite(piece)
        if wrong.any():
            row, *rest = map(int, np.argwhere(wrong)[0])
            place = first + row, *rest
            raise ValueError(
                f"{name} has {array[place]} at {place} of an array: all must be finite"
            )
        first += len(piece)
