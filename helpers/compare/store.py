"""Every finished training is a row in an SQLite file, and is never lost.

Several processes on one machine may work on one file. Each claims a training before it
begins; the claim of a process that no longer lives counts for nothing.
"""

import json
import os
import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil

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

    def __init__(self, path, experiment, software):
        """Open the file, or begin it; ``software`` is noted with each training."""
        self.path, self.experiment, self.software = Path(path), experiment, software
        try:
            with self.connected() as database:
                database.executescript(TABLES)
        except sqlite3.Error as problem:
            raise ValueError(
                f"file = {str(path)!r} can't be used as an SQLite file: {problem}"
            ) from problem

    @contextmanager
    def connected(self):
        """Give a connection, for one transaction of this process alone."""
        database = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        try:
            database.execute("begin immediate")
            yield database
            if database.in_transaction:
                database.execute("commit")
        finally:
            database.close()

    def check(self, parts):
        """Raise a ValueError if the experiment was another when it began."""
        with self.connected() as database:
            self.compare(database, parts)

    def begin(self, parts):
        """Note what the experiment is, or raise a ValueError if it was another."""
        with self.connected() as database:
            self.compare(database, parts)
            database.execute(
                "insert or replace into experiments values (?, ?)",
                [self.experiment, json.dumps(parts)],
            )

    def compare(self, database, parts):
        """Raise a ValueError if the experiment was another when it began.

        One of which nothing is finished and nothing under way may change.
        """
        row = database.execute(
            "select parts from experiments where name = ?", [self.experiment]
        ).fetchone()
        if row is None or not self.has_begun(database):
            return
        before = json.loads(row[0])
        changed = [name for name in parts if parts[name] != before.get(name)]
        if changed:
            raise ValueError(
                f"file = {self.path.name!r} holds {self.experiment!r} with "
                f"another {', another '.join(changed)}: give this comparison a name or "
                "a file of its own"
            )

    def has_begun(self, database):
        """Return whether a training is finished, or claimed by a process that lives."""
        this = [self.experiment]
        if database.execute(
            "select 1 from trainings where experiment = ?", this
        ).fetchone():
            return True
        holders = database.execute(
            "select process, started from claims where experiment = ?", this
        ).fetchall()
        return any(is_another(*holder) for holder in holders)

    def finished(self):
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

    def claim(self, training):
        """Return whether the training is this process's to carry out from now on."""
        this = [self.experiment, *training.key]
        with self.connected() as database:
            if database.execute(
                f"select 1 from trainings where {THIS}", this
            ).fetchone():
                return False
            holder = database.execute(
                f"select process, started from claims where {THIS}", this
            ).fetchone()
            if holder and is_another(*holder):
                return False
            database.execute(
                "insert or replace into claims values (?, ?, ?, ?, ?, ?)",
                [*this, os.getpid(), started(os.getpid())],
            )
        return True

    def release(self, training):
        """Give a claim back."""
        with self.connected() as database:
            this = [self.experiment, *training.key]
            database.execute(f"delete from claims where {THIS}", this)

    def save(self, training, outcome):
        """Keep what came of a training: from here on nothing can undo it."""
        stage, rates, seed = training.key
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = {
            "stage": stage,
            "rates": rates,
            "seed": seed,
            "arm": training.arm,
            "peak": training.peak,
            **outcome,
            "evaluations": json.dumps(outcome["evaluations"]),
            "software": self.software,
            "finished": now,
        }
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        with self.connected() as database:
            database.execute(
                f"insert or ignore into trainings values ({marks})",
                [self.experiment, *(row[name] for name in COLUMNS)],
            )
            this = [self.experiment, *training.key]
            database.execute(f"delete from claims where {THIS}", this)


def is_another(process, since):
    """Return whether another process, of that number and begun then, still lives.

    What this process has claimed before, an interruption has left behind. Two looks at
    the clock may differ by a little.
    """
    now = started(process)
    alive = None not in (since, now) and abs(now - since) < 5
    return alive and process != os.getpid()


def started(process):
    """Return when a process of this machine began, or None if it has ended."""
    try:
        found = psutil.Process(process)
        ended = found.status() == psutil.STATUS_ZOMBIE  # killed, but not waited for
        return None if ended else found.create_time()
    except psutil.Error:
        return None
