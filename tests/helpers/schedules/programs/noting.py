"""How the rates of updates are written down, in each library by a hook of its own."""

import contextlib
import io
import logging
import os

from tests.helpers.schedules.peers.readings import needs
from tests.helpers.schedules.programs.executing import BreakError, noting_torch


@contextlib.contextmanager
def noting_method(owner, name, read, rates, stop_at=None):
    """Write down what ``read`` finds after each call of a method."""
    method = getattr(owner, name)

    def noting(self, *arguments, **named):
        if len(rates) == stop_at:
            raise BreakError
        result = method(self, *arguments, **named)
        rates.append(float(read(self)))
        return result

    setattr(owner, name, noting)
    try:
        yield
    finally:
        setattr(owner, name, method)


def noting_paddle(rates, stop_at=None):
    sgd = needs("paddle").optimizer.SGD
    return noting_method(sgd, "step", lambda sgd: sgd.get_lr(), rates, stop_at)


def noting_mlx(rates, stop_at=None):
    sgd = needs("mlx.optimizers").SGD
    return noting_method(
        sgd, "apply_gradients", lambda sgd: sgd.learning_rate.item(), rates, stop_at
    )


@contextlib.contextmanager
def noting_fastai(rates, stop_at=None):
    optimizer = needs("fastai.optimizer").Optimizer

    def rate(made):
        return made.hypers[-1]["lr"]

    with (
        noting_method(optimizer, "step", rate, rates, stop_at),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        yield


@contextlib.contextmanager
def noting_deepspeed(rates, stop_at=None):
    """Set what DeepSpeed's launcher sets for a single process."""
    needs("deepspeed")
    logging.getLogger("DeepSpeed").setLevel(logging.ERROR)
    alone = {"RANK": "0", "LOCAL_RANK": "0", "WORLD_SIZE": "1"}
    here = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "29526"}
    os.environ.update(alone | here)
    with noting_torch(rates, stop_at), contextlib.redirect_stdout(io.StringIO()):
        yield


@contextlib.contextmanager
def noting_mmengine(rates, stop_at=None):
    """Keep quiet too, and forget what a Runner of the same second has left behind."""
    for name in ("logging.MMLogger", "logging.MessageHub", "visualization.Visualizer"):
        module, _, kind = name.partition(".")
        getattr(needs(f"mmengine.{module}"), kind)._instance_dict.clear()
    logging.disable()
    try:
        with noting_torch(rates, stop_at), contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        logging.disable(logging.NOTSET)
