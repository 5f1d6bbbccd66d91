"""Read a call as text: parsed, never evaluated.

A text has lines that assign, or hold a call; the last one makes the schedule. Lines
that import are passed over, and no line that makes something else is left unused.
"""

import ast
import re
from collections.abc import Mapping
from typing import Any

from helpers.schedules.readings.unknown import Unknown
from helpers.schedules.readings.values import Make, unreadable, value_of

__all__ = ["LONGEST_TEXT", "rate_of_optimizer", "understood"]

LONGEST_TEXT: int = 5_000
"""The most characters that a text may have."""


def understood(text: str, names: Mapping[str, Any], make: Make) -> Any:
    """Return the value of the last line of ``text``; ``make`` is asked for its calls.

    ``names`` maps names to their values; a key may be any piece of the text, such as
    ``len(loader)``. A line before the last that can't be read, as one that makes the
    optimizer, matters only where its name is needed. Text that is no Python, or is more
    than the module says, raises ValueError.

    >>> def shown(name, values, named):
    ...     return name, values, named
    >>> understood("lr.StepLR(optimizer, 30 * n, gamma=1e-1)", {"n": 2}, shown)
    ('StepLR', [Unknown(text='optimizer', problem=None), 60], {'gamma': 0.1})
    >>> understood("open('secret')[0]", {}, shown)
    Traceback (most recent call last):
    ValueError: text can't be read: open('secret')[0] is neither a value nor a call
    """
    known = _as_parsed(names)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"text has {len(text)} characters, not {LONGEST_TEXT} at most")
    try:
        lines = ast.parse(text.strip()).body
        lines = [x for x in lines if not isinstance(x, ast.Import | ast.ImportFrom)]
        return _value_of_lines(lines, known, make)
    except SyntaxError as problem:
        raise ValueError(f"text is no Python: {problem}") from problem
    except (RecursionError, MemoryError) as problem:
        raise ValueError("text is nested too deeply") from problem


def _as_parsed(names: Mapping[str, Any]) -> dict[str, Any]:
    """Return names as the parser writes them, with its own quotes and blanks."""
    parsed = {}
    for name, value in names.items():
        try:
            parsed[ast.unparse(ast.parse(name))] = value
        except SyntaxError as problem:
            raise ValueError(f"names has {name!r}, which is no Python") from problem
    return parsed


def rate_of_optimizer(text: str) -> float | None:
    """Return the rate with which a text makes an optimizer, if it does.

    Where groups of parameters have rates of their own, ValueError asks for one of them.

    >>> rate_of_optimizer("opt = SGD(net.parameters(), lr=0.5)\\nStepLR(opt, 30)")
    0.5
    >>> rate_of_optimizer("StepLR(SGD(net.parameters(), lr=0.5), 30)")
    0.5
    >>> rate_of_optimizer("StepLR(opt, 30)")
    """
    try:
        lines = ast.parse(text.strip()).body
    except (SyntaxError, RecursionError, MemoryError):
        return None  # what is wrong with the text is said when it is read
    parts = [part for line in lines for part in ast.walk(line)]
    if groups := [part for part in parts if isinstance(part, ast.Dict) and _rate(part)]:
        rates = ", ".join(filter(None, map(_rate, groups)))
        raise ValueError(
            f"the text's optimizer has groups with rates of their own, {rates}: give "
            "peak=…, the rate of the group to read"
        )
    # The call that makes the schedule itself may have an lr of another meaning.
    alone = [line.value for line in lines if isinstance(line, ast.Expr)]
    found = [
        word.value.value
        for part in parts
        if isinstance(part, ast.Call) and part not in alone
        for word in part.keywords
        if word.arg == "lr" and isinstance(word.value, ast.Constant)
    ]
    match found:
        case [int() | float() as rate]:
            return float(rate)
    return None


def _rate(group: ast.Dict) -> str | None:
    """Return the text of the rate that a group of parameters has of its own."""
    for key, value in zip(group.keys, group.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == "lr":
            return ast.unparse(value)
    return None


def _value_of_lines(lines: list[ast.stmt], names: dict[str, Any], make: Make) -> Any:
    """Return the value of the last line that makes something.

    What an earlier line makes must be used by a later one: two schedulers that are both
    stepped have other rates than the last one alone.
    """
    made: dict[str, ast.expr] = {}

    def noting(name: str, values: list[Any], named: dict[str, Any]) -> Any:
        value = make(name, values, named)
        made[target] = node
        return value

    target, value = "", None
    steps = [step for line in lines if (step := _making(line))]
    for number, (target, node) in enumerate(steps, 1):
        try:
            value = value_of(node, names, noting)
        except (TypeError, ValueError) as problem:
            if number == len(steps):
                raise
            value = Unknown(target, problem)
            if _SCHEDULER.search(_name_of(node)):
                made[target] = node
        names[target] = value
        for name in [one for one in made if one != target and _has(node, one)]:
            del made[name]
    made.pop(target, None)
    if made:
        name, node = made.popitem()
        raise ValueError(
            f"text makes {name} = {ast.unparse(node)[:60]} too, and does not use it: "
            "give one call, or the call that joins them"
        )
    if not steps:
        raise ValueError("text is empty: it must hold a call")
    if isinstance(value, Unknown) and value.problem is not None:
        raise value.problem
    return value


_SCHEDULER = re.compile(r"(LR|Scheduler|Plateau|Restarts|Decay|Warmup|schedule\w*)$")


def _making(line: ast.stmt) -> tuple[str, ast.expr] | None:
    """Return what a line assigns, and to which name, "" for a call alone.

    A call such as ``scheduler.step()`` makes no column: None.
    """
    match line:
        case ast.Assign(targets=[ast.Name(id=name)], value=node):
            return name, node
        case ast.Assign(targets=[ast.Attribute(ast.Name("self"), name)], value=node):
            return f"self.{name}", node
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="step"))):
            return None
        case ast.Expr(value=node):
            return "", node
        case ast.For() | ast.While():
            raise unreadable(
                line,
                "is a loop: leave it out, and say steps_per_epoch=…"
                " where it steps the schedule once an epoch",
            )
        case _:
            raise unreadable(line, "is no call and no assignment")


def _name_of(node: ast.expr) -> str:
    """Return the name of a call, "" for what is none."""
    if not isinstance(node, ast.Call):
        return ""
    return ast.unparse(node.func).rpartition(".")[2]


def _has(node: ast.expr, name: str) -> bool:
    """Return whether a name, or an attribute, stands in an expression."""
    parts = (
        part for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute)
    )
    return any(ast.unparse(part) == name for part in parts)
