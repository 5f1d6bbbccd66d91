"""The value of an expression in a text: parsed, never evaluated.

An expression may be a number, a word, a list, a tuple or a dict, arithmetic of numbers,
a call, or a name that somebody has given a value.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from helpers.schedules.readings.unknown import Unknown

__all__ = ["Make", "unreadable", "value_of"]

Make: TypeAlias = Callable[[str, list[Any], dict[str, Any]], Any]
"""What is made of a call: a function of its name and its two kinds of arguments."""

_BITS = 64  # whole numbers in a text are smaller than 2**_BITS
_OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "float": float,
    "int": int,
    "max": max,
    "min": min,
    "round": round,
}


def value_of(node: ast.expr, names: Mapping[str, Any], make: Make) -> Any:
    """Return the value of an expression; ``make`` is asked for its calls.

    ``names`` maps names to their values; a key may be any piece of the text. A name
    without one is ``Unknown``. What is no expression of the kinds above raises
    ValueError.

    >>> node = ast.parse("2 * [3, n][0]", mode="eval").body
    >>> value_of(node.left, {}, print), value_of(node.right.value, {"n": 5}, print)
    (2, [3, 5])
    """

    def value(part: ast.expr) -> Any:
        return value_of(part, names, make)

    match node:
        case ast.Constant(value=None | bool() | int() | float() | str() as constant):
            return _small(constant)
        case ast.List(elts=parts):
            return [value(part) for part in parts]
        case ast.Tuple(elts=parts):
            return tuple(value(part) for part in parts)
        case ast.Dict(keys=keys, values=parts) if None not in keys:
            read = [value(key) for key in keys if key is not None]
            return dict(zip(map(_key, read), map(value, parts), strict=True))
        case ast.UnaryOp(op=ast.USub(), operand=part):
            return -_number(value(part))
        case ast.UnaryOp(op=ast.UAdd(), operand=part):
            return _number(value(part))
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATIONS:
            return _computed(sign, _number(value(left)), _number(value(right)))
        case ast.Name() | ast.Attribute() | ast.Call() | ast.Lambda():
            text = ast.unparse(node)
            if text in names:
                return names[text]
            if isinstance(node, ast.Call):
                return _called(node, value, make)
            return Unknown(text)
        case ast.Subscript() if ast.unparse(node) in names:
            return names[ast.unparse(node)]
        case _:
            raise unreadable(node, "is neither a value nor a call")


def _called(node: ast.Call, value: Callable[[ast.expr], Any], make: Make) -> Any:
    """Return what a call gives: it is looked up by its name, without what is before."""
    function = node.func
    while isinstance(function, ast.Attribute):
        function = function.value
    if not isinstance(function, ast.Name):
        raise unreadable(node, "is no call by name")
    name = ast.unparse(node.func).rpartition(".")[2]
    if name == "len":  # of a loader, as a rule: its value is asked for
        return Unknown(ast.unparse(node))

    def argument(part: ast.expr) -> Any:
        """Return a value; of a call that can't be read, such as an optimizer, why."""
        try:
            return value(part)
        except (TypeError, ValueError) as problem:
            if not isinstance(part, ast.Call):
                raise
            return Unknown(ast.unparse(part), problem)

    values = [argument(part) for part in node.args]
    named: dict[str, Any] = {}
    for keyword in node.keywords:
        if keyword.arg is None:
            raise unreadable(keyword.value, "with two stars: write its arguments out")
        if keyword.arg in named:
            raise unreadable(node, f"gives {keyword.arg} twice")
        named[keyword.arg] = argument(keyword.value)
    if node.func is function and name in _FUNCTIONS and not named:
        try:
            return _small(_FUNCTIONS[name](*map(_number, values)))
        except (TypeError, OverflowError) as problem:
            raise unreadable(node, f"fails: {problem}") from problem
    if node.func is function and name == "dict" and not values:
        return named
    return make(name, values, named)


def _computed(sign: ast.operator, left: float, right: float) -> float:
    if isinstance(sign, ast.Pow) and left and right * math.log2(abs(left)) > _BITS:
        raise ValueError(f"text can't be read: {left}**{right} is too large")
    try:
        found = _small(_number(_OPERATIONS[type(sign)](left, right)))
    except ArithmeticError as problem:
        raise ValueError(f"text can't be computed: {problem}") from problem
    # A share of a length, 0.1 * 500, is what a library counts with, float as it is.
    return int(found) if float(found).is_integer() else found


def _number(value: Any) -> Any:
    """Return a number, or say what stands in its place."""
    if isinstance(value, Unknown):
        raise value.error("")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"text can't be read: {value!r} is no real number")
    return value


def _small(value: Any) -> Any:
    if isinstance(value, int) and abs(value) >= 2**_BITS:
        raise ValueError(f"text can't be read: a number is 2**{_BITS} or more")
    return value


def _key(value: Any) -> Any:
    if not isinstance(value, int | float | str):
        raise ValueError(f"text can't be read: {value!r} is no key of a dict")
    return value


def unreadable(node: ast.AST, why: str) -> ValueError:
    """Return the error that names a piece of a text, and why it can't be read.

    >>> unreadable(ast.parse("a[0]"), "is no call")
    ValueError("text can't be read: a[0] is no call")
    """
    return ValueError(f"text can't be read: {ast.unparse(node)[:60]} {why}")
