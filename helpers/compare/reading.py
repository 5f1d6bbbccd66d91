"""Results kept in a file, to be read without the data and by any later software."""

import json
import os
from collections.abc import Iterable, Mapping
from sqlite3 import Connection
from typing import Any

from helpers.compare.database import reading
from helpers.compare.outlook import known_to_a_factor
from helpers.compare.results import Results
from helpers.compare.store import Store, finished_rows, noted
from helpers.compare.tables import Row, tables
from helpers.compare.training import Key, Training

__all__ = ["keep_results", "outlook_of", "read_results"]

KEPT = (
    "reference",
    "judge",
    "less_is_better",
    "notes",
    "judged_on",
    "made_by",
    "control",
)


def keep_results(results: Results, planned: Iterable[Training], store: Store) -> None:
    """Keep what results are, beside the rows of the trainings that they consist of."""
    kept: dict[str, Any] = {name: getattr(results, name) for name in KEPT}
    kept["trainings"] = [[*one.key, one.arm, one.peak] for one in planned]
    store.note("results", json.dumps(kept), replace=True)


def read_results(file: str | os.PathLike[str], name: str = "comparison") -> Results:
    """Return the results of the last run of a comparison that came to its end.

    Nothing is trained or changed. Neither the model nor the data are needed, and the
    software may be another one: ``software`` says which has trained.

    Raises a ValueError that names a file without such results.

    >>> read_results("missing.sqlite")
    Traceback (most recent call last):
    ValueError: file = 'missing.sqlite' is missing
    """
    with reading(file) as database:
        found = database.execute("select name from experiments").fetchall()
        if name not in (names := [one for (one,) in found]):
            raise ValueError(
                f"file = {str(file)!r} holds no comparison {name!r}, only {names}"
            )
        rows = finished_rows(database, name)
        results = kept_results(database, name, rows)
    if results is None:
        raise ValueError(
            f"file = {str(file)!r} holds {len(rows)} trainings of {name!r}, but no "
            "results: no run has come to its end with this version of the collection. "
            "pandas.read_sql('select * from trainings', sqlite3.connect(file)) has them"
        )
    return results


def kept_results(
    database: Connection, name: str, rows: Mapping[Key, dict[str, Any]]
) -> Results | None:
    """Return the results that a file keeps under a name, or None."""
    tables_there = database.execute("select name from sqlite_master").fetchall()
    kept = noted(database, name, "results") if ("notes",) in tables_there else None
    if kept is None:
        return None
    parts = json.loads(kept)
    planned = [Row(*labels) for labels in parts.pop("trainings")]
    software = sorted({rows[one.key]["software"] for one in planned})
    return Results(*tables(planned, rows), software="; ".join(software), **parts)


def outlook_of(store: Store, repeats: int, pairs: int) -> str:
    """Return what so many repeats and pairs would mostly detect, as far as one can say.

    That is known from results which the file keeps, of fewer repeats for instance.
    """
    with reading(store.path) as database:
        rows = finished_rows(database, store.experiment)
        results = kept_results(database, store.experiment, rows)
    if results is None:
        return ""
    sizes = results.detectable_with(repeats, pairs).dropna()
    before = len(results.differences)
    if sizes.empty:
        return ""
    return (
        "Differences that would mostly be detected, by the scatter of the "
        f"{before} repeats that are finished: "
        + ", ".join(f"{arm} {size:.2g}" for arm, size in sizes.items())
        + f" (known to a factor of {known_to_a_factor(before):.1f})."
    )
