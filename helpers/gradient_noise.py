"""How long the gradient of a batch is, on average, from single gradients.

With g the gradient on all examples and g_i that of one, a batch of B examples drawn at
random, with replacement, has a gradient whose mean square is

    ‖g‖² + (mean of ‖g_i‖² − ‖g‖²) / B

So one look at a network tells the length for every batch size. In a small network the
norm of a single gradient follows from what its layers take in and hand back, and no
gradient is written down.
"""

from collections.abc import Sequence

import numpy as np

from helpers.arrays import Array, Floats32
from helpers.checks import check_count

__all__ = ["gradient_moments", "mean_square"]


def gradient_moments(
    weights: Sequence[Floats32], inputs: Array, labels: Array
) -> tuple[float, float]:
    """Return ‖g‖² and the mean of ‖g_i‖², of the cross-entropy of one network.

    ``weights`` are those of ``small_mlp``, four arrays; ``inputs`` float32 of shape
    ``(n, inputs)``, and ``labels`` whole numbers, ``(n,)``. Other shapes raise
    ValueError.

    >>> from helpers.models import mlp_weights
    >>> inputs = np.random.default_rng(0).normal(size=(100, 40)).astype("float32")
    >>> weights = mlp_weights(seed=1, width=8, inputs=40)
    >>> of_all, of_one = gradient_moments(weights, inputs, np.arange(100) % 10)
    >>> bool(0 < of_all < of_one)
    True
    """
    kernel_1, bias_1, kernel_2, bias_2 = weights
    if inputs.ndim != 2 or inputs.shape[1] != len(kernel_1):
        raise ValueError(
            f"inputs of shape {inputs.shape} must have {len(kernel_1)} columns, as "
            "many as the network has inputs"
        )
    if labels.shape != inputs.shape[:1]:
        raise ValueError(
            f"labels of shape {labels.shape} must be one for each of {len(inputs)} rows"
        )
    hidden = np.maximum(inputs @ kernel_1 + bias_1, 0)
    logits = hidden @ kernel_2 + bias_2
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    upper = shares / shares.sum(axis=1, keepdims=True)
    upper[np.arange(len(labels)), labels] -= 1
    lower = (upper @ kernel_2.T) * (hidden > 0)
    of_all = of_one = 0.0
    for taken, handed_back in ((inputs, lower), (hidden, upper)):
        with_one = np.column_stack([taken, np.ones(len(taken))])  # a bias's input
        of_all += np.sum((with_one.T @ handed_back / len(labels)) ** 2)
        of_one += np.mean(np.sum(with_one**2, axis=1) * np.sum(handed_back**2, axis=1))
    return float(of_all), float(of_one)


def mean_square(of_all: float, of_one: float, batch: int) -> float:
    """Return the mean of ‖gradient‖² over batches of this size.

    >>> mean_square(1.0, 33.0, batch=32), mean_square(1.0, 33.0, batch=1)
    (2.0, 33.0)
    """
    return of_all + (of_one - of_all) / check_count("batch", batch)
