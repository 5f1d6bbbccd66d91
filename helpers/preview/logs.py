"""Logs of a training that does not take place.

A callback may set a rate by the loss, which nobody knows before. So a preview is made
several times, with losses that fall, that rise, and that are tiny: what is the same in
all of them does not depend on the loss.
"""

from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["SCENARIOS", "Logs"]

SCENARIOS: dict[str, Callable[[int], float]] = {
    "falling": lambda updates_left: 1.0 + updates_left,
    "rising": lambda updates_left: 1e9 / (1.0 + updates_left),
    "tiny": lambda updates_left: 1e-6,
}
"""What is told in the place of every metric, from the number of updates to come."""

RATES = ("learning_rate", "lr")  # what callbacks put there, and no metric


class Logs(dict[str, Any]):
    """Logs in which every metric has one value; they note who asks for a metric.

    ``asked`` is called with the metric's name, but not for what a callback has put
    there before.

    >>> names = []
    >>> logs = Logs(0.5, ["loss"], names.append)
    >>> logs.get("val_loss"), names
    (0.5, ['val_loss'])
    >>> logs["learning_rate"] = 0.1
    >>> logs["learning_rate"], names
    (0.1, ['val_loss'])
    """

    def __init__(
        self, value: float, names: list[str], asked: Callable[[str], None]
    ) -> None:
        """Begin with the names of the metrics."""
        super().__init__(dict.fromkeys(names, value))
        self.value, self.asked = value, asked
        self.put: set[str] = set()

    def __setitem__(self, name: str, value: Any) -> None:
        """Take what a callback puts there."""
        self.put.add(name)
        super().__setitem__(name, value)

    def update(self, *given: Any, **named: Any) -> None:
        """Take all that a callback puts there."""
        for name, value in dict(*given, **named).items():
            self[name] = value

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a value: there is one for any metric."""
        return super().__contains__(name) or name not in RATES

    def __getitem__(self, name: str) -> Any:
        """Return what a callback has put there, or the value of a metric."""
        if name in self.put:
            return super().__getitem__(name)
        if name in RATES:
            raise KeyError(name)
        self.asked(name)
        return self.value

    def get(self, name: str, default: Any = None) -> Any:
        """Return a value, or the default for a rate that nobody has put there."""
        try:
            return self[name]
        except KeyError:
            return default

    def __iter__(self) -> Iterator[str]:
        """List the names, also for ``dict(logs)``, which then asks for each."""
        return super().__iter__()

    def copy(self) -> dict[str, Any]:
        """Ask for all values, and return them as a plain dict."""
        return dict(self)

    def values(self) -> Any:
        """Ask for all values."""
        return [self[name] for name in self]

    def items(self) -> Any:
        """Ask for all values, with their names."""
        return [(name, self[name]) for name in self]
