"""What the notebooks found, in texts that are never stronger than their verdicts."""

from collections.abc import Callable
from textwrap import fill

from helpers.lesson.stored_verdicts import found_by_word, kept, tasks_by_word

__all__ = ["TEXTS", "the_post", "what_to_use"]


def what_to_use(folder: str = "") -> str:
    """Return advice for who reads no further: what was found, on which task, and where.

    ``folder`` is where the notebooks are, seen from the text, such as "notebooks/".

    >>> print(what_to_use())
    **To begin with:** ...
    """
    at = _places(folder)
    snapshots = "; ".join(
        f"{word} at {len(budgets)}"
        for word, budgets in tasks_by_word("snapshots").items()
    )
    [own_peaks] = tasks_by_word("warm-up, own peaks")
    peaks = found_by_word("warm-up, peaks").replace(" on ", " at ")
    points = [
        "**A rate that falls** from its peak to 0 over the whole training, as "
        "`CosineDecay(peak, updates)` does, against a constant rate: "
        f"{found_by_word('lowering')} ({at['lowering']}).",
        "**A warm-up before it**, a tenth of the updates, against none: "
        f"{found_by_word('warm-up')} ({at['warm-up']}). In a shorter training on "
        f"MNIST, with a warm-up of a fifth: {own_peaks} with each at its own peak; "
        f"with the *same* peak for both, {peaks} ({at['warm-up, peaks']}).",
        "**Restarts**, against one fall: "
        f"{found_by_word('restarts, one fall')} ({at['restarts, one fall']}). Five "
        "snapshots of one short training with restarts, against the one model of a "
        f"cosine, at {len(kept()['snapshots']['words'])} budgets: {snapshots} "
        f"({at['snapshots']}).",
        "**An average of the weights** at a constant rate after a warm-up, against the "
        f"warm-up and cosine: {found_by_word('average')} ({at['average']}). It "
        "does not have to know when the training ends, if its memory is short "
        f"enough or grows ([10b]({folder}10b_at_any_moment.ipynb)).",
        "**The peak** depends on your model and your budget. Try a few that are a "
        "factor of three apart, and judge them on validation data, as "
        f"[12_your_own_model]({folder}12_your_own_model.ipynb) does.",
    ]
    with_adam = "; ".join(
        f"{', '.join(arms)}: {word}" for word, arms in tasks_by_word("Adam").items()
    )
    beginning = (
        f"**To begin with:** {_beginning()} Each of these schedules had a peak of its "
        "own, tuned for it. *Better* and *worse* speak of the test errors of small "
        "networks, trained by gradient descent with momentum, and are the words of an "
        "interval over nine repeats of the whole experiment, tuning included; (7 of 9) "
        "says that seven had a difference with the sign of their mean. MNIST-1D has 40 "
        "numbers in the place of each image; "
        f"[05]({folder}05_does_it_help.ipynb) explains the tasks. With Adam, on a "
        "small regression (validation loss, eight repeats), against a constant rate: "
        f"{with_adam} ({at['Adam']})."
    )
    lines = [_filled(beginning), "", *(_filled(point, "- ") for point in points)]
    return "\n".join(lines) + "\n"


def the_post(folder: str = "") -> str:
    """Return the sentences of the post in its order: what was found, and where.

    ``folder`` is as for ``what_to_use``.

    >>> print(the_post())
    | the post says | what was found | where |
    ...
    """
    at = _places(folder)
    start = _link(folder, "00_start")
    callback = _link(folder, "01_callback")
    toy = _link(folder, "02_toy_plot")
    built_in = _link(folder, "03_builtin_schedules")
    mnist = _link(folder, "04_mnist")
    rows = [
        (
            "A warm-up is proven better than a fixed rate.",
            f"Warm-up and cosine, against a fixed rate: "
            f"{found_by_word('warm-up, lowering')}. Warm-up and cosine, against the "
            f"cosine alone: {found_by_word('warm-up')}.",
            at["warm-up"],
        ),
        (
            "So is raising and lowering the rate.",
            f"Against a fixed rate: {found_by_word('restarts')}. Against one fall: "
            f"{found_by_word('restarts, one fall')}.",
            at["restarts"],
        ),
        (
            "Raising the rate takes a network out of local optima.",
            _hills(),
            at["hill"],
        ),
        (
            "Paste this class.",
            "It stops on Keras 3. With one line changed it runs.",
            start,
        ),
        (
            "`min_lr` is the smallest rate.",
            "The formula leaves it out: it is used from epoch 101 on only.",
            callback,
        ),
        (
            "The toy plot shows 100 epochs in five cycles.",
            "It counts from 1, and so ends on a restart. Keras counts from 0.",
            toy,
        ),
        (
            "A line that is commented out fixes a small rate after the cycles.",
            "Two columns, one behind the other: an exercise.",
            toy,
        ),
        (
            "TensorFlow has `CosineDecay`, `CosineDecayRestarts` and others.",
            "They give the same rates, one for each update.",
            built_in,
        ),
        ("MNIST comes next.", "Here it is, with the class and without it.", mnist),
    ]
    table = ["| the post says | what was found | where |", "| --- | --- | --- |"]
    table += [f"| {' | '.join(row)} |" for row in rows]
    often = (
        "(8 of 9): eight of nine repeats of the experiment have the sign of their mean."
    )
    return "\n".join([*table, "", often]) + "\n"


TEXTS: dict[str, Callable[[str], str]] = {
    "what to use": what_to_use,
    "the post": the_post,
}


def _beginning() -> str:
    """Return what to begin with, if one schedule was better and nowhere worse."""
    words = list(kept()["warm-up, lowering"]["words"].values())
    better = words.count("better")
    if "worse" in words or 2 * better < len(words):
        return "no schedule here was better on half of the tasks and worse on none."
    return (
        "a short warm-up, then a cosine down to 0. Against a constant rate it was "
        f"better on {better} of {len(words)} tasks, and worse on none."
    )


def _hills() -> str:
    """Return whether a hill was crossed, and whether the error gained by it."""
    hills = kept()["hill"]["words"]
    crossed = [peak for peak, word in hills.items() if word == "a hill"]
    if not crossed:
        return f"No hill was seen to be crossed by it, at any of {len(hills)} peaks."
    rivals = {"hill, low rate": "without it", "hill, one cosine": "with one cosine"}
    gained = [
        f"{against} at {better} of these"
        for rival, against in rivals.items()
        if (better := [kept()[rival]["words"][p] for p in crossed].count("better"))
    ]
    found = (
        f"smaller than {' and than '.join(gained)}"
        if gained
        else f"not smaller than {' or '.join(rivals.values())}"
    )
    return (
        f"At {len(crossed)} of {len(hills)} peaks it crossed a hill of the loss. There "
        f"the test error was {found}."
    )


def _places(folder: str) -> dict[str, str]:
    return {name: _link(folder, found["notebook"]) for name, found in kept().items()}


def _link(folder: str, notebook: str) -> str:
    number = notebook.partition("_")[0]
    return f"[{number}]({folder}{notebook}.ipynb)"


def _filled(text: str, start: str = "") -> str:
    return fill(
        start + text,
        88,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
