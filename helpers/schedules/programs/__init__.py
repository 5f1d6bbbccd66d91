"""Whole programs: a schedule in the words of other libraries, to be run as they are.

From the ground up: a schedule has ``parts``, and by its call it is ``taken_apart``; a
``run`` of it is so many steps. ``formula`` writes it as a function of plain Python,
``column`` as a list of rates, and ``layout`` breaks lines. Then there is a module for
each library, which knows its calls, where they are exact, and its training loop.
``translations`` shows these calls alone, for one cosine.
"""

from collections.abc import Callable

from helpers.arrays import ArrayLike
from helpers.checks import check_choice
from helpers.schedules.columns import RateFunction
from helpers.schedules.programs.in_deepspeed import deepspeed
from helpers.schedules.programs.in_fastai import fastai
from helpers.schedules.programs.in_keras import keras
from helpers.schedules.programs.in_mlx import mlx
from helpers.schedules.programs.in_mmengine import mmengine
from helpers.schedules.programs.in_optax import optax
from helpers.schedules.programs.in_paddle import paddle
from helpers.schedules.programs.in_pytorch import pytorch
from helpers.schedules.programs.in_timm import timm
from helpers.schedules.programs.in_transformers import transformers
from helpers.schedules.programs.run import Run, run_of
from helpers.schedules.recognition import Recognized

__all__ = ["LIBRARIES", "program"]

WRITERS: dict[str, Callable[[Run], str]] = {
    "Keras": keras,
    "PyTorch": pytorch,
    "optax": optax,
    "timm": timm,
    "transformers": transformers,
    "PaddlePaddle": paddle,
    "MLX": mlx,
    "fastai": fastai,
    "DeepSpeed": deepspeed,
    "MMEngine": mmengine,
}

LIBRARIES: tuple[str, ...] = tuple(WRITERS)
"""The libraries that ``program`` writes for."""


def program(
    schedule: RateFunction | ArrayLike | Recognized,
    library: str,
    steps: int | None = None,
    steps_per_epoch: int | None = None,
) -> str:
    """Return the text of a program that trains at the rates of a schedule.

    Copied into an empty file it runs, where that library is installed: a model to
    replace, the optimizer made with the peak as its rate, the schedule, the loop with
    the line that steps it, and a checkpoint to resume from. Where the library's own
    call gives the same rates at all steps of the run, it is taken, with a comment if it
    goes on differently past its end; elsewhere the program holds the formula, or for a
    free column the list of its rates.

    ``schedule`` is one of ``helpers.schedules``, any function of the step, an array of
    rates, or what ``recognize`` found. ``steps`` is the length of the run; it may be
    left out for an array, and for a schedule that has an end. ``library`` is one of
    ``LIBRARIES``. A step is an update, and with ``steps_per_epoch`` an epoch of so many
    updates, which have one rate. Other arguments raise ValueError or TypeError.

    >>> from helpers.schedules import cosine, program, with_warmup
    >>> text = program(with_warmup(cosine(peak=0.1, steps=90), warmup=10), "PyTorch")
    >>> print(text[text.index("warmup ="):text.index("# To resume")])
    warmup = LambdaLR(optimizer, lambda step: min(step / 10, 1))
    decay = CosineAnnealingLR(optimizer, T_max=90)
    # From update 101 on, counted from 0, the rate rises again.
    scheduler = SequentialLR(optimizer, [warmup, decay], milestones=[10])
    <BLANKLINE>
    <BLANKLINE>
    >>> "get_cosine_schedule_with_warmup" in program(cosine(0.1, 90), "transformers")
    True
    """
    run = run_of(schedule, steps, steps_per_epoch)
    return WRITERS[check_choice("library", library, LIBRARIES)](run)
