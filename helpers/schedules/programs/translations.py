"""One cosine in the words of other libraries: the lines that make it in a program."""

from collections.abc import Callable
from typing import TypeAlias

from helpers.schedules.calls import call_of
from helpers.schedules.decays import cosine
from helpers.schedules.programs import (
    in_keras,
    in_optax,
    in_pytorch,
    in_timm,
    in_transformers,
)
from helpers.schedules.programs.own import Own, exact
from helpers.schedules.programs.parts import Parts
from helpers.schedules.programs.run import run_of
from helpers.schedules.warmups import with_warmup

__all__ = ["translations"]

OwnOf: TypeAlias = Callable[[Parts], Own | None]

LIBRARIES: dict[str, OwnOf] = {
    "Keras": in_keras.own_of,
    "PyTorch": in_pytorch.own_of,
    "optax": in_optax.own_of,
    "timm": in_timm.own_of,
    "transformers": in_transformers.own_of,
}


def translations(
    peak: float, steps: int, floor: float = 0.0, warmup: int = 0, start: float = 0.0
) -> dict[str, str]:
    """Return what to write for ``with_warmup(cosine(peak, steps, floor), warmup)``.

    The dict maps the name of a library to text, here ``"helpers"``, ``"Keras"``,
    ``"PyTorch"``, ``"optax"``, ``"timm"`` and ``"transformers"``: the call of this
    collection, and the lines by which a ``program`` makes ``schedule``, or
    ``scheduler`` for an ``optimizer`` of PyTorch that was made with ``lr=peak``. A
    library that has no such curve is left out, as all are where ``floor`` is ``peak``.

    ``steps`` are those of the fall: the warm-up comes before them. A scheduler of
    PyTorch or Transformers steps after each update, by ``scheduler.step()``, and timm's
    by ``scheduler.step_update(n)`` after the n-th, as its training script does.
    Arguments that the schedule can't have raise ValueError or TypeError.

    A group of parameters with another rate keeps its ratio to the others with Keras,
    optax and Transformers alone: PyTorch's ``eta_min``, and timm's ``lr_min`` and
    ``warmup_lr_init``, are rates, the same for all groups.

    >>> from helpers.schedules import translations
    >>> print(translations(peak=0.1, steps=100)["Keras"])
    schedule = keras.optimizers.schedules.CosineDecay(0.1, decay_steps=100)
    >>> translations(peak=0.1, steps=100, floor=0.05)["optax"]
    'schedule = optax.cosine_decay_schedule(0.1, 100, alpha=0.05 / 0.1)'
    """
    fall = cosine(peak, steps, floor)
    schedule = with_warmup(fall, warmup, start)
    run = run_of(schedule)
    texts = {"helpers": str(call_of(schedule if warmup else fall))}
    for library, own_of in LIBRARIES.items():
        own = None if run.constant else exact(run, own_of)
        if own is not None:
            texts[library] = "\n".join(own.lines)
    return texts
