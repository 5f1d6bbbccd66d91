"""Programs for transformers: its schedules where they are exact, else a LambdaLR."""

from helpers.schedules.programs.in_pytorch import by_lambda
from helpers.schedules.programs.layout import call, ratio
from helpers.schedules.programs.own import Own, exact
from helpers.schedules.programs.parts import Cycles, Fall, Hold, Parts, Rise
from helpers.schedules.programs.run import Run
from helpers.schedules.programs.torch_loop import Stepping, torch_program

__all__ = ["own_of", "transformers"]


def transformers(run: Run) -> str:
    """Return the program for transformers.

    Its schedules are LambdaLRs of PyTorch, and so is what stands in for them.
    """
    own = exact(run, own_of) or by_lambda(run)
    return torch_program(
        run, "transformers", own.imports, "\n".join(own.lines), Stepping()
    )


def own_of(parts: Parts) -> Own | None:
    """Return the call, where the rise is one of those that transformers has."""
    match parts.rises:
        case []:
            return _from_zero(parts, 0) or _between_floors(parts, None)
        case [Rise("line", 0.0, _, warmup) as rise]:
            return _from_zero(parts, warmup) or _between_floors(parts, rise)
        case [rise]:
            return _between_floors(parts, rise)
    return None


def _from_zero(parts: Parts, warmup: int) -> Own | None:
    """Return the call for a straight warm-up from 0, or none."""
    rise = f"num_warmup_steps={warmup}"
    match parts.body:
        case Hold():
            return _named("get_constant_schedule_with_warmup", rise)
        case Fall("line", 0, span, 0.0):
            total = f"num_training_steps={warmup + span}"
            return _named("get_linear_schedule_with_warmup", rise, total)
        case Fall("line", 0, span, floor):
            total = f"num_training_steps={warmup + span}"
            end = f"lr_end={floor!r}"
            name = "get_polynomial_decay_schedule_with_warmup"
            return _named(name, rise, total, end, "power=1.0")
        case Fall("wave", 0, span, floor):
            settings = [rise, f"num_training_steps={warmup + span}"]
            if floor:
                name = "get_cosine_with_min_lr_schedule_with_warmup"
                settings.append(f"min_lr={floor!r}")
            else:
                name = "get_cosine_schedule_with_warmup"
            own = _named(name, *settings)
            return Own(
                own.lines, own.imports, warmup + span + 1, "the rate rises again"
            )
        case Cycles(lengths, 0.0, 1.0, False) if _in_time(parts.body):
            total = f"num_training_steps={warmup + sum(lengths)}"
            name = "get_cosine_with_hard_restarts_schedule_with_warmup"
            return _named(name, rise, total, f"num_cycles={len(lengths)}")
    return None


def _between_floors(parts: Parts, rise: Rise | None) -> Own | None:
    """Return get_wsd_schedule, whose rise begins where its fall ends."""
    if not isinstance(parts.body, Fall):
        return None
    fall = parts.body
    if rise and rise.start != fall.floor:
        return None
    settings = [
        f"num_warmup_steps={rise.length if rise else 0}",
        f"num_stable_steps={fall.hold}",
        f"num_decay_steps={fall.span}",
    ]
    if rise and rise.curve == "wave":
        settings.append('warmup_type="cosine"')
    settings.append(f'decay_type="{"linear" if fall.curve == "line" else "cosine"}"')
    if fall.floor:
        settings.append(f"min_lr_ratio={ratio(fall.floor, parts.peak)}")
    return _named("get_wsd_schedule", *settings)


def _in_time(body: Cycles) -> bool:
    """Return whether equal cycles restart on time, as transformers rounds."""
    cycles, total = len(body.lengths), sum(body.lengths)
    starts = (cycle * body.lengths[0] for cycle in range(cycles))
    return body.multiplier == 1 and all(
        (cycles * (start / total)) % 1 == 0 for start in starts
    )


def _named(name: str, *settings: str) -> Own:
    make = call(f"scheduler = {name}", "optimizer", *settings)
    return Own((make,), (f"from transformers import {name}",))
