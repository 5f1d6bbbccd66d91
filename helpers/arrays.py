"""Names for the types of arrays: annotations use them, and docstrings give shapes.

>>> from helpers.arrays import Floats
>>> def shares_of_peak(rates: Floats) -> Floats:
...     return rates / rates.max()
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Array", "ArrayLike", "Floats", "Floats32", "Ints", "Ints32"]

Array: TypeAlias = NDArray[Any]
"""An array of numbers of any type."""

Floats: TypeAlias = NDArray[np.float64]
"""An array of float64: columns of rates, differences."""

Floats32: TypeAlias = NDArray[np.float32]
"""An array of float32: weights, gradients."""

Ints: TypeAlias = NDArray[np.int64]
"""An array of int64: steps."""

Ints32: TypeAlias = NDArray[np.int32]
"""An array of int32: the order of images."""
