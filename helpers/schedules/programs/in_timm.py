"""Programs for timm: its schedulers where they are exact, else a LambdaLR."""

import math
from functools import partial
from itertools import accumulate

from helpers.schedules.programs.in_pytorch import by_lambda
from helpers.schedules.programs.layout import call
from helpers.schedules.programs.own import Own, exact
from helpers.schedules.programs.parts import Cycles, Drops, Fall, Hold, Parts, Rise
from helpers.schedules.programs.run import Run
from helpers.schedules.programs.torch_loop import Stepping, torch_program

__all__ = ["own_of", "timm"]

NOTE = "The scheduler keeps no count: it is told at a resume, as in the loop."


def timm(run: Run) -> str:
    """Return the program for timm, which is told the number of updates or epochs."""
    own = exact(run, partial(own_of, by_epoch=run.steps_per_epoch is not None))
    if own is None:
        own, stepping = by_lambda(run), Stepping()
    elif run.steps_per_epoch:
        stepping = Stepping(
            "scheduler.step(epoch + 1)", "scheduler.step(done)", NOTE, saved=False
        )
    else:
        stepping = Stepping(
            "scheduler.step_update(update + 1)",
            "scheduler.step_update(done)",
            NOTE,
            saved=False,
        )
    return torch_program(run, "timm", own.imports, "\n".join(own.lines), stepping)


def own_of(parts: Parts, by_epoch: bool = False) -> Own | None:
    """Return the scheduler of timm, or None; it counts updates, or epochs."""
    match parts.rises:
        case []:
            rise: list[str] = []
        case [Rise("line", start, _, length)]:
            rise = [f"warmup_t={length}"]
            if start:
                rise.append(f"warmup_lr_init={start!r}")
        case _:
            return None
    chosen = _class(parts)
    if chosen is None:
        return None
    name, settings = chosen
    if rise and name in ("CosineLRScheduler", "PolyLRScheduler"):
        rise.append("warmup_prefix=True")
    unit = [] if by_epoch else ["t_in_epochs=False"]
    make = call(f"scheduler = {name}", "optimizer", *settings, *rise, *unit)
    return Own((make,), (f"from timm.scheduler import {name}",))


def _class(parts: Parts) -> tuple[str, list[str]] | None:
    """Return the scheduler for what comes from the peak on, and its settings."""
    match parts.body:
        case Hold():
            return "MultiStepLRScheduler", ["decay_t=[]"]
        case Drops(boundaries, factor):
            # A drop comes one step before the number in decay_t.
            edges = [boundary + 1 for boundary in boundaries]
            return "MultiStepLRScheduler", [
                f"decay_t={edges}",
                f"decay_rate={factor!r}",
            ]
        case Fall("wave", 0, span, floor):
            return "CosineLRScheduler", [f"t_initial={span}", *_floor(floor)]
        case Fall("line", 0, span, floor):
            settings = [f"t_initial={span}", "power=1.0", *_floor(floor)]
            return "PolyLRScheduler", settings
        case Fall(curve, hold, span, floor):
            kind = "linear" if curve == "line" else "cosine"
            lengths = [f"t_initial={hold + span}", f"decay_t={span}"]
            settings = [*lengths, f'decay_fn="{kind}"', *_floor(floor)]
            return "WSDLRScheduler", settings
        case Cycles(lengths, floor, factor, False) if not floor or factor == 1:
            multiplier = parts.body.multiplier
            if multiplier is None or not _in_time(lengths, multiplier):
                return None
            settings = [f"t_initial={lengths[0]}", *_floor(floor)]
            if multiplier != 1:
                settings.append(f"cycle_mul={multiplier}")
            if factor != 1:
                settings.append(f"cycle_decay={factor!r}")
            settings.append(f"cycle_limit={len(lengths)}")
            return "CosineLRScheduler", settings
    return None


def _in_time(lengths: tuple[int, ...], multiplier: int) -> bool:
    """Return whether cycles restart on time: timm finds them by a logarithm."""
    if multiplier == 1:
        return True
    starts = list(accumulate(lengths, initial=0))
    found = [_cycle(step, lengths[0], multiplier) for step in starts]
    before = [_cycle(step - 1, lengths[0], multiplier) for step in starts[1:]]
    return found == list(range(len(starts))) and before == found[:-1]


def _cycle(step: int, first: int, multiplier: int) -> int:
    return math.floor(math.log(1 - step / first * (1 - multiplier), multiplier))


def _floor(floor: float) -> list[str]:
    return [f"lr_min={floor!r}"] if floor else []
