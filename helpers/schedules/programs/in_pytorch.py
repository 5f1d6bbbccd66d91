"""Programs for PyTorch: its schedulers where they are exact, else a LambdaLR."""

import sys

from helpers.schedules.programs.formula import formula
from helpers.schedules.programs.layout import call, ratio
from helpers.schedules.programs.own import Own, exact
from helpers.schedules.programs.parts import (
    Body,
    Cycles,
    Drops,
    Fall,
    Hold,
    Parts,
    Rise,
)
from helpers.schedules.programs.run import Run
from helpers.schedules.programs.torch_loop import Stepping, torch_program

__all__ = ["by_lambda", "own_of", "pytorch", "scheduler_of"]

MODULE = "from torch.optim.lr_scheduler import"

SMALLEST = sys.float_info.min  # LinearLR divides by its first factor


def pytorch(run: Run) -> str:
    """Return the program for PyTorch."""
    own = scheduler_of(run)
    return torch_program(run, "PyTorch", own.imports, "\n".join(own.lines), Stepping())


def scheduler_of(run: Run) -> Own:
    """Return the lines that make ``scheduler`` for an ``optimizer`` at the peak."""
    if run.constant:
        return Own(())
    return exact(run, own_of) or by_lambda(run)


def by_lambda(run: Run, step: str = "step") -> Own:
    """Return a LambdaLR over the formula, or over the list of a column.

    ``step`` is what the formula is asked for, in terms of ``step``.
    """
    written = formula(run)
    share = f"rate({step}) / {run.peak!r}" if run.peak else f"rate({step})"
    make = call("scheduler = LambdaLR", "optimizer", f"lambda step: {share}")
    return Own(
        (f"{written.text}\n\n\n{make}",), (f"{MODULE} LambdaLR", *written.imports)
    )


def own_of(parts: Parts) -> Own | None:
    """Return the schedulers of PyTorch, or None."""
    match parts.rises, parts.body:
        case [Rise("wave")], Fall("wave", 0):
            return _one_cycle(parts, parts.rises[0], parts.body)
        case [], body:
            return _alone(parts.peak, body)
        case [Rise("line") as rise], body:
            return _behind(parts, rise, body)
    return None


def _alone(peak: float, body: Body) -> Own | None:
    """Return the lines without a warm-up."""
    if isinstance(body, Fall) and body.hold:
        return _in_turn(
            call("hold = ConstantLR", "optimizer", "factor=1.0"),
            "hold",
            {"ConstantLR"},
            _body("fall", peak, body),
            body.hold,
        )
    return _body("scheduler", peak, body)


def _behind(parts: Parts, rise: Rise, body: Body) -> Own | None:
    """Return the lines with a warm-up, which stays at the peak until it is relieved."""
    name = "scheduler" if isinstance(body, Hold) else "warmup"
    if rise.start / parts.peak >= SMALLEST:
        factor = f"start_factor={ratio(rise.start, parts.peak)}"
        kind, settings = "LinearLR", [factor, f"total_iters={rise.length}"]
    else:
        kind, settings = "LambdaLR", [f"lambda step: min(step / {rise.length}, 1)"]
    warm = call(f"{name} = {kind}", "optimizer", *settings)
    if isinstance(body, Hold):
        return Own((warm,), (f"{MODULE} {kind}",))
    held = body.hold if isinstance(body, Fall) else 0
    after = _body("decay", parts.peak, body)
    return _in_turn(warm, name, {kind}, after, rise.length + held)


def _in_turn(
    first: str, name: str, kinds: set[str], after: Own | None, milestone: int
) -> Own | None:
    if after is None:
        return None
    second = after.lines[0].partition(" = ")[0]
    make = call(
        "scheduler = SequentialLR",
        "optimizer",
        f"[{name}, {second}]",
        f"milestones=[{milestone}]",
    )
    exact = None if after.exact is None else milestone + after.exact
    needed = (f"{MODULE} {kind}" for kind in sorted(kinds | {"SequentialLR"}))
    lines = (first, *after.lines, make)
    return Own(lines, (*after.imports, *needed), exact, after.after)


def _body(name: str, peak: float, body: Body) -> Own | None:
    """Return the call for what comes from the peak on, without what is held."""
    match body:
        case Hold():
            return Own(())
        case Drops(boundaries, factor):
            edges = f"milestones={list(boundaries)}"
            return _named(name, "MultiStepLR", edges, f"gamma={factor!r}")
        case Fall("line", _, span, floor):
            end = f"end_factor={ratio(floor, peak)}"
            return _named(
                name, "LinearLR", "start_factor=1.0", end, f"total_iters={span}"
            )
        case Fall("wave", _, span, floor):
            return _named(
                name,
                "CosineAnnealingLR",
                f"T_max={span}",
                *_floor(floor),
                exact=span + 1,
                after="the rate rises again",
            )
        case Cycles(lengths, floor, 1.0, False) if body.multiplier:
            return _named(
                name,
                "CosineAnnealingWarmRestarts",
                f"T_0={lengths[0]}",
                f"T_mult={body.multiplier}",
                *_floor(floor),
                exact=sum(lengths),
                after="it restarts again",
            )
    return None


def _named(
    name: str, kind: str, *settings: str, exact: int | None = None, after: str = ""
) -> Own:
    line = call(f"{name} = {kind}", "optimizer", *settings)
    return Own((line,), (f"{MODULE} {kind}",), exact, after)


def _one_cycle(parts: Parts, rise: Rise, fall: Fall) -> Own | None:
    """Return OneCycleLR, which counts to the index of its last step."""
    if not (rise.start and fall.floor):
        return None
    total = rise.length + fall.span + 1
    return _named(
        "scheduler",
        "OneCycleLR",
        f"max_lr={parts.peak!r}",
        f"total_steps={total}",
        f"pct_start={rise.length + 1} / {total}",
        f"div_factor={ratio(parts.peak, rise.start)}",
        f"final_div_factor={ratio(rise.start, fall.floor)}",
        "cycle_momentum=False",
        exact=total,
        after="step() raises an error",
    )


def _floor(floor: float) -> list[str]:
    return [f"eta_min={floor!r}"] if floor else []
