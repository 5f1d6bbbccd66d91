"""Every finished training is a row in an SQLite file, and is never lost.

Several processes on one machine may work on one file. Each claims a training before it
begins; the claim of a process that no longer lives counts for nothing.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from helpers.compare.training import Key, Outcome, Training

__all__ = ["Store", "held_by_living_process", "start_time"]

TABLES = """
create table if not exists experiments (
    name text primary key, parts text not null);
create table if not exists trainings (
    experiment text, stage text, rates text, seed integer, arm text, peak real,
    value real, diverged integer, seconds real, evaluations text, software text,
    finished text, primary key (experiment, stage, rates, seed));
create table if not exists claims (
    experiment text, stage text, rates text, seed integer, process integer,
    started real, primary key (experiment, stage, rates, seed));
"""
THIS = "experiment = ? and stage = ? and rates = ? and seed = ?"
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
        try:
            with self.connected() as database:
                database.executescript(TABLES)
        except sqlite3.Error as problem:
            raise ValueError(
                f"file = {str(path)!r} can't be used as an SQLite file: {problem}"
            ) from problem

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """Give a connection for one transaction, in which no other process writes."""
        database = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        try:
            database.execute("begin immediate")
            yield database
            if database.in_transaction:
                database.execute("commit")
        finally:
            database.close()

    def check(self) -> None:
        """Raise a ValueError if the experiment had other parts when it began."""
        with self.connected() as database:
            self.refuse_changed_parts(database)

    def begin(self) -> None:
        """Keep the parts, or raise a ValueError if there were others when it began."""
        with self.connected() as database:
            self.refuse_changed_parts(database)
            database.execute(
                "insert or replace into experiments values (?, ?)",
                [self.experiment, json.dumps(self.parts)],
            )

    def refuse_changed_parts(self, database: sqlite3.Connection) -> None:
        """Raise a ValueError if the experiment had other parts when it began.

        As long as no training is finished or under way, it may change.
        """
        row = database.execute(
            "select parts from experiments where name = ?", [self.experiment]
        ).fetchone()
        if row is None or not self.has_begun(database):
            return
        before = json.loads(row[0])
        if before.keys() != self.parts.keys():
            raise ValueError(
                f"file = {self.path.name!r} holds {self.experiment!r} as another "
                "version of this collection began it: give this comparison a name or a "
                "file of its own"
            )
        changed = [name for name, part in self.parts.items() if part != before[name]]
        if changed:
            raise ValueError(
                f"file = {self.path.name!r} holds {self.experiment!r} with "
                f"another {', another '.join(changed)}: give this comparison a name or "
                "a file of its own"
            )

    def has_begun(self, database: sqlite3.Connection) -> bool:
        """Return whether a training is finished, or claimed by a living process."""
        this = [self.experiment]
        if database.execute(
            "select 1 from trainings where experiment = ?", this
        ).fetchone():
            return True
        holders = database.execute(
            "select process, started from claims where experiment = ?", this
        ).fetchall()
        return any(held_by_living_process(*holder) for holder in holders)

    def finished(self) -> dict[Key, dict[str, Any]]:
        """Return the rows of all finished trainings, dicts by their key."""
        with self.connected() as database:
            rows = database.execute(
                f"select {', '.join(COLUMNS)} from trainings where experiment = ?",
                [self.experiment],
            ).fetchall()
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        for row in rows:
            row["evaluations"] = json.loads(row["evaluations"])
            row["diverged"] = bool(row["diverged"])
        return {(row["stage"], row["rates"], row["seed"]): row for row in rows}

    def claim(self, training: Training) -> bool:
        """Claim a training for this process; return False if another has it."""
        this = [self.experiment, *training.key]
        with self.connected() as database:
            if database.execute(
                f"select 1 from trainings where {THIS}", this
            ).fetchone():
                return False
            holder = database.execute(
                f"select process, started from claims where {THIS}", this
            ).fetchone()
            if holder and held_by_living_process(*holder):
                return False
            database.execute(
                "insert or replace into claims values (?, ?, ?, ?, ?, ?)",
                [*this, os.getpid(), start_time(os.getpid())],
            )
        return True

    def release(self, training: Training) -> None:
        """Give a claim back."""
        this = [self.experiment, *training.key]
        with self.connected() as database:
            database.execute(f"delete from claims where {THIS}", this)

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
        with self.connected() as database:
            database.execute(
                f"insert or ignore into trainings values ({marks})",
                [self.experiment, *(row[name] for name in COLUMNS)],
            )
            database.execute(f"delete from claims where {THIS}", this)


def held_by_living_process(process: int, since: float | None) -> bool:
    """Return whether another process, of this number and start time, is alive.

    A claim of this process itself is one that an interruption has left behind. The
    clock may have been set by a few seconds since.
    """
    now = start_time(process)
    alive = since is not None and now is not None and abs(now - since) < 5
    return alive and process != os.getpid()


def start_time(process: int) -> float | None:
    """Return when a process of this machine started, or None if it has ended."""
    try:
        found = psutil.Process(process)
        ended = found.status() == psutil.STATUS_ZOMBIE  # killed, but not waited for
        return None if ended else found.create_time()
    except psutil.Error:
        return None
