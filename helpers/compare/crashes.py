"""What becomes of a training that ends its process each time it is begun."""

from collections.abc import Iterable
from typing import Any, Literal

import pandas as pd

from helpers.compare.store import Store
from helpers.compare.training import Training

__all__ = ["CRASHED", "ON_CRASH", "OnCrash", "crashed", "settle"]

OnCrash = Literal["raise", "retry", "diverged"]
ON_CRASH = ("raise", "retry", "diverged")

CRASHED: dict[str, Any] = {  # nobody has seen how long it took
    "value": None, "diverged": True, "evaluations": [], "seconds": None,
}  # fmt: skip


def settle(trainings: Iterable[Training], store: Store, on_crash: OnCrash) -> None:
    """Count trainings that have ended their process as diverged, or raise.

    The RuntimeError names one of them, and says what can be done.
    """
    for training in trainings:
        if on_crash == "diverged":
            store.save(training, CRASHED)
            continue
        raise RuntimeError(
            f"the training of {training.arm!r} at the peak {training.peak:g} with the "
            f"seed {training.seed} has ended its process several times: it was killed, "
            "perhaps for lack of memory, or a library crashed. It is not begun again; "
            "what is finished is kept. Let it need less (another comparison, with a "
            "name of its own), or count it as diverged: run(on_crash='diverged'). If "
            "it was not the training's doing: run(on_crash='retry')."
        )


def crashed(trainings: pd.DataFrame) -> list[str]:
    """Return a sentence if trainings have ended their process each time."""
    found = trainings[trainings.seconds.isna()].groupby("arm", sort=False).size()
    counts = ", ".join(f"{count} of {arm!r}" for arm, count in found.items())
    said = f"Trainings that ended their process each time count as diverged: {counts}."
    return [said] if counts else []
