"""The random numbers that come next, of Python, NumPy and Keras."""

import random
import sys
from contextlib import ExitStack
from typing import Any

import numpy as np

__all__ = ["keep_random_states"]


def keep_random_states(undo: ExitStack) -> None:
    """Let the random numbers after ``undo`` be those that would come now.

    >>> random.seed(1)
    >>> with ExitStack() as undo:
    ...     keep_random_states(undo)
    ...     first = random.random()
    >>> random.random() == first
    True
    """
    undo.callback(random.setstate, random.getstate())
    undo.callback(np.random.set_state, np.random.get_state())
    states: Any = sys.modules.get("keras.src.backend.common.global_state")
    if hasattr(states, "set_global_attribute"):
        _keep_generator_of_keras(states, undo)


def _keep_generator_of_keras(states: Any, undo: ExitStack) -> None:
    """Keep the generator that Keras draws seeds from, or that there is none yet."""
    name = "global_seed_generator"
    generator = states.get_global_attribute(name)
    undo.callback(states.set_global_attribute, name, generator)
    if generator is not None:
        undo.callback(generator.state.assign, np.array(generator.state.numpy()))
