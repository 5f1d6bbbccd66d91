"""Which process has begun a training, and how often that has ended its process."""

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from sqlite3 import Connection

from helpers.compare.database import transaction
from helpers.compare.holders import RENEWAL, Holder, Watch, this_process
from helpers.compare.training import Key, Training

__all__ = ["ATTEMPTS", "MOST_CRASHES", "THIS", "Claims"]

MOST_CRASHES = 3  # after so many a training is not begun again

ATTEMPTS = """
create table if not exists attempts (
    experiment text, stage text, rates text, seed integer, place text,
    process integer, started real, renewals integer, crashes integer,
    primary key (experiment, stage, rates, seed));
"""
THIS = "experiment = ? and stage = ? and rates = ? and seed = ?"
NOBODY = Holder("", 0, None)


class Claims:
    """The trainings of one experiment that processes have begun and not finished.

    A claim counts as long as its process lives. If that has died, the training is free
    again, and one crash is counted.
    """

    def __init__(self, path: str | os.PathLike[str], experiment: str) -> None:
        """Keep the claims of an experiment in a file, which has the table for them."""
        self.path, self.experiment, self.watch = path, experiment, Watch()

    def take(self, training: Training, most_crashes: float = MOST_CRASHES) -> bool:
        """Claim a training for this process, and return whether that was possible.

        It is not if the training is finished, if another process has it, or if it has
        ended its process ``most_crashes`` times.
        """
        this = [self.experiment, *training.key]
        me = this_process()
        with transaction(self.path) as database:
            if database.execute(
                f"select 1 from trainings where {THIS}", this
            ).fetchone():
                return False
            holder, renewals, crashes = self.found(database, training)
            if self.is_alive(training.key, holder, renewals):
                return False
            crashes += holder not in (NOBODY, me)
            free = crashes < most_crashes
            database.execute(
                "insert or replace into attempts values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [*this, *(me if free else NOBODY), 0, crashes],
            )
        return free

    def found(
        self, database: Connection, training: Training
    ) -> tuple[Holder, int, int]:
        """Return who has begun a training, its renewals, and its crashes before."""
        row = database.execute(
            "select place, process, started, renewals, crashes from attempts "
            f"where {THIS}",
            [self.experiment, *training.key],
        ).fetchone()
        return (NOBODY, 0, 0) if row is None else (Holder(*row[:3]), *row[3:])

    def give_back(self, training: Training) -> None:
        """End a claim of this process."""
        with transaction(self.path) as database:
            database.execute(
                f"delete from attempts where {THIS}", [self.experiment, *training.key]
            )

    @contextmanager
    def renewed(self, training: Training) -> Iterator[None]:
        """Renew a claim now and then, within a block, for those who look from afar."""
        ended = threading.Event()

        def renew() -> None:
            while not ended.wait(RENEWAL):
                with suppress(ValueError), transaction(self.path) as database:
                    database.execute(
                        f"update attempts set renewals = renewals + 1 where {THIS}",
                        [self.experiment, *training.key],
                    )

        thread = threading.Thread(target=renew, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def crashed(
        self, trainings: Iterable[Training], most_crashes: float = MOST_CRASHES
    ) -> list[Training]:
        """Return those that have ended their process so often, and nobody holds."""
        with transaction(self.path) as database:
            found = [(one, *self.found(database, one)) for one in trainings]
        return [
            training
            for training, holder, _, crashes in found
            if holder == NOBODY and crashes >= most_crashes
        ]

    def any_alive(self, database: Connection) -> bool:
        """Return whether another process that lives has begun a training."""
        rows = database.execute(
            "select stage, rates, seed, place, process, started, renewals from "
            "attempts where experiment = ?",
            [self.experiment],
        ).fetchall()
        claims = [(row[:3], Holder(*row[3:6]), row[6]) for row in rows]
        return any(self.is_alive(*claim) for claim in claims)

    def is_alive(self, key: Key, holder: Holder, renewals: int) -> bool:
        """Return whether another process, which lives, has this claim."""
        return holder != NOBODY and self.watch.is_alive(key, holder, renewals)
