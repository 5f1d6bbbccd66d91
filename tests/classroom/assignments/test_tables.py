"""Tables that went through a spreadsheet."""

import csv

import pytest

from classroom.assignments import tables

NAMES_AND_WORDS = [
    {"student": "Kim, Jisoo", "answer": 'two\nlines, "quoted"', "points": "1,5"},
    {"student": "이지수", "answer": "=1+1; é\u2028", "points": ""},
]


def test_an_answer_is_no_formula_of_a_spreadsheet():
    for text in ("=1+1", " -2", "@a", "A rate.", "'quoted'"):
        shown = tables.safe(text)
        assert shown == (text if text[0] in "A'" else f"'{text}")
        assert tables.original(shown) == text


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


def test_a_table_that_can_not_be_read_is_named(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text("student,points\nJosé,4\n", "cp1252")
    with pytest.raises(ValueError, match="plan.csv must be saved as CSV in UTF-8"):
        tables.read(path, ("student", "points"))
    path.write_text("student,mark\nana,4\n", "utf-8")
    with pytest.raises(ValueError, match="plan.csv has no column points"):
        tables.read(path, ("student", "points"))
