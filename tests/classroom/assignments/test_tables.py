"""Tables that went through a spreadsheet."""

import csv
import sys

import pytest

from classroom.assignments import tables
from classroom.assignments.bounded import bounded

NAMES_AND_WORDS = [
    {"student": "Kim, Jisoo", "answer": 'two\nlines, "quoted"', "points": "1,5"},
    {"student": "이지수", "answer": "=1+1; é\u2028", "points": ""},
]


def test_an_answer_is_no_formula_of_a_spreadsheet():
    for text in ("=1+1", " -2", "@a", "A rate.", "'quoted'", "'=x", "''@", "' x"):
        shown = tables.safe(text)
        assert (shown == text) == (not {*"=+-@"} & {*text})
        assert tables.original(shown) == text


def test_no_part_of_an_answer_is_a_formula_where_semicolons_are_the_commas(tmp_path):
    path = tmp_path / "table.csv"
    answers = ['＝1 ;=A1;"x"', "a\n=1+1\n\n@SUM(1)", "\t-1", "- one\n- two", "'\n'=1"]
    tables.write(path, ["answer"], [{"answer": answer} for answer in answers])
    for delimiter in (",", ";"):
        with open(path, newline="", encoding="utf-8-sig") as file:
            cells = sum(csv.reader(file, delimiter=delimiter), [])
        assert not [cell for cell in cells if cell.strip()[:1] in {*"=+-@＝"} - {""}]
    assert [row["answer"] for row in tables.read(path, ["answer"])] == answers


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
@pytest.mark.parametrize("spaces", ["\t", " ", "'", ";'", "\n "])
def test_a_text_of_spaces_is_made_safe_within_seconds(spaces):
    text = spaces * (tables.LONGEST // len(spaces)) + "=1"
    shown = bounded(lambda: tables.safe(text), seconds=2, memory=10**9)
    assert tables.original(shown) == text
    assert shown != text


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_comes_back_from_any_spreadsheet(tmp_path, delimiter):
    path, fields = tmp_path / "table.csv", list(NAMES_AND_WORDS[0])
    tables.write(path, fields, NAMES_AND_WORDS)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    assert tables.read(path, fields) == NAMES_AND_WORDS


def test_a_long_answer_is_cut_and_can_be_read_again(tmp_path):
    path = tmp_path / "table.csv"
    tables.write(path, ["answer"], [{"answer": "word " * 50_000}])
    [row] = tables.read(path, ["answer"])
    assert len(row["answer"]) == tables.LONGEST
    assert row["answer"].endswith("(cut here: the rest is on the student's page)")


def test_a_stopped_write_leaves_the_old_table(tmp_path):
    path = tmp_path / "table.csv"
    tables.write(path, ["answer"], [{"answer": "old"}])
    with pytest.raises(KeyError):
        tables.write(path, ["answer"], [{"answer": "new"}, {}])
    assert tables.read(path, ["answer"]) == [{"answer": "old"}]
    assert [file.name for file in tmp_path.iterdir()] == ["table.csv"]


@pytest.mark.parametrize("wrong", ["5", "-1", "many", "nan", "inf", "3/4"])
def test_points_out_of_range_are_named(wrong):
    row = {"student": "ana", "points": wrong}
    with pytest.raises(ValueError, match=f"'{wrong}' of ana in written/plan.csv"):
        tables.points(row, "in written/plan.csv", 4.0)


def test_a_table_that_can_not_be_read_is_named(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text("student,points\nJosé,4\n", "cp1252")
    with pytest.raises(ValueError, match="plan.csv must be saved as CSV in UTF-8"):
        tables.read(path, ("student", "points"))
    path.write_text("student,mark\nana,4\n", "utf-8")
    with pytest.raises(ValueError, match="plan.csv has no column points"):
        tables.read(path, ("student", "points"))
