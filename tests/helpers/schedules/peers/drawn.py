"""Settings that are drawn for the peers, and how their rates are compared."""

import numpy as np
from hypothesis import strategies as st

FLOAT64, FLOAT32 = 1e-12, 1e-6  # allowed differences, as shares of the peak

PEAKS = st.floats(1e-6, 100)
SHARES = st.floats(0, 1)
STEPS = st.integers(2, 400)
WARMUPS = st.integers(1, 100)


def difference(ours, theirs, peak):
    """Return the largest difference of two columns, as a share of the peak."""
    return np.abs(np.subtract(ours, theirs)).max() / peak


def apart(ours, theirs, peak):
    """Return the steps at which two columns differ by more than float32 rounds."""
    far = np.abs(np.subtract(ours, theirs)) > FLOAT32 * peak
    return np.flatnonzero(far).tolist()
