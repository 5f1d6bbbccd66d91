"""A quick look follows the hand: the valley, and how the networks learn."""

import re

import pytest

from tests.playground.page.visiting import SHORT, trained

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

VALLEY = "() => document.querySelector('#valley .line:not(.of-constant)')?.outerHTML"
RESTED = "document.getElementById('valley-note').textContent.includes('4 networks')"
CLOSE = "document.getElementById('learning-note').textContent.includes('of 8 networks')"
# Moves the floor's slider for a while, as a hand would; counts drawings of the curves.
DRAG = """async ([events, pause]) => {
  const slider = document.getElementById("argument-floor-slider");
  const chart = document.querySelector("#learning .chart");
  let drawings = 0;
  const observer = new MutationObserver(() => (drawings += 1));
  observer.observe(chart, { childList: true });
  for (let i = 1; i <= events; i++) {
    slider.value = String(Math.round((slider.max * (40 + i)) / 200));
    slider.dispatchEvent(new Event("input"));
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  observer.disconnect();
  return drawings;
}"""


def rested(page):
    page.wait_for_function(f"{RESTED} && {CLOSE}")
    page.wait_for_timeout(100)


def test_the_valley_follows_the_hand_and_the_latest_wins(visit):
    page = visit(f"shape=linear&steps=40&{SHORT}")
    rested(page)
    first = page.evaluate(VALLEY)
    drawings = page.evaluate(DRAG, [60, 30])
    assert 2 <= drawings <= 2 * 60
    rested(page)
    last = page.evaluate(VALLEY)
    assert last != first
    assert page.locator("#learning .line").count() == 2
    assert page.locator("#learning .area").count() == 2
    state = page.evaluate("location.hash")
    page = visit(state.removeprefix("#"))
    rested(page)
    assert page.evaluate(VALLEY) == last
    assert page.locator("#announcements").inner_text() == ""
    page.wait_for_timeout(4000)
    assert page.workers == []


def test_a_click_on_the_valley_shows_how_networks_learn_there(visit):
    page = visit(f"shape=linear&steps=40&{SHORT}")
    rested(page)
    note = page.locator("#learning-note")
    before = note.inner_text()
    dot = page.locator("#valley .dot.of-linear").nth(2)
    dot.click(force=True)
    page.locator("#learning-note", has_text="at the peak 0.011").wait_for()
    assert "constant rate at 0.011" in note.inner_text() != before
    slider = page.get_by_label("Read the valley")
    slider.focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.locator("#learning-note", has_text="at the peak 2, the").wait_for()
    trained(page)
    page.wait_for_function(
        "!document.getElementById('learning-note').textContent.includes('peak 2,')"
    )
    taken = re.search(r"peaks, ([\d.]+),", page.locator("#take-peak").inner_text())[1]
    assert f"your schedule at the peak {taken}" in note.inner_text()
    assert page.locator("#valley-note").is_hidden()


def test_it_can_be_switched_off(visit):
    page = visit(f"shape=linear&steps=40&follow=false&{SHORT}")
    page.wait_for_timeout(1000)
    assert page.locator("#look").is_hidden()
    assert page.workers == []
    assert page.locator("#valley .dot").count() == 0
    page.get_by_label("A quick look follows").check()
    rested(page)
    assert page.locator("#valley .dot").count() == 2 * 18
    page.get_by_label("A quick look follows").uncheck()
    page.wait_for_function("location.hash.includes('follow=false')")
    assert page.locator("#valley .dot").count() == 0


def test_where_motion_is_reduced_it_waits_for_the_hand_to_rest(visit):
    page = visit(f"shape=linear&steps=40&{SHORT}", reduced_motion="reduce")
    rested(page)
    first = page.evaluate(VALLEY)
    assert page.evaluate(DRAG, [30, 30]) < 4
    page.wait_for_function(f"(first) => ({VALLEY})() !== first", arg=first)
