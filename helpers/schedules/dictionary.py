"""The dictionary: the same schedule in the words of other libraries, one rule each.

A rule is a pair of calls, that of a library and one of this collection, in which the
same names stand for numbers: ``peak``, ``floor``, ``start`` and ``factor`` are rates or
shares; ``steps``, ``warmup``, ``decay`` and ``boundary`` count updates, ``cycles``
cycles. Both have the same rates at all steps of the run. So what an argument of the
library means is what stands behind it. The rules are the rows of ``dictionary.csv``.
"""

import ast
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from helpers.schedules import decays, warmups
from helpers.schedules.columns import Schedule, table
from helpers.schedules.readings import reading

__all__ = ["EXAMPLE", "Meaning", "Rule", "meanings", "rules"]

FILE = Path(__file__).with_suffix(".csv")
FAMILY = {name: getattr(decays, name) for name in decays.__all__}
FAMILY |= {name: getattr(warmups, name) for name in warmups.__all__}

EXAMPLE: dict[str, float] = {
    "peak": 0.1,
    "floor": 0.01,
    "start": 0.02,
    "steps": 60,
    "warmup": 10,
    "decay": 20,
    "cycles": 3,
    "boundary": 30,
    "factor": 0.5,
}
"""A number for each name that stands in the rules."""


@dataclass(frozen=True)
class Meaning:
    """What an argument of a library's call stands for, in the names of the rules.

    >>> Meaning("optax", "cosine_decay_schedule", "alpha", "floor / peak").argument
    'alpha'
    """

    library: str
    function: str
    argument: str
    meaning: str


@dataclass(frozen=True)
class Rule:
    """A call of a library, and the call of this collection with the same rates.

    >>> rule = Rule("optax", "linear_schedule(peak, floor, transition_steps=steps)",
    ...             "linear(peak, steps, floor)")
    >>> rule.differs({"peak": 1.0, "floor": 0.2, "steps": 4}) < 1e-6
    True
    >>> rule.past_the_end
    'stays at its floor'
    """

    library: str
    call: str
    ours: str

    def schedules(self, values: Mapping[str, float]) -> tuple[Schedule, Schedule]:
        """Return both schedules for numbers by name: the library's, then ours."""
        ours = eval(self.ours, {**FAMILY, **values})  # a text of our own
        known: dict[str, Any] = {}
        if "optimizer" in self.call:
            known["peak"] = values["peak"]
        if self.library == "fastai":
            known["steps_per_epoch"] = ours.steps
        return reading(self.library, self.call, names=values, **known), ours

    def differs(self, values: Mapping[str, float]) -> float:
        """Return the largest difference of rates in the run, as a share of the peak."""
        theirs, ours = self.schedules(values)
        steps = ours.steps or 2 * int(values["boundary"] + values["warmup"])
        gaps = abs(table(theirs, steps) - table(ours, steps))
        return float(gaps.max() / values["peak"])

    @property
    def past_the_end(self) -> str:
        """What the library's rates do after the run, in words."""
        theirs, ours = self.schedules(EXAMPLE)
        if ours.steps is None:
            return "has no end"
        try:
            after = table(theirs, 2 * ours.steps)[ours.steps :]
        except ValueError:
            return "ends in an error"
        last = float(theirs(ours.steps - 1))
        if after.max() > last + 1e-3 * EXAMPLE["peak"]:
            return "rises again"
        return "stays at its floor" if after[0] < last else "stays at its last rate"

    @property
    def meanings(self) -> Iterator[Meaning]:
        """What each argument that is given by name stands for."""
        for node in ast.walk(ast.parse(self.call)):
            if isinstance(node, ast.Call):
                function = ast.unparse(node.func)
                for one in node.keywords:
                    if one.arg and not contains_a_call(one.value):
                        text = ast.unparse(one.value)
                        yield Meaning(self.library, function, one.arg, text)


@cache
def rules() -> list[Rule]:
    """Return all rules, by library.

    >>> [rule.ours for rule in rules() if rule.call.startswith("MultiStepLR(")][0]
    'step_decay(peak, [boundary], factor)'
    """
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Rule(**row) for row in csv.DictReader(file)]


def meanings(word: str) -> list[Meaning]:
    """Return what a word means in each call that has it as an argument.

    A word that no rule has raises ValueError.

    >>> for one in meanings("decay_steps"):
    ...     print(one.library, one.function, one.meaning, sep=": ")
    Keras: CosineDecay: steps
    Keras: PolynomialDecay: steps
    optax: cosine_decay_schedule: steps
    optax: warmup_cosine_decay_schedule: warmup + steps
    PaddlePaddle: PolynomialDecay: steps
    MLX: cosine_decay: steps
    """
    every = [one for rule in rules() for one in rule.meanings]
    found = [one for one in dict.fromkeys(every) if one.argument == word]
    if not found:
        words = ", ".join(sorted({one.argument for one in every}))
        raise ValueError(f"word = {word!r} must be one of {words}")
    return found


def contains_a_call(node: ast.AST) -> bool:
    """Return whether an expression has a call in it.

    >>> contains_a_call(ast.parse("[LinearLR(optimizer)]"))
    True
    """
    return any(isinstance(part, ast.Call) for part in ast.walk(node))
