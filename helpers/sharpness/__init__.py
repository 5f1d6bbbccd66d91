"""The sharpness of a loss, and the edge of stability that a column of rates sets.

    seen = descend(columns, initial(seeds, [40, 100, 10]), examples)
    ratio = seen.sharpness / edge(column, momentum=0.9)[seen.at]

The **sharpness** is the largest eigenvalue of the Hessian of the training loss. Plain
gradient descent is stable on a quadratic while rate · sharpness < 2, and with momentum
β while rate · sharpness < 2 + 2β: that is the edge (Cohen et al., 2021).

The parts, from the ground up: ``edge`` has what follows from a column alone, without a
training; ``networks`` is a stack of small tanh networks and their losses; ``hessian``
finds the largest eigenvalue of each by products with the Hessian; ``descent`` trains a
stack by full batches and looks at the sharpness; ``batches`` trains by small ones and
looks at the batch sharpness. What notebook 14 trains is in ``helpers.lesson``.
"""

from helpers.sharpness.batches import BatchDescent, descend_by_batches
from helpers.sharpness.descent import Descent, descend
from helpers.sharpness.edge import (
    FreeRise,
    batch_edges,
    distance,
    edge,
    largest_peak,
    lesser,
)
from helpers.sharpness.hessian import largest_eigenvalues
from helpers.sharpness.networks import initial, losses

__all__ = [
    "BatchDescent",
    "Descent",
    "FreeRise",
    "batch_edges",
    "descend",
    "descend_by_batches",
    "distance",
    "edge",
    "initial",
    "largest_eigenvalues",
    "largest_peak",
    "lesser",
    "losses",
]
