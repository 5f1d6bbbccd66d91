"""The rates of a schedule of Keras at many steps at once, as ``fit`` computes them.

Asked for one step, such a schedule takes half a millisecond; a column of 100 000 rows
would take a minute. Here all steps pass through one program. It computes each rate from
a single step, as the program of ``fit`` does: a whole array at once would be rounded
otherwise, and a call of the schedule alone is, at some restarts.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeAlias

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.keras_import import keras

__all__ = ["Rates", "program_of", "rates_of"]

Rates: TypeAlias = Callable[[Ints], Floats]
"""A function of an array of steps that returns their rates, in the same shape."""

IN_A_TURN = 8  # steps; a turn of TensorFlow's loop costs more than the rate of a step
FEW = 4_000  # steps, for which a program of turns of one is made sooner than it saves
IN_A_SHARE = 10_000  # steps; for fewer, another core is not worth its thread


def rates_of(schedule: Any) -> Rates:
    """Return a ``LearningRateSchedule`` of Keras as a function of arrays of steps.

    What can't be a part of a program, such as a schedule of your own that branches on
    the step by ``if``, is asked for one step at a time.

    >>> decay = keras.optimizers.schedules.CosineDecay(1.0, 4, warmup_target=2.0,
    ...                                                warmup_steps=2)
    >>> rates_of(decay)(np.array([0, 1, 2, 4, 9])).round(6).tolist()
    [1.0, 1.5, 2.0, 1.0, 0.0]
    """
    try:
        return program_of(schedule)
    except Exception:  # whatever a schedule's own code raises at a symbolic step
        return np.vectorize(schedule, otypes=[np.float64])


def program_of(rate: Callable[[Any], Any]) -> Rates:
    """Return a function of one step, a tensor, as a program for arrays of them.

    With TensorFlow and JAX it is compiled, and raises what ``rate`` raises at a
    symbolic step; with other backends it is asked for each step.

    >>> halving = program_of(lambda step: 0.5 ** keras.ops.cast(step, "float32"))
    >>> halving(np.array([[0, 1], [3, 0]])).tolist()
    [[1.0, 0.5], [0.125, 1.0]]
    """
    return PROGRAMS.get(keras.backend.backend(), _one_by_one)(rate)


def _one_by_one(rate: Callable[[Any], Any]) -> Rates:
    def at(step: Any) -> float:
        return float(keras.ops.convert_to_numpy(rate(step)))

    return np.vectorize(at, otypes=[np.float64])


def _in_tensorflow(rate: Callable[[Any], Any]) -> Rates:
    # Its turns are of one step, as each more is traced anew: what takes the time of a
    # short column is the program, and of a long one the turns.
    of_few = _loop_in_tensorflow(rate, 1)
    of_many = cache(lambda: _loop_in_tensorflow(rate, IN_A_TURN))

    def rates(steps: Ints) -> Floats:
        return (of_few if np.size(steps) <= FEW else of_many())(steps)

    return rates


def _loop_in_tensorflow(rate: Callable[[Any], Any], in_a_turn: int) -> Rates:
    import tensorflow as tf

    def turn(steps: Any) -> Any:
        rates = [rate(step) for step in tf.unstack(steps, num=in_a_turn)]
        return tf.stack([tf.cast(one, tf.float64) for one in rates])

    def column(turns: Any) -> Any:
        return tf.map_fn(
            turn, turns, fn_output_signature=tf.float64, parallel_iterations=1
        )

    # Without autograph, as fit calls schedules.
    program = tf.function(column, autograph=False).get_concrete_function(
        tf.TensorSpec([None, in_a_turn], tf.int64)
    )

    def share(turns: Ints) -> Floats:
        return program(tf.constant(turns)).numpy()

    def rates(steps: Ints) -> Floats:
        flat = np.ravel(steps).astype(np.int64)
        turns = np.resize(flat, (-(-flat.size // in_a_turn), in_a_turn))
        cores = min(os.cpu_count() or 1, max(1, flat.size // IN_A_SHARE))
        with ThreadPoolExecutor(cores) as pool:
            shares = np.array_split(turns, cores)
            found = np.concatenate([*pool.map(share, shares)])
        return np.reshape(found.ravel()[: flat.size], np.shape(steps))

    return rates


def _in_jax(rate: Callable[[Any], Any]) -> Rates:
    import jax

    program = jax.jit(lambda steps: jax.lax.map(rate, steps))
    jax.eval_shape(program, np.zeros(1, np.int32))

    def rates(steps: Ints) -> Floats:
        flat = np.ravel(steps)
        if flat.max(initial=0) > np.iinfo(np.int32).max:
            raise ValueError(
                f"steps = {flat.max()} must be less than 2**31: JAX counts in int32"
            )
        found = np.asarray(program(flat.astype(np.int32)), np.float64)
        return np.reshape(found, np.shape(steps))

    return rates


PROGRAMS = {"tensorflow": _in_tensorflow, "jax": _in_jax}
