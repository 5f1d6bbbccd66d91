"""By which call a schedule was made: what is named, and written in other words."""

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ParamSpec

import numpy as np

from helpers.schedules.columns import Schedule

__all__ = ["Call", "call_of", "notes_its_call"]

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class Call:
    """The name of a function of the family, and all of its arguments, by name.

    A schedule among the arguments is a schedule still, with a call of its own. As a
    string it is what one writes, without arguments that are at their defaults.

    >>> from helpers.schedules import cosine, with_warmup
    >>> call = call_of(with_warmup(cosine(peak=0.1, steps=90), warmup=10))
    >>> call.name, call.arguments["warmup"]
    ('with_warmup', 10)
    >>> str(call)
    'with_warmup(cosine(peak=0.1, steps=90), warmup=10)'
    """

    name: str
    arguments: Mapping[str, Any]
    defaults: Mapping[str, Any]

    def __str__(self) -> str:
        """Return the text of the call."""
        words = []
        for name, value in self.arguments.items():
            inner = call_of(value)
            if inner is not None:
                words.append(str(inner))
            elif name not in self.defaults or value != self.defaults[name]:
                words.append(f"{name}={_text(value)}")
        return f"{self.name}({', '.join(words)})"


def call_of(schedule: Any) -> Call | None:
    """Return by which call of the family a schedule was made, or None.

    >>> from helpers.schedules import linear
    >>> str(call_of(linear(1, 4)))
    'linear(peak=1, steps=4)'
    >>> call_of(lambda step: 0.1)
    """
    return getattr(schedule, "call", None)


def notes_its_call(
    function: Callable[Arguments, Schedule],
) -> Callable[Arguments, Schedule]:
    """Make a function of the family note in its schedule how it was called.

    >>> from helpers.schedules import Schedule
    >>> @notes_its_call
    ... def halving(peak):
    ...     return Schedule(lambda step: peak / 2.0**step)
    >>> str(call_of(halving(0.8)))
    'halving(peak=0.8)'
    """
    signature = inspect.signature(function)
    defaults = {
        name: parameter.default
        for name, parameter in signature.parameters.items()
        if parameter.default is not parameter.empty
    }

    @functools.wraps(function)
    def noting(*values: Arguments.args, **named: Arguments.kwargs) -> Schedule:
        schedule = function(*values, **named)
        bound = signature.bind(*values, **named)
        bound.apply_defaults()
        call = Call(function.__name__, MappingProxyType(bound.arguments), defaults)
        return replace(schedule, call=call)

    return noting


def _text(value: Any) -> str:
    """Return a value as it is written: arrays and their numbers as plain Python."""
    return repr(value.tolist() if isinstance(value, np.ndarray | np.generic) else value)
