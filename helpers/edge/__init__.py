"""How near a training is to the edge of stability, for any Keras model.

From the ground up: ``search`` (where a loss along a line comes back), ``batches`` and
``programs`` (data and functions on each backend), ``along`` (the loss of a batch along
an update), ``recorder`` (the callback), ``drawing`` (its picture).
"""

from helpers.edge.drawing import draw_edge
from helpers.edge.recorder import EdgeRecorder

__all__ = ["EdgeRecorder", "draw_edge"]
