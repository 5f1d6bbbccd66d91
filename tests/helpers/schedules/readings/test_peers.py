"""What is read equals what the real library does, for hundreds of drawn calls."""

import numpy as np
import pytest

from helpers.schedules.readings import reading
from tests.helpers.schedules.readings import drawn, real

pytestmark = pytest.mark.slow

FLOAT64, FLOAT32 = 1e-9, 1e-6  # allowed differences, as shares of the largest rate


def check(library, call, peak, theirs, allowed=FLOAT64):
    """Fail unless a call is read as the library's own rates, to their end."""
    schedule = reading(library, call, peak=peak)
    theirs = np.asarray(theirs, np.float64)
    ours = schedule(np.arange(len(theirs)))
    far = np.abs(ours - theirs) > allowed * np.abs(theirs).max()
    assert not far.any(), (call, peak, np.flatnonzero(far)[:5], ours[far], theirs[far])
    if len(theirs) < drawn.STEPS:
        with pytest.raises(ValueError, match="the library raises an error"):
            schedule(len(theirs))


@pytest.mark.parametrize(
    ("draw", "count"),
    [
        (drawn.rule, 300),
        (drawn.resumed_rule, 100),
        (drawn.warmup_and_cosine, 150),
        (drawn.sequence, 200),
        (drawn.chain, 150),
        (drawn.nested, 200),
    ],
)
def test_calls_of_pytorch(draw, count):
    for call, peak in drawn.calls(draw, count):
        try:
            theirs = real.of_pytorch(call, peak)
        except (NotImplementedError, ZeroDivisionError, ValueError):
            with pytest.raises(ValueError, match=r"raises an error|fails|must be"):
                reading("PyTorch", call, peak=peak)
        else:
            check("PyTorch", call, peak, theirs)


def test_calls_of_transformers():
    for call, peak in drawn.calls(drawn.of_transformers, 400):
        check("transformers", call, peak, real.of_transformers(call, peak))


@pytest.mark.parametrize("draw", [drawn.of_timm, drawn.of_timm_factory])
def test_calls_of_timm(draw):
    for call, peak in drawn.calls(draw, 300):
        check("timm", call, peak, real.of_timm(call, peak))


@pytest.mark.parametrize("draw", [drawn.of_optax, drawn.joined_of_optax])
def test_calls_of_optax(draw):
    for call, _ in drawn.calls(draw, 150):
        check("optax", call, None, real.of_optax(call), FLOAT32)


def test_calls_of_keras():
    for call, _ in drawn.calls(drawn.of_keras, 60):
        check("Keras", call, None, real.of_keras(call), FLOAT32)


@pytest.mark.parametrize(
    ("call", "length", "longer"),
    [
        ("ExponentialDecay(1.0, 41, 0.5, staircase=True)", 41, 1),
        ("InverseTimeDecay(1.0, 47, 0.5, staircase=True)", 47, 1),
        ("CosineDecayRestarts(1.0, 41, t_mul=1.0)", 41, 1),
        ("CosineDecayRestarts(1.0, 10)", 10, 2),
        ("CosineDecayRestarts(1.0, 10, t_mul=10.0)", 10, 10),
        ("CosineDecayRestarts(1.0, 100, t_mul=1.1)", 100, 1.1),
        ("CosineDecayRestarts(1.0, 1000, t_mul=1.25)", 1000, 1.25),
        ("CosineDecayRestarts(1.0, 13, t_mul=3.0, m_mul=0.9)", 13, 3),
    ],
)
def test_stairs_and_restarts_of_keras_come_as_late_as_in_fit(call, length, longer):
    ends = np.cumsum(length * longer ** np.arange(60.0))
    turns = np.round(ends[ends < 2**20]).astype(int)
    steps = np.unique(turns[:, None] + [-1, 0, 1])
    ours = reading("Keras", call)(steps)
    assert ours == pytest.approx(np.array(real.of_keras(call, steps=steps)), abs=1e-5)
