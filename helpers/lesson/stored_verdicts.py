"""The verdicts of the notebooks, as their last stored run gave them.

They are in ``verdicts.json``, where ``python -m tools.verdicts`` puts them out of the
stored outputs.
"""

import json
from functools import cache
from pathlib import Path
from typing import TypedDict

__all__ = ["found_by_word", "kept", "tasks_by_word"]

FILE = Path(__file__).with_name("verdicts.json")
TASKS = {  # what a table has no room to say
    "few images": "MNIST with few images",
    "wrong labels": "MNIST with wrong labels",
}


class Verdict(TypedDict):
    """The notebook that gives a verdict, and its word for each task.

    ``alike`` says for a task, where it is known, in how many repeats of the experiment
    the difference had the sign of the mean, such as "9 of 9".
    """

    notebook: str
    words: dict[str, str]
    alike: dict[str, str]


@cache
def kept() -> dict[str, Verdict]:
    """Return all verdicts by name.

    >>> kept()["lowering"]["notebook"]
    '05_does_it_help'
    """
    verdicts: dict[str, Verdict] = json.loads(FILE.read_text("utf-8"))
    return verdicts


def tasks_by_word(name: str) -> dict[str, list[str]]:
    """Return the tasks on which each word was found, "better" and "worse" first.

    >>> sum(map(len, tasks_by_word("lowering").values()))
    4
    """
    words = kept()[name]["words"]
    first = [word for word in ("better", "worse") if word in words.values()]
    order = dict.fromkeys([*first, *words.values()])
    return {word: [task for task in words if words[task] == word] for word in order}


def found_by_word(name: str) -> str:
    """Return what was found on which task, in one phrase.

    >>> found_by_word("lowering")
    '... on ...'
    """
    often = kept()[name]["alike"]
    return "; ".join(
        f"{word} on {_listed(tasks, often)}"
        for word, tasks in tasks_by_word(name).items()
    )


def _listed(tasks: list[str], often: dict[str, str]) -> str:
    *first, last = (
        TASKS.get(task, task) + (f" ({often[task]})" if task in often else "")
        for task in tasks
    )
    return f"{', '.join(first)} and {last}" if first else last
