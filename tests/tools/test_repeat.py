"""A notebook is executed as each of its repeats, and what each finds is kept."""

from functools import partial

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.lesson.repeats import read, write
from tools import repeat as tool

pytestmark = pytest.mark.slow

PARAMETERS = """\
from helpers.lesson.repeats import Repeats

repeat = 0  # this page's own run
repeats = Repeats("99", "made digits", repeat)"""
QUESTION = "twice the number"
MEASURED = f"""\
assert repeat != 2, "the second one fails"
print(repeats.seeds(5, 1))
repeats.add("{QUESTION}", [2.0 * repeat - 0.5, 2.0 * repeat + 0.5])"""


def notebook(*sources, tags=("parameters",)):
    first, *rest = sources
    first = new_code_cell(first, metadata={"tags": [*tags]})
    return new_notebook(
        cells=[new_markdown_cell("repeat = 0"), first, *map(new_code_cell, rest)]
    )


def found(number, difference, page="99", question=QUESTION):
    row = (page, "made digits", question, number, difference, 0.5)
    names = ["page", "data", "question", "repeat", "difference", "half"]
    return pd.DataFrame([row], columns=names)


@pytest.mark.parametrize("number", [1, 8])
def test_a_notebook_is_told_which_repeat_it_is(number):
    pages = notebook(PARAMETERS, MEASURED)
    tool.prepare(pages, number)
    lines = pages.cells[1].source.splitlines()
    assert lines[2] == f"repeat = {number}"
    assert [*lines[:2], *lines[3:]] == [
        *PARAMETERS.splitlines()[:2],
        *PARAMETERS.splitlines()[3:],
    ]
    assert pages.cells[0].source == "repeat = 0"
    assert pages.cells[2].source == MEASURED


@pytest.mark.parametrize(
    "pages",
    [
        notebook(PARAMETERS, tags=()),
        notebook("repeat = 1"),
        notebook("not_to_repeat = 0"),
        notebook("repeat = 0.5"),
        notebook("repeat = 0\nrepeat = 0"),
        new_notebook(cells=notebook("repeat = 0").cells + notebook("repeat = 0").cells),
    ],
    ids=["no tag", "another number", "another name", "no count", "twice", "two cells"],
)
def test_a_notebook_that_cant_be_told_is_refused(pages):
    with pytest.raises(ValueError, match="'parameters' and have 'repeat = 0'"):
        tool.prepare(pages, 1)


def test_what_is_found_goes_beside_other_rows_and_in_the_place_of_its_own(tmp_path):
    path = tmp_path / "table.csv"
    others = [found(1, 7.0), found(2, 8.0, page="08"), found(2, 9.0, question="gone")]
    write(pd.concat(others), path)
    tool.keep(found(2, 4.0), path)
    tool.keep(found(2, 5.0), path)
    table = read(path).set_index(["page", "question", "repeat"])
    assert table.difference.to_dict() == {
        ("08", QUESTION, 2): 8.0,
        ("99", QUESTION, 1): 7.0,
        ("99", QUESTION, 2): 5.0,  # what this page no longer asks is gone
    }


@pytest.fixture
def table(tmp_path, monkeypatch):
    """The path of a table in which the tool keeps what it finds."""
    path = tmp_path / "table.csv"
    write(found(1, 100.0, question="older"), path)
    monkeypatch.setattr(tool, "keep", partial(tool.keep, path=path))
    return path


def test_a_repeat_that_fails_is_named_and_the_others_are_kept(tmp_path, table, capsys):
    page = tmp_path / "99_made.ipynb"
    nbformat.write(notebook(PARAMETERS, MEASURED), page)
    before = page.read_bytes()
    assert tool.main([page], repeats=[1, 2, 3], at_once=2) == 1
    kept = read(table)
    assert kept.question.tolist() == 2 * [QUESTION]
    assert kept["repeat"].tolist() == [1, 3]
    assert kept.difference.tolist() == [2.0, 6.0]
    assert (kept.half > 1).all()
    said = capsys.readouterr()
    assert {*said.out.splitlines()} == {
        "99_made, repeat 1: ok, on made digits",
        "99_made, repeat 3: ok, on made digits",
    }
    assert "99_made, repeat 2: FAILED" in said.err
    assert "the second one fails" in said.err
    assert page.read_bytes() == before


def test_a_page_that_ends_its_kernel_or_asks_nothing_fails_alone(
    tmp_path, table, capsys
):
    bad = {"98_gone": "import os; os._exit(1)", "97_mute": "", "96_other": "no tag"}
    for stem, code in bad.items():
        tags = () if code == "no tag" else ("parameters",)
        nbformat.write(
            notebook(PARAMETERS, code, tags=tags), tmp_path / f"{stem}.ipynb"
        )
    nbformat.write(notebook(PARAMETERS, MEASURED), tmp_path / "99_made.ipynb")
    assert tool.main(sorted(tmp_path.glob("*.ipynb")), repeats=[4]) == 1
    said = capsys.readouterr()
    assert said.out == "99_made, repeat 4: ok, on made digits\n"
    for stem in bad:
        assert f"{stem}, repeat 4: FAILED" in said.err
    assert "the page has added no question" in said.err
    assert read(table).difference.tolist() == [100.0, 8.0]


def test_all_is_well_if_none_fails(tmp_path, table):
    page = tmp_path / "99_made.ipynb"
    nbformat.write(notebook(PARAMETERS, MEASURED), page)
    assert tool.main([page], repeats=[5]) == 0
