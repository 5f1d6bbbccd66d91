"""The table of what can be read: by library and name, with the library's arguments."""

import difflib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from helpers.schedules.readings.unknown import Unknown

__all__ = ["Library", "Reader", "close_to"]

Made = TypeVar("Made", bound=Callable[..., Any])


@dataclass(frozen=True)
class Reader:
    """A call that can be read, and the function or class that reads it.

    Its arguments have the library's names, order and defaults.
    """

    name: str
    read: Callable[..., Any]

    @property
    def parameters(self) -> list[str]:
        """Return the names of its arguments, which come by place or by name."""
        parameters = inspect.signature(self.read).parameters.values()
        return [each.name for each in parameters if each.kind is not each.KEYWORD_ONLY]

    def __call__(self, values: list[Any], named: dict[str, Any], optimizer: Any) -> Any:
        """Read the call; ``optimizer`` takes the place of the text's.

        Arguments that don't fit raise TypeError, wrong values ValueError; the error
        begins with the name of the call.
        """
        arguments = self._by_name(values, named)
        try:
            self._check(arguments)
            if "optimizer" in inspect.signature(self.read).parameters:
                arguments["optimizer"] = optimizer
            return self.read(**arguments)
        except (TypeError, ValueError) as problem:
            raise type(problem)(f"{self.name}: {problem}") from problem
        except ArithmeticError as problem:
            raise ValueError(f"{self.name}: the library fails: {problem}") from problem

    def _by_name(self, values: list[Any], named: dict[str, Any]) -> dict[str, Any]:
        if len(values) > len(self.parameters):
            raise TypeError(
                f"{self.name} takes {len(self.parameters)} arguments, "
                f"not {len(values)}: {', '.join(self.parameters)}"
            )
        arguments = dict(zip(self.parameters, values, strict=False))
        twice = arguments.keys() & named
        if twice:
            raise TypeError(f"{self.name}: {min(twice)} is given twice")
        return arguments | named

    def _check(self, arguments: dict[str, Any]) -> None:
        for name, value in arguments.items():
            if name not in self.parameters:
                raise TypeError(
                    f"there is no argument {name}{close_to(name, self.parameters)}; "
                    f"it takes {', '.join(self.parameters)}"
                )
            for part in value if isinstance(value, list | tuple) else [value]:
                if isinstance(part, Unknown) and name != "optimizer":
                    raise part.error(name)
        signature = inspect.signature(self.read)
        lacking = [
            name
            for name, parameter in signature.parameters.items()
            if parameter.default is parameter.empty
            and name not in arguments
            and name != "optimizer"
        ]
        if lacking:
            raise TypeError(f"{' and '.join(lacking)} must be given")


@dataclass(frozen=True)
class Library:
    """A library, the version that its readers were tried with, and its readers.

    ``takes_peak`` says that its schedules scale the rate of an optimizer; ``by_epoch``
    that it is usual to step them once an epoch, which then holds a rate, and
    ``knows_epochs`` that its schedules ask themselves how many updates make an epoch.
    ``finish`` makes a schedule of what a text gives, where that is no schedule yet.

    >>> library = Library("Own", version="1.0")
    >>> @library.reads("halving")
    ... def halving(rate, steps=3):
    ...     return [rate / 2**step for step in range(steps)]
    >>> library.read("halving", [0.8], {})
    [0.8, 0.4, 0.2]
    >>> library.read("halving", [], {"rat": 0.8})
    Traceback (most recent call last):
    TypeError: halving: there is no argument rat (is it rate?); it takes rate, steps
    >>> library.read("halfing", [0.8], {})
    Traceback (most recent call last):
    ValueError: halfing of Own can't be read (is it halving?). What can: halving
    """

    name: str
    version: str
    takes_peak: bool = False
    by_epoch: bool = False
    knows_epochs: bool = False
    finish: Callable[[Any, Any], Any] | None = None
    readers: dict[str, Reader] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def reads(self, name: str) -> Callable[[Made], Made]:
        """Note in the table that the decorated function reads the call ``name``."""

        def noting(read: Made) -> Made:
            self.readers[name] = Reader(name, read)
            return read

        return noting

    def refuses(self, name: str, why: str) -> None:
        """Note why the call ``name`` can't be read, and what can be given instead."""
        self.refused[name] = why

    def read(
        self,
        name: str,
        values: list[Any],
        named: dict[str, Any],
        optimizer: Any = None,
    ) -> Any:
        """Read a call; one that isn't in the table raises ValueError."""
        if name in self.refused:
            raise ValueError(
                f"{name} of {self.name} can't be read: {self.refused[name]}"
            )
        if name not in self.readers:
            near = close_to(name, self.readers)
            number = f". If it gives a number: names={{'{name}(…)': …}}"
            raise ValueError(
                f"{name} of {self.name} can't be read{near}. "
                f"What can: {', '.join(sorted(self.readers))}"
                f"{number if name.islower() and not near else ''}"
            )
        return self.readers[name](values, named, optimizer)


def close_to(name: str, known: Iterable[str]) -> str:
    """Return a question after the known name that is nearest, or nothing.

    >>> close_to("StepRL", ["StepLR", "LinearLR"])
    ' (is it StepLR?)'
    >>> close_to("x", ["StepLR"])
    ''
    """
    by_small_letters = {each.lower(): each for each in known}
    near = difflib.get_close_matches(name.lower(), by_small_letters, 1)
    return f" (is it {by_small_letters[near[0]]}?)" if near else ""
