"""How a program is executed, and the rates of its updates are written down."""

import contextlib
import warnings

import numpy as np
import pytest

from helpers.schedules.programs import program
from tests.helpers.schedules.peers.readings import needs


class BreakError(Exception):
    """The training is broken off."""


@contextlib.contextmanager
def noting_torch(rates, stop_at=None):
    """Write down the rate of each update of any optimizer of PyTorch.

    At update ``stop_at`` the training is broken off by a BreakError.
    """
    optimizer = needs("torch.optim.optimizer")

    def note(updating, args, kwargs):
        if len(rates) == stop_at:
            raise BreakError
        rates.append(updating.param_groups[0]["lr"])

    hook = optimizer.register_optimizer_step_pre_hook(note)
    try:
        yield
    finally:
        hook.remove()


def text_of(drawn, library):
    return program(
        drawn.schedule, library, drawn.steps, steps_per_epoch=drawn.steps_per_epoch
    )


def executed(text):
    """Execute a program in a module of its own, and return its names."""
    names = {"__name__": "program"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SequentialLR warns of its own steps
        exec(compile(text, "program.py", "exec"), names)
    return names


def farthest(found, drawn):
    """Return the largest difference of the rates, as a share of the peak."""
    assert len(found) == len(drawn.rates), (len(found), str(drawn))
    return float(np.abs(np.subtract(found, drawn.rates)).max() / drawn.peak)


def broken_and_resumed(text, noting, stop_at, updates):
    """Break a program off, run it again, and return the rates of all its updates.

    What the second run does not make again are the updates that it found done.
    """
    before, after = [], []
    with pytest.raises(BreakError), noting(before, stop_at):
        executed(text)
    with noting(after):
        executed(text)
    found = updates - len(after)
    assert 0 <= found <= stop_at
    return before[:found] + after
