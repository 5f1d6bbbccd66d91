"""A search improves the curve while one watches, and fresh pairs judge it."""

import re

import pytest

from tests.playground.page.visiting import SHORT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

LINE = "document.querySelector('#curve .line').outerHTML"


def test_a_search_is_watched_and_stopped_and_its_curve_stays(visit):
    page = visit(f"shape=constant&steps=300&peak=0.05&follow=false&{SHORT}")
    page.get_by_role("button", name="Improve it").click()
    note = page.locator("#improve-note")
    note.get_by_text("Generation ").wait_for()
    assert page.locator("#shape-freehand").is_checked()
    first = page.evaluate(LINE)
    page.wait_for_function(f"(first) => {LINE} !== first", arg=first)
    # None is certain to be seen: a busy machine may show every other one.
    note.get_by_text(re.compile(r"Generation ([3-9]|\d\d) of 36")).wait_for()
    page.get_by_role("button", name="Stop the search").click()
    note.get_by_text("The search is stopped").wait_for()
    page.wait_for_timeout(300)
    assert page.workers == []
    last = page.evaluate(LINE)
    page.wait_for_timeout(500)
    assert page.evaluate(LINE) == last
    page.wait_for_function("location.hash.includes('heights=')")
    assert page.locator("#verdict strong").count() == 0


def test_what_was_found_is_judged_on_fresh_pairs_and_on_another_task(visit):
    page = visit("shape=constant&steps=300&peak=0.05&updates=100&follow=false")
    page.get_by_role("button", name="Improve it").click()
    page.locator("#improve-note", has_text="The search trained").wait_for(timeout=300e3)
    said = page.locator("#improve-note").inner_text()
    # 36 generations of 16 candidates and 8 seeds, 300 updates each; eight valleys.
    networks, share = re.findall(r"([\d,]+) networks.*?: ([\d.]+) times", said)[0]
    assert networks == "4,608"
    assert float(share) == pytest.approx(4608 * 300 / (8 * 18 * 100), rel=0.05)
    page.locator("#verdict strong").wait_for()
    page.wait_for_function("location.hash.includes('seed=2')")
    page.get_by_role("button", name="Another task").click()
    told = "learned from a fifth of the training sequences"
    page.locator("#verdict:has(strong)", has_text=told).wait_for()
    page.wait_for_function("location.hash.includes('task=few')")
    assert page.get_by_role("button", name="Back to all training data").is_visible()
