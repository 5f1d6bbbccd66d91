"""The ways to carry out one training.

``COMPILED_EACH_TIME`` is Keras's ``fit`` with a model of its own for every training: it
is always right, and slow. ``SINGLE_UPDATES`` has one compiled model for all trainings,
whose updates are those of ``fit``, bit for bit. ``WHOLE_TRAINING`` is one XLA program
that walks through an epoch by itself. The order of the rows and the rates are the same,
but XLA rounds otherwise.

The modules:

- ``by_fit``: a training by ``fit``.
- ``batches``, ``seen``, ``item_by_item``, ``feed``: which rows come in which batch, as
  ``fit`` would feed them.
- ``in_tensorflow``, ``in_jax``: programs that walk through batches.
- ``walk``: a training as a walk through its epochs.
"""

from typing import Literal

__all__ = ["COMPILED_EACH_TIME", "SINGLE_UPDATES", "WHOLE_TRAINING", "Program"]

Program = Literal["compiled each time", "single updates", "whole training"]

COMPILED_EACH_TIME: Program = "compiled each time"
SINGLE_UPDATES: Program = "single updates"
WHOLE_TRAINING: Program = "whole training"
