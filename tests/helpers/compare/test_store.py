"""Every finished training is kept, and a file that can't be used is named."""

import os
import re
import subprocess
import sys

import numpy as np
import pytest

from helpers.compare import database
from helpers.compare.store import Store
from helpers.compare.training import Training


def a_training(seed=0, rate=0.1):
    return Training("tuning", "a", rate, seed, np.full(4, rate))


OUTCOME = {"value": 1.0, "diverged": False, "evaluations": [], "seconds": 0.1}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "kept.sqlite", "ours", {"software": "Keras"})


def test_a_finished_training_is_claimed_and_replaced_by_nobody(store):
    training = a_training()
    store.claims.take(training)
    store.save(training, OUTCOME)
    with database.transaction(store.path) as found:
        assert found.execute("select * from attempts").fetchall() == []
    assert not store.claims.take(training)
    store.save(training, OUTCOME | {"value": 2.0})
    [row] = store.finished().values()
    assert row["value"] == 1.0
    assert row["software"] == "Keras"
    assert re.match(r"\d{4}-\d\d-\d\dT.*\+00:00", row["finished"])
    assert store.finished_keys() == {training.key}
    assert Store(store.path, "theirs", {}).finished() == {}


def test_a_file_that_another_version_began_is_named(store):
    store.begin()
    store.save(a_training(), OUTCOME)
    later = Store(store.path, "ours", {"software": "Keras", "a part": "new"})
    for use in later.check, later.begin:
        with pytest.raises(ValueError, match="'ours' as another version .* began it"):
            use()


def test_another_software_is_refused_with_both_versions_and_what_reads_it(store):
    store.begin()
    store.save(a_training(), OUTCOME)
    later = Store(store.path, "ours", {"software": "Keras 9"})
    words = r"another software \(Keras, now Keras 9\): .* read_results\('kept.sqlite', "
    with pytest.raises(ValueError, match=words):
        later.check()


def test_the_first_note_of_an_experiment_stays_until_it_begins_anew(store):
    store.begin()
    assert store.noted("made by") is None
    assert store.note("made by", "one program") == "one program"
    again = Store(store.path, "ours", store.parts)
    again.begin()
    assert again.note("made by", "many programs") == "one program"
    assert again.note("made by", "many programs", replace=True) == "many programs"
    assert Store(store.path, "theirs", {}).noted("made by") is None
    other = Store(store.path, "ours", {"software": "Keras", "model": "another"})
    other.begin()  # nothing was trained yet
    assert other.noted("made by") is None


def test_a_training_is_known_by_stage_rates_and_seed():
    keys = {a_training(seed, rate).key for seed in (0, 1) for rate in (0.1, 0.2)}
    keys.add(Training("test", "a", 0.1, 0, np.full(4, 0.1)).key)
    assert len(keys) == 5
    assert Training("tuning", "b", 9.0, 0, np.full(4, 0.1)).key in keys


def test_a_file_that_is_none_of_sqlite_or_can_not_be_written_is_named(tmp_path):
    (tmp_path / "text").write_text("not a data base\n" * 100)
    for path in (tmp_path / "text", tmp_path, tmp_path / "missing" / "kept.sqlite"):
        with pytest.raises(ValueError, match="file = .* can't be used as an SQLite"):
            Store(path, "ours", {"software": "Keras"})
    assert (tmp_path / "text").read_text().startswith("not a data base")


def test_a_lock_that_is_never_given_is_named_with_the_file_at_every_step(
    store, monkeypatch
):
    """As a file system that refuses locks does it: SQLite waits, and gives up."""
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    words = r"file = '.*kept.sqlite' .* locked: .* a file on a disk of this machine"
    with database.transaction(store.path):
        for use in (
            store.begin,
            store.finished,
            lambda: store.claims.take(a_training()),
            lambda: store.save(a_training(), OUTCOME),
        ):
            with pytest.raises(ValueError, match=words):
                use()


READ_ONLY = """
mount -t tmpfs -o ro none "$1" && exec "$2" -c '
import runpy, sys
transaction = runpy.run_path(sys.argv[2])["transaction"]
try:
    with transaction(sys.argv[1] + "/kept.sqlite"):
        pass
except ValueError as problem:
    print(problem)
' "$1" "$3"
"""


def test_a_place_where_nothing_can_be_written_is_named(tmp_path):
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", READ_ONLY]
    try:
        done = subprocess.run(
            [*command, "sh", tmp_path, sys.executable, database.__file__],
            capture_output=True, text=True,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("needs Linux's unshare")
    if "unshare:" in done.stderr or "mount:" in done.stderr:
        pytest.skip("a mount of one's own is not allowed here")
    assert re.match("file = '.*kept.sqlite' can't be used .* unable to", done.stdout)


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_file_that_is_read_only_is_named(store):
    store.path.chmod(0o400)
    with pytest.raises(ValueError, match="can't be used .* readonly"):
        Store(store.path, "ours", {"software": "Keras"})
