"""Every finished training is a row in an SQLite file, and is never lost.

Several processes may work on one file, on one machine or on several that lock files.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from helpers.compare.claims import ATTEMPTS, THIS, Claims
from helpers.compare.database import transaction
from helpers.compare.training import Key, Outcome, Training

__all__ = ["COLUMNS", "Store", "finished_rows", "noted"]

OPENING = 15.0  # seconds to wait for a lock at the door
WORDS = {"order of the rows", "batch_size", "budget", "precision", "software"}

TABLES = f"""
create table if not exists experiments (
    name text primary key, parts text not null);
create table if not exists trainings (
    experiment text, stage text, rates text, seed integer, arm text, peak real,
    value real, diverged integer, seconds real, evaluations text, software text,
    finished text, primary key (experiment, stage, rates, seed));
create table if not exists notes (
    experiment text, key text, value text, primary key (experiment, key));
{ATTEMPTS}
"""
COLUMNS = [
    "stage", "rates", "seed", "arm", "peak", "value", "diverged", "seconds",
    "evaluations", "software", "finished",
]  # fmt: skip


class Store:
    """The trainings of one experiment in a file that may hold several."""

    def __init__(
        self, path: str | os.PathLike[str], experiment: str, parts: dict[str, str]
    ) -> None:
        """Open the file, or make it; ``parts`` tell the experiment from others.

        Raises a ValueError that names a file which can't be used.
        """
        self.path, self.experiment, self.parts = Path(path), experiment, parts
        self.claims = Claims(self.path, experiment)
        with transaction(self.path, OPENING) as database:
            database.executescript(TABLES)

    def check(self) -> None:
        """Raise a ValueError if the experiment had other parts when it began."""
        with transaction(self.path) as database:
            self.refuse_changed_parts(database)

    def begin(self) -> None:
        """Keep the parts, or raise a ValueError if there were others when it began."""
        this, parts = self.experiment, json.dumps(self.parts)
        with transaction(self.path) as database:
            if self.refuse_changed_parts(database) != self.parts:
                database.execute("delete from notes where experiment = ?", [this])
            database.execute(
                "insert or replace into experiments values (?, ?)", [this, parts]
            )

    def refuse_changed_parts(self, database: Connection) -> dict[str, str]:
        """Return the parts of before; raise a ValueError if they hold and are others.

        As long as no training is finished or under way, they may change.
        """
        row = database.execute(
            "select parts from experiments where name = ?", [self.experiment]
        ).fetchone()
        before: dict[str, str] = {} if row is None else json.loads(row[0])
        if before == self.parts or not before or not self.has_begun(database):
            return before
        held = f"file = {self.path.name!r} holds {self.experiment!r}"
        advice = (
            "give this comparison a name or a file of its own. (What is finished can "
            f"be read: read_results({self.path.name!r}, {self.experiment!r}).)"
        )
        if before.keys() != self.parts.keys():
            raise ValueError(
                f"{held} as another version of this collection began it: {advice}"
            )
        changed = [
            f"{name} ({before[name]}, now {part})" if name in WORDS else name
            for name, part in self.parts.items()
            if part != before[name]
        ]
        raise ValueError(f"{held} with another {', another '.join(changed)}: {advice}")

    def has_begun(self, database: Connection) -> bool:
        """Return whether a training is finished, or claimed by a living process."""
        finished = database.execute(
            "select 1 from trainings where experiment = ?", [self.experiment]
        ).fetchone()
        return bool(finished) or self.claims.any_alive(database)

    def finished(self) -> dict[Key, dict[str, Any]]:
        """Return the rows of all finished trainings, dicts by their key."""
        with transaction(self.path) as database:
            return finished_rows(database, self.experiment)

    def finished_keys(self) -> set[Key]:
        """Return the keys of all finished trainings."""
        with transaction(self.path) as database:
            return {
                *database.execute(
                    "select stage, rates, seed from trainings where experiment = ?",
                    [self.experiment],
                )
            }

    def save(self, training: Training, outcome: Outcome) -> None:
        """Keep the outcome of a training, unless it is there already."""
        row = {
            **dict(zip(COLUMNS, training.key, strict=False)),
            "arm": training.arm,
            "peak": training.peak,
            **outcome,
            "evaluations": json.dumps(outcome["evaluations"]),
            "software": self.parts["software"],
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        this = [self.experiment, *training.key]
        with transaction(self.path) as database:
            database.execute(
                f"insert or ignore into trainings values ({marks})",
                [self.experiment, *(row[name] for name in COLUMNS)],
            )
            database.execute(f"delete from attempts where {THIS}", this)

    def note(self, key: str, value: str, replace: bool = False) -> str:
        """Keep a text on the experiment under a key; return the one that is kept.

        The first one stays, so that all processes go by one and the same, unless it is
        asked to ``replace`` it. ``begin`` comes before: it forgets those of an
        experiment that never began and now has other parts.
        """
        do = "replace" if replace else "ignore"
        with transaction(self.path) as database:
            database.execute(
                f"insert or {do} into notes values (?, ?, ?)",
                [self.experiment, key, value],
            )
            return noted(database, self.experiment, key) or ""

    def noted(self, key: str) -> str | None:
        """Return the text that is kept under a key, or None."""
        with transaction(self.path) as database:
            return noted(database, self.experiment, key)


def noted(database: Connection, experiment: str, key: str) -> str | None:
    """Return the text that an experiment keeps under a key, or None."""
    row = database.execute(
        "select value from notes where experiment = ? and key = ?", [experiment, key]
    ).fetchone()
    return None if row is None else row[0]


def finished_rows(database: Connection, experiment: str) -> dict[Key, dict[str, Any]]:
    """Return the rows of an experiment's finished trainings, dicts by their key."""
    found = database.execute(
        f"select {', '.join(COLUMNS)} from trainings where experiment = ?", [experiment]
    )
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in found]
    for row in rows:
        row["evaluations"] = json.loads(row["evaluations"])
        row["diverged"] = bool(row["diverged"])
    return {(row["stage"], row["rates"], row["seed"]): row for row in rows}
