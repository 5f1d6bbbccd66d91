"""The dictionary page has each rule and trap, and its words can be found."""

import pytest

from helpers.schedules import readable
from helpers.schedules.dictionary import meanings, rules
from helpers.schedules.traps import traps

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

WORDS = ["decay_steps", "T_max", "t_initial", "alpha", "eta_min", "num_warmup_steps"]


@pytest.fixture
def page(site, soup):
    return soup(site / "dictionary.html")


def test_each_call_and_trap_stands_there_as_code(page):
    shown = [code.get_text() for code in page.select("article table code")]
    assert len(shown) > 100
    for rule in rules():
        assert rule.call in shown
        assert rule.ours in shown
    for trap in traps():
        assert trap.call in shown


@pytest.mark.parametrize("word", [*WORDS, "pct_start"])
def test_a_word_has_a_heading_with_a_row_for_each_call(page, word):
    [heading] = [h for h in page.select("h3") if h.get_text().strip("¶") == word]
    rows = heading.find_next("table").select("tbody tr")
    found = [[cell.get_text() for cell in row.select("td")] for row in rows]
    assert found == [[one.library, one.function, one.meaning] for one in meanings(word)]


def test_all_libraries_have_their_version(page):
    for library, version in readable().items():
        [heading] = [h for h in page.select("h3") if h.get_text().strip("¶") == library]
        assert version in heading.find_next("p").get_text()


@pytest.mark.parametrize("word", WORDS)
def test_the_search_knows_the_words(site, word):
    index = (site / "searchindex.js").read_text("utf-8")
    assert f'"{word}"' in index
