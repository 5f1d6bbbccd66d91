"""All rules: each is a function that looks at the facts and says what is wrong."""

from collections.abc import Callable, Iterable, Iterator

from helpers.preview import callback_rules, length_rules, pace_rules, shape_rules
from helpers.preview.facts import Facts, Problem

__all__ = ["RULES", "problems_of"]

RULES: list[Callable[[Facts], Iterator[str]]] = [
    getattr(module, name)
    for module in (callback_rules, length_rules, pace_rules, shape_rules)
    for name in module.__all__
]
"""The rules, in the order in which they speak."""


def problems_of(facts: Iterable[Facts]) -> list[Problem]:
    """Return what the rules say of each optimizer, each sentence once.

    Where ``fit`` stops with an error, they say nothing of the rates after that.

    >>> problems_of([])
    []
    """
    found = [
        Problem(rule.__name__.replace("_", " "), text)
        for one in facts
        for rule in RULES
        if not one.fit_stops or rule.__module__ == callback_rules.__name__
        for text in rule(one)
    ]
    return list(dict.fromkeys(found))
