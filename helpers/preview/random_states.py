"""The random numbers that come next, of Python, NumPy and Keras."""

import pickle
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np

__all__ = ["keep_random_states", "noted_draws", "seed_otherwise"]


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


@contextmanager
def noted_draws(note: Callable[[], None]) -> Iterator[None]:
    """Call ``note`` at the end if the block has drawn from Python's or NumPy's state.

    >>> with noted_draws(lambda: print("drawn")):
    ...     _ = random.random()
    drawn
    """
    before = _states()
    yield
    if _states() != before:
        note()


def _states() -> tuple[Any, bytes]:
    return random.getstate(), pickle.dumps(np.random.get_state())


def seed_otherwise() -> None:
    """Let other random numbers come than those that would.

    >>> with ExitStack() as undo:
    ...     keep_random_states(undo)
    ...     seed_otherwise()
    ...     first = random.random()
    >>> random.random() == first
    False
    """
    random.seed(random.random())
    np.random.seed(np.random.randint(2**31))


def _keep_generator_of_keras(states: Any, undo: ExitStack) -> None:
    """Keep the generator that Keras draws seeds from, or that there is none yet."""
    name = "global_seed_generator"
    generator = states.get_global_attribute(name)
    undo.callback(states.set_global_attribute, name, generator)
    if generator is not None:
        undo.callback(generator.state.assign, np.array(generator.state.numpy()))
