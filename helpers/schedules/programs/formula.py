"""A schedule as a short function of plain Python: ``def rate(step): …``."""

from dataclasses import dataclass

from helpers.schedules.programs.layout import numbers
from helpers.schedules.programs.parts import Curve, Cycles, Drops, Fall, Parts, Rise
from helpers.schedules.programs.run import Run

__all__ = ["Formula", "formula"]


@dataclass(frozen=True)
class Formula:
    """The text that defines ``rate(step)``, and the imports that it needs."""

    text: str
    imports: tuple[str, ...] = ()


def formula(run: Run) -> Formula:
    """Return the definition of ``rate(step)``; past its end it stays where it is.

    Without parts it looks the rate up in a list.

    >>> from helpers.schedules import linear
    >>> from helpers.schedules.programs.run import run_of
    >>> print(formula(run_of(linear(peak=0.1, steps=10))).text)
    peak = 0.1
    <BLANKLINE>
    <BLANKLINE>
    def rate(step):
        progress = min(step / 10, 1)
        return peak * (1 - progress)
    """
    if run.parts is None:
        return Formula(
            f"{numbers('rates', run.column.tolist())}\n\n\n"
            "def rate(step):\n"
            f"    return rates[min(step, {run.steps - 1})]"
        )
    names, constants, lines = _body(run.parts)
    top = "peak"
    for number, rise in reversed(list(enumerate(run.parts.rises, 1))):
        start = "start" if len(run.parts.rises) == 1 else f"start_{number}"
        if rise.start:
            names = names | {start: rise.start}
        lines = [*_rise(rise, start, top), *lines]
        top = start if rise.start else "0.0"
    order = sorted(names, key=lambda name: (name != "peak", name))
    text = "\n".join(
        [
            *(f"{name} = {names[name]!r}" for name in order),
            *constants,
            "\n\ndef rate(step):",
            *(f"    {line}" for line in lines),
        ]
    )
    modules = ("math", "bisect")
    return Formula(text, tuple(f"import {m}" for m in modules if f"{m}." in text))


def _rise(rise: Rise, start: str, top: str) -> list[str]:
    progress = f"step / {rise.length}"
    if rise.curve == "wave":
        progress = f"(1 - math.cos(math.pi * {progress})) / 2"
    if rise.start:
        value = f"{start} + ({top} - {start}) * {progress}"
    else:
        value = f"{top} * {progress}" if rise.top else "0.0"
    return [
        f"if step < {rise.length}:",
        f"    return {value}",
        f"step -= {rise.length}",
    ]


def _body(parts: Parts) -> tuple[dict[str, float], list[str], list[str]]:
    """Return the numbers that have names, constants, and lines of the function."""
    names = {"peak": parts.peak}
    match parts.body:
        case Drops(boundaries, factor):
            edges = [numbers("boundaries", boundaries)]
            return (
                names,
                edges,
                [
                    "drops = sum(step >= boundary for boundary in boundaries)",
                    f"return peak * {factor!r}**drops",
                ],
            )
        case Fall(curve, hold, span, floor):
            into = f"max(step - {hold}, 0)" if hold else "step"
            progress = f"progress = min({into} / {span}, 1)"
            share = _share(curve, "progress")
            return names | _named(floor), [], [progress, _between("peak", floor, share)]
        case Cycles():
            return _cycles(names, parts.body)
    return names, [], ["return peak"]


def _cycles(
    names: dict[str, float], body: Cycles
) -> tuple[dict[str, float], list[str], list[str]]:
    total = sum(body.lengths)
    shorter = " - 1" if body.endpoint else ""
    if body.multiplier == 1:
        length = body.lengths[0]
        constants = []
        find = [f"cycle, step = divmod(step, {length})"]
        span = str(length - body.endpoint)
    else:
        starts = [sum(body.lengths[:cycle]) for cycle in range(len(body.lengths) + 1)]
        constants = [numbers("starts", starts)]
        find = [
            "cycle = bisect.bisect(starts, step) - 1",
            f"length = starts[cycle + 1] - starts[cycle]{shorter}",
            "step -= starts[cycle]",
        ]
        span = "length"
    if body.factor == 1 and body.multiplier == 1:
        find = [f"step %= {body.lengths[0]}"]
    top = "peak"
    if body.factor != 1:
        height = "(peak - floor)" if body.floor else "peak"
        find.append(f"height = {height} * {body.factor!r}**cycle")
        top = "height"
    share = _share("wave", f"step / {span}")
    if body.factor != 1:
        value = f"return {'floor + ' if body.floor else ''}{top} * {share}"
    else:
        value = _between("peak", body.floor, share)
    end = [f"if step >= {total}:", f"    return {'floor' if body.floor else '0.0'}"]
    return names | _named(body.floor), constants, [*end, *find, value]


def _named(floor: float) -> dict[str, float]:
    return {"floor": floor} if floor else {}


def _share(curve: Curve, progress: str) -> str:
    if curve == "line":
        return f"(1 - {progress})"
    return f"(1 + math.cos(math.pi * {progress})) / 2"


def _between(top: str, floor: float, share: str) -> str:
    return (
        f"return floor + ({top} - floor) * {share}"
        if floor
        else (f"return {top} * {share}")
    )
