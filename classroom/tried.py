"""Answers that were tried: right ones, and wrong ones with what is said of them.

``classroom/answers`` has a file for each notebook. An answer is code, and one of three
stands beside it: ``right = true``; ``hint``, the sentence that a check says of a usual
wrong answer; or ``says``, words that a check says of another wrong answer.
"""

import copy
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

ANSWERS = Path(__file__).with_name("answers")
KINDS = ("right", "hint", "says")


@dataclass(frozen=True)
class Tried:
    """An answer to an exercise."""

    code: str
    right: bool = False
    hint: str = ""
    says: str = ""


def tried_answers(path):
    """Return the tried answers to a notebook's exercises, by their names.

    A notebook without a file has none.
    """
    file = ANSWERS / f"{path.stem}.toml"
    return parse(file.read_text("utf-8"), file.name) if file.exists() else {}


def parse(text, source):
    """Return the tried answers that a text in TOML holds; a wrong one is a ValueError.

    >>> parse("[['01-1']]\\nanswer = 'rate = 0.1'\\nright = true", "01_callback.toml")
    {'01-1': [Tried(code='rate = 0.1', right=True, hint='', says='')]}
    """
    found = {}
    for name, answers in tomllib.loads(text).items():
        for answer in answers:
            kinds = sorted(answer.keys() - {"answer"})
            if len(kinds) != 1 or kinds[0] not in KINDS or not answer[kinds[0]]:
                raise ValueError(f"{source}, {name}: {answer} needs one of {KINDS}")
            found.setdefault(name, []).append(
                Tried(answer["answer"], **{kinds[0]: answer[kinds[0]]})
            )
    return found


def with_own_names(names):
    """Return a copy of names: what an answer changes in it, the next does not see.

    Containers and arrays are copied; modules, functions and models are shared.
    """
    kinds = (dict, list, set, np.ndarray, pd.DataFrame, pd.Series)
    return {
        name: copied(value) if isinstance(value, kinds) else value
        for name, value in names.items()
        if name != "__builtins__"
    }


def copied(value):
    """Return a deep copy, or a shallow one of what holds something that has none."""
    try:
        return copy.deepcopy(value)
    except TypeError:
        return copy.copy(value)
