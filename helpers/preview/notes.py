"""What else there is to know of a preview: what was left out or can't be known."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from helpers.preview.facts import Facts
from helpers.preview.logs import SCENARIOS
from helpers.preview.runs import Run, failures_of, known_length
from helpers.preview.trials import Trials
from helpers.preview.weights import MOVES, WEIGHTS
from helpers.rates import optimizers_of, remark_on
from helpers.schedules.words import updates_and_epochs

__all__ = ["notes_on"]


def notes_on(
    trials: Trials,
    runs: Mapping[str, Run],
    left_out: Sequence[Any],
    facts: Iterable[Facts] = (),
) -> list[str]:
    """Return the notes on a training that was tried.

    >>> from helpers.keras_import import keras
    >>> from helpers.preview.runs import Timing
    >>> model = keras.Sequential()
    >>> model.compile(keras.optimizers.SGD(0.5))
    >>> trials = Trials(model, {}, {"optimizer": 1}, Timing(1, 2))
    >>> saves = keras.callbacks.CSVLogger("log.csv")
    >>> notes_on(trials, trials.scenarios(), [saves])
    ['Left out, as they do not set rates: CSVLogger.']
    """
    return [
        *_on_the_end(trials, runs),
        *_on_the_loss(trials, runs),
        *_on_what_was_tried(facts),
        *_on_optimizers(trials),
        *_on_writes(runs),
        *_on_callbacks(left_out),
        *_on_backups(left_out),
    ]


def _on_the_end(trials: Trials, runs: Mapping[str, Run]) -> Iterator[str]:
    shortest = min(runs.values(), key=lambda run: run.batches)
    if shortest.stopped_by is None:
        return
    when = updates_and_epochs(shortest.batches, trials.timing.steps_per_epoch)
    name = shortest.stopped_by
    matters = _matters(runs, _stop_apart)
    if metrics := ", ".join(_asked(runs, matters).get(name, ())):
        yield (
            f"{name} may end the training after {when} or later: that depends on "
            f"{metrics}, which nobody knows before."
        )
    else:
        yield f"{name} ends the training after {when}."


def _on_the_loss(trials: Trials, runs: Mapping[str, Run]) -> Iterator[str]:
    setters = {one.callback for run in runs.values() for one in run.settings}
    for optimizer in trials.uses:
        updates = known_length([run.columns[optimizer] for run in runs.values()])
        if updates is None:
            continue
        asked = _asked(runs, _matters(runs, partial(_differ, optimizer)))
        going_by = {name: asked[name] for name in asked if name in setters} or asked
        metrics = dict.fromkeys(one for some in going_by.values() for one in some)
        when = updates_and_epochs(updates, trials.timing.steps_per_epoch)
        yield (
            f"The rates are known for {when}. From there on they depend on "
            f"{', '.join(metrics) or 'the loss'}, by which "
            f"{' and '.join(going_by) or 'a callback'} goes."
        )


def _on_what_was_tried(facts: Iterable[Facts]) -> Iterator[str]:
    for one in facts:
        if one.tried is not None:
            yield (
                "The callbacks take long: whether their rates are made for a longer "
                f"training was only tried in {one.tried} epochs."
            )
        if one.random_from is not None:
            yield (
                f"The rates are random from update {one.random_from} on: if fit draws "
                "other random numbers, it has other rates."
            )


def _stop_apart(runs: list[Run]) -> bool:
    return len({run.batches for run in runs}) > 1


def _differ(optimizer: str, runs: list[Run]) -> bool:
    return known_length([run.columns[optimizer] for run in runs]) is not None


def _matters(
    runs: Mapping[str, Run], differ: Callable[[list[Run]], bool]
) -> Callable[[str], bool]:
    """Return which metrics may be why runs ``differ``: the weights, or any other."""
    by_loss, by_weights = (
        differ([runs[name] for name in ("falling", *scenarios) if name in runs])
        for scenarios in (SCENARIOS, MOVES)
    )
    unknown = not (by_loss or by_weights)
    return lambda metric: unknown or (by_weights if metric == WEIGHTS else by_loss)


def _asked(
    runs: Mapping[str, Run], matters: Callable[[str], bool]
) -> dict[str, list[str]]:
    """Return the metrics that matter and that each callback asked for, in order."""
    found: dict[str, set[str]] = {}
    for run in runs.values():
        for name, metrics in run.asked.items():
            found.setdefault(name, set()).update(filter(matters, metrics))
    return {name: sorted(found[name]) for name in sorted(found) if found[name]}


def _on_optimizers(trials: Trials) -> Iterator[str]:
    held = optimizers_of(trials.model)
    for name, use in trials.uses.items():
        remark = remark_on(held[name]) if use else None
        if remark:
            yield f"{remark}."


def _on_writes(runs: Mapping[str, Run]) -> Iterator[str]:
    refused: dict[str, set[str]] = {}
    for run in runs.values():
        for name, places in run.refused.items():
            refused.setdefault(name, set()).update(places)
    for name, places in refused.items():
        text = f"{name} was kept from writing {', '.join(sorted(places))}"
        if any(name in run.halted for run in runs.values()):
            text += ": what it does after that in the same method is not in the preview"
        yield f"{text}."
    for _, failure in failures_of(runs, after_writes=True):
        yield (
            f"{failure.callback}.{failure.hook} raises {type(failure.error).__name__} "
            f"at update {failure.batch}: {failure.error}. That may come from what was "
            "not written. The preview goes on without it."
        )


def _on_callbacks(left_out: Sequence[Any]) -> Iterator[str]:
    if left_out:
        names = ", ".join(dict.fromkeys(type(one).__name__ for one in left_out))
        yield f"Left out, as they do not set rates: {names}."


def _on_backups(left_out: Sequence[Any]) -> Iterator[str]:
    for callback in left_out:
        folder = Path(getattr(callback, "backup_dir", ""))
        if hasattr(callback, "backup_dir") and any(folder.glob("*")):
            yield (
                f"{type(callback).__name__} finds a backup in {folder}: fit would go "
                "on from there, while the preview begins with the model as it is."
            )
