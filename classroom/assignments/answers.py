"""Reads what a submission hands over: data of known kinds and of limited size.

The text comes from code that nobody trusts. Whatever stands in it, the outcome has
numbers, texts, lists and dicts, and no sentence that a page could take for ours.
"""

import builtins
import json
import re
from dataclasses import dataclass, field

__all__ = ["NO_NAME", "TOO_LARGE", "Outcome", "outcome"]

ITEMS = 300_000  # numbers, texts and names of an answer
DEPTH = 6
LINES = 2000  # one for each answer, and for each cell that failed
LETTERS = 1000  # of one text
DIGITS = 40  # of one whole number: a seed may have 128 bits
NAMES = (
    *("FormError", "AxisError", "LinAlgError"),
    *("InvalidArgumentError", "ResourceExhaustedError"),
)
NO_NAME = "an exception"
TOO_LARGE = "TooLarge"


@dataclass
class Outcome:
    """What came back: answers and errors by (question, number), and why it ended.

    An error is the name of Python's exception, ``NO_NAME`` or ``TOO_LARGE``; ``before``
    has that of a cell before it, which may be the reason. Questions that were asked
    once more in the end have these answers in ``later``.
    """

    values: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)
    failed_cells: dict = field(default_factory=dict)
    stopped: str = ""
    later: "Outcome | None" = None

    def has(self, places):
        """Return whether there is an answer to all of these."""
        return all(place in self.values for place in places)


def outcome(text, stopped):
    """Read what a submission handed over: the first answer to each question counts.

    >>> line = b'{"question": "plan", "number": 0, "value": [1, 2]}'
    >>> outcome(line, "").values
    {('plan', 0): [1, 2]}
    """
    found = Outcome(stopped=stopped)
    for place, line in enumerate(text.split(b"\n", LINES)[:LINES]):
        try:
            take(json.loads(line.decode("utf-8", "replace")), place, found)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue
    return found


def take(said, place, found):
    """Add what one line says to an outcome."""
    if "broken" in said:
        # Our own words, as long as no line before says that the sandbox is complete.
        own = str(said["broken"]) if place == 0 else "it broke off"
        found.stopped = found.stopped or own
    elif "cell" in said:
        found.failed_cells.setdefault(whole(said["cell"]), name(said["error"]))
    elif said.get("later") is True:
        found.later = found.later or Outcome(stopped=found.stopped)
        take({**said, "later": False}, place, found.later)
    elif "question" in said:
        question, number = said["question"], whole(said["number"])
        key = str(question)[:LETTERS], number
        if key in found.values or key in found.errors:
            return
        if "value" not in said:
            found.errors[key] = name(said["error"])
            found.before[key] = name(said["before"]) if said.get("before") else ""
        elif is_small(said["value"]):
            found.values[key] = said["value"]
        else:
            found.errors[key] = TOO_LARGE


def whole(number):
    """Return a whole number that counts something, or raise ValueError."""
    if type(number) is not int or not 0 <= number < ITEMS:
        raise ValueError(number)
    return number


def name(error):
    """Return the name of an exception, if it is one that Python or a library has."""
    found = re.match(r"\w*", str(error)).group()
    own = getattr(builtins, found, None)
    known = isinstance(own, type) and issubclass(own, BaseException)
    return found if known or found in NAMES else NO_NAME


def is_small(value):
    """Return whether an answer, as JSON reads it, is within all limits."""
    level, items = [value], 0
    for _ in range(DEPTH):
        items += len(level)
        if items > ITEMS or not all(map(is_short, level)):
            return False
        level = [inner for outer in level for inner in children(outer)]
        if not level:
            return True
    return False


def children(value):
    """Return what is in a list or a dict."""
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []


def is_short(value):
    """Return whether a text or a number has few letters or digits."""
    if isinstance(value, str):
        return len(value) <= LETTERS
    return not isinstance(value, int) or abs(value) < 10**DIGITS
