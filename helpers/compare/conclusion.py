"""What the finished trainings of a comparison say, and what that rests on."""

import warnings
from collections.abc import Iterable, Sequence
from typing import Any

from helpers.compare.alike import alike
from helpers.compare.cliffs import beside_cliffs
from helpers.compare.crashes import crashed
from helpers.compare.made_by import made_by
from helpers.compare.reading import keep_results
from helpers.compare.results import Results
from helpers.compare.store import Store
from helpers.compare.tables import tables
from helpers.compare.training import Training

__all__ = ["concluded", "remarks"]


def concluded(
    planned: Sequence[Training], store: Store, notes: Iterable[str], **described: Any
) -> Results:
    """Return the results of finished trainings, and keep them in the file.

    ``notes`` were given while they were made; what is found now is a warning too.
    ``described`` are fields of ``Results``.
    """
    results = Results(
        *tables(planned, store.finished()),
        notes=[*notes],
        made_by=made_by(store),
        software=store.parts["software"],
        **described,
    )
    for sentence in (found := remarks(results)):
        warnings.warn(sentence, stacklevel=3)
    results.notes.extend(found)
    keep_results(results, planned, store)
    return results


def remarks(results: Results) -> list[str]:
    """Return a sentence for what is the same twice, beside a cliff, or has crashed."""
    return [
        *alike(results.outcomes, results.arms),
        *beside_cliffs(results.trainings, results.less_is_better),
        *crashed(results.trainings),
    ]
