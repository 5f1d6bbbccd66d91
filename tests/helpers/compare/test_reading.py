"""Results are read from a file alone: without the data, by any later software."""

import sqlite3

import pandas as pd
import pytest

from helpers.compare import identity, read_results
from tests.helpers.compare.stand_in import comparison, valley

pytestmark = pytest.mark.slow

BEFORE = """
drop table notes;
drop table attempts;
create table claims (
    experiment text, stage text, rates text, seed integer, process integer,
    started real, primary key (experiment, stage, rates, seed));
"""
FIELDS = (
    "reference", "judge", "less_is_better", "notes", "judged_on", "made_by", "software",
    "control",
)  # fmt: skip


def assert_the_same(one, other):
    pd.testing.assert_frame_equal(one.trainings, other.trainings)
    pd.testing.assert_frame_equal(one.evaluations, other.evaluations)
    for field in FIELDS:
        assert getattr(one, field) == getattr(other, field)
    assert str(one) == str(other)


def test_what_a_run_has_found_is_read_as_it_was(trained, tmp_path):
    trained(valley(0.02))
    ours = comparison(tmp_path, judge="mae", less_is_better=True, control=0.1)
    found = ours.run()
    assert_the_same(read_results(ours.file), found)
    more = comparison(tmp_path, name="more", repeats=5)
    with pytest.raises(
        ValueError, match=r"no comparison 'more', only \['comparison'\]"
    ):
        read_results(ours.file, "more")
    wider = more.run()
    assert_the_same(read_results(more.file, "more"), wider)


def test_only_the_trainings_of_the_last_run_are_read(trained, tmp_path):
    """A file may hold those of more arms, repeats, and chosen peaks of before."""
    trained(valley(0.02))
    comparison(tmp_path, repeats=6).run()
    last = comparison(tmp_path, arms={"mine": [1, 1, 1, 1], "other": [1, 1, 1, 0]})
    found = last.run()
    assert_the_same(read_results(last.file), found)
    assert found.arms == ["mine", "other"]


def test_a_file_of_another_software_is_read_and_its_versions_are_named(
    trained, tmp_path, monkeypatch
):
    trained(valley(0.02))
    found = comparison(tmp_path).run()
    monkeypatch.setattr(identity, "software", lambda backend: "Keras 9")
    words = rf"another software \({found.software}, now Keras 9\): .* read_results\('"
    with pytest.raises(ValueError, match=words):
        comparison(tmp_path).run()
    kept = read_results(tmp_path / "kept.sqlite")
    assert_the_same(kept, found)
    assert f"(Made by: {found.software}.)" in str(kept)


def test_a_file_without_results_says_what_it_has(trained, tmp_path):
    trained(valley(0.02))
    ours = comparison(tmp_path)
    ours.run()
    with sqlite3.connect(ours.file) as database:
        database.executescript(BEFORE)
    words = "holds 48 trainings of 'comparison', but no results"
    with pytest.raises(ValueError, match=words):
        read_results(ours.file)
    comparison(tmp_path).run()  # a file of before goes on, and can be read then
    assert len(read_results(ours.file).trainings) == 48
    (tmp_path / "text").write_text("not a data base\n" * 100)
    with pytest.raises(ValueError, match="file = .*text' can't be used as an SQLite"):
        read_results(tmp_path / "text")


def test_a_run_may_be_repeated_as_often_as_one_likes(trained, tmp_path):
    stand_in = trained(valley(0.02))
    ours = comparison(tmp_path)
    first = ours.run()
    done = len(stand_in.trained)
    for again in (ours, comparison(tmp_path)):
        assert_the_same(again.run(), first)
    assert len(stand_in.trained) == done
