"""A link that asks for a guess: nothing of the truth is seen before it is made."""

import csv
import re

import pytest

from tests.playground.page.visiting import DESKTOP, PHONE, SHORT, choose, trained

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

LINK = f"shape=linear&steps=40&guess=true&{SHORT}"
TRUTH = "#verdict, #predict, #numbers, #look, #improve-place, #stale, #valley-note"


def handle(page, name):
    return page.locator(f"#guess-{name}")


def drag(page, name, share):
    """Drag a handle with the mouse, from where it stands to a share of its way."""
    handle(page, name).scroll_into_view_if_needed()
    box = handle(page, name).bounding_box()
    line = page.locator(f"#{'valley' if name == 'peak' else 'pairs'} .guess circle")
    knob = line.bounding_box()
    middle = knob["y"] + knob["height"] / 2
    page.mouse.move(knob["x"] + knob["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 14 + share * (box["width"] - 28), middle, steps=4)
    page.mouse.up()


def truth_is_hidden(page):
    page.wait_for_function("'guessing' in document.documentElement.dataset")
    seen = page.locator(TRUTH).filter(visible=True)
    assert seen.evaluate_all("all => all.map((it) => it.id)") == []
    marks = ".line, .dot, .ring, .mark, .diverged, .before, .bar"
    assert page.locator("#valley, #pairs").locator(marks).count() == 0
    assert page.locator("#table td").count() == 0
    readers = page.locator("#valley .reader, #pairs .reader").filter(visible=True)
    assert readers.count() == 0
    assert "An empty chart" in page.locator("#valley svg").get_attribute("aria-label")


def test_the_truth_is_hidden_until_both_guesses_are_made(visit):
    page = visit(LINK, alone=True)
    page.wait_for_timeout(1500)  # in which a quick look would have come
    truth_is_hidden(page)
    assert page.workers == []
    for path in ("", "difference"):
        if path:
            drag(page, "peak", 0.75)
        page.locator("#start").click()
        page.locator("#announcements", has_text="Guess first").wait_for(
            state="attached"
        )
        focused = page.evaluate("document.activeElement.id")
        assert focused == f"guess-{path or 'peak'}"
        truth_is_hidden(page)
    page.locator("#keep-csv").click()
    page.locator("#keep-answer", has_text="There are no results yet").wait_for()
    assert page.evaluate("document.getElementById('progress').value") == 0


def test_guess_and_truth_stand_in_one_picture_and_one_sentence(visit):
    page = visit(LINK, accept_downloads=True)
    drag(page, "peak", 0.75)
    drag(page, "difference", 0.2)
    note = page.locator("#guess-note")
    made = re.search(
        r"a best peak of ([\d.]+) and ([\d.]+) points fewer errors than",
        note.inner_text(),
    )
    # Four places from one peak of the grid to the next, and half points.
    assert float(made[1]) == pytest.approx(2 ** (-7.5 + 51 / 8), rel=0.02)
    assert float(made[2]) == 6
    verdict = trained(page)
    for name in ("peak", "difference"):
        assert handle(page, name).is_hidden()  # it stays as it is
    page.locator("#announcements", has_text="You guessed").wait_for(state="attached")
    said = page.locator("#announcements").text_content()
    assert said.index("You guessed") < said.index(verdict.split()[0])
    told = note.inner_text()
    values = re.search(
        r"You guessed a best peak of ([\d.]+) and 6\.0 points fewer .* Measured: a "
        r"best peak of ([\d.]+), ([\d.]+) times your guess, and .* errors .*, "
        r"([\d.]+) points from your guess, which lies (\w+)",
        told,
    )
    assert values, told
    guessed, best, factor = (float(values[i]) for i in (1, 2, 3))
    assert guessed == float(made[1])
    assert f"peaks, {values[2]}," in page.locator("#take-peak").inner_text()
    assert factor == pytest.approx(best / guessed, rel=0.02)
    with page.expect_download() as saved:
        page.locator("#keep-csv").click()
    rows = list(csv.DictReader(saved.value.path().open(encoding="utf-8")))
    value = {
        row["kind"]: float(row["value"])
        for row in rows
        if row["kind"] != "link" and row["value"].lstrip("-")[:1].isdigit()
    }
    assert value["guessed best peak"] == guessed
    assert value["guessed difference"] == -6
    off = abs(value["mean difference"] + 6)
    assert float(values[4]) == pytest.approx(off, abs=0.051)
    is_inside = value["interval from"] <= -6 <= value["interval to"]
    assert values[5] == ("inside" if is_inside else "outside")
    # In the picture: the marks lie where the axes say.
    for chart, mark in (("valley", made[1]), ("pairs", "−6")):
        place = page.locator(f"#{chart}")
        assert mark in place.locator(".guess text").text_content()
        assert place.locator(".guess.unset").count() == 0
        assert place.locator(".line, .dot").count() > 2
    assert f"your guess, {made[1]}" in page.locator("#valley svg").get_attribute(
        "aria-label"
    )
    assert page.locator("#predict").is_visible()
    with page.expect_download() as picture:
        page.locator("#keep-svg").click()
    assert f"your guess, {made[1]}" in picture.value.path().read_text("utf-8")


def test_another_schedule_asks_for_another_guess_and_the_first_one_stays(visit):
    page = visit(LINK, alone=True)
    for name in ("peak", "difference"):
        drag(page, name, 0.6)
    trained(page)
    told = page.locator("#guess-note").inner_text()
    choose(page, "shape", "cosine")
    page.locator("#guess-note", has_text="Guess before you train").wait_for()
    truth_is_hidden(page)
    assert page.locator(".guess.unset").count() == 2
    choose(page, "shape", "linear")
    page.locator("#guess-note", has_text=told).wait_for()
    assert page.locator("#verdict strong").is_visible()
    # Another peak is the same valley: what was guessed of it stays.
    page.locator("#argument-peak").fill("0.25")
    page.locator("#argument-peak").press("Enter")
    page.locator("#valley text", has_text="your peak, 0.25").wait_for()
    assert page.locator("#guess-note").inner_text() == told
    assert "a reload clears it" not in told
    page.wait_for_function("location.hash.includes('peak=0.25')")
    assert "guess=true" in page.evaluate("location.hash")
    page.reload()
    truth_is_hidden(page)
    assert "a reload clears it" in page.locator("#guess-note").inner_text()


def test_the_box_makes_the_link_and_hides_what_a_look_has_shown(visit):
    page = visit(f"shape=linear&steps=40&{SHORT}", alone=True)
    page.locator("#valley .line").first.wait_for()
    page.get_by_label("Guess first").check()
    truth_is_hidden(page)
    page.wait_for_function("location.hash.includes('guess=true')")
    page.get_by_label("Guess first").uncheck()
    page.locator("#valley .line").first.wait_for()
    assert page.locator("#predict").is_visible()
    assert page.locator("#pairs .guess").count() == 0
    page.wait_for_function("!location.hash.includes('guess')")
    # What was trained without a guess stays to be seen, and the page says why.
    trained(page)
    page.get_by_label("Guess first").check()
    page.locator("#guess-note", has_text="trained without a guess").wait_for()
    assert page.locator("#verdict strong").is_visible()


def said_by(slider, before):
    """Return what a slider says of its value, once that is something else."""
    changed = "([before, it]) => it.getAttribute('aria-valuetext') !== before"
    slider.page.wait_for_function(changed, arg=[before, slider.element_handle()])
    return slider.get_attribute("aria-valuetext")


def test_the_keyboard_guesses_and_a_screen_reader_hears_it(visit, axe):
    page = visit(LINK, viewport=DESKTOP)
    assert axe(page) == []
    peak = page.get_by_label("Your guess: the best peak of your schedule")
    assert peak.get_attribute("aria-valuetext") == "drag your guess"
    peak.focus()
    page.keyboard.press("Enter")  # where it stands
    first = said_by(peak, "drag your guess")
    page.keyboard.press("ArrowRight")
    second = said_by(peak, first)
    values = [float(text.removeprefix("your guess, ")) for text in (first, second)]
    assert values[1] / values[0] == pytest.approx(2 ** (1 / 8), rel=0.05)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "guess-difference"
    page.keyboard.press("ArrowLeft")
    said = said_by(handle(page, "difference"), "drag your guess")
    assert said == "your guess, −0.5 points"
    outline = page.locator("#pairs").evaluate("it => getComputedStyle(it).outlineWidth")
    assert outline == "3px"
    trained(page)
    assert axe(page) == []


def test_a_finger_drags_a_handle_on_a_phone(visit):
    page = visit(LINK, viewport=PHONE, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    handle(page, "peak").scroll_into_view_if_needed()
    knob = page.locator("#valley .guess circle").bounding_box()
    assert page.locator("#guess-peak").bounding_box()["height"] > 40
    x, y = knob["x"] + knob["width"] / 2, knob["y"] + 4
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        touched = {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        finger.send("Input.dispatchTouchEvent", touched)

    touch("touchStart", (x, y))
    for step in range(1, 6):
        touch("touchMove", (x + 20 * step, y))
    touch("touchEnd")
    words = page.locator("#valley .guess text", has_text="your guess")
    words.wait_for()
    moved = page.locator("#valley .guess circle").bounding_box()
    assert moved["x"] - knob["x"] == pytest.approx(100, abs=4)


def test_the_print_sheet_has_axes_to_draw_on_and_later_the_guess(visit):
    page = visit(LINK)
    page.emulate_media(media="print")
    for chart in ("valley", "pairs"):
        assert page.locator(f"#{chart} .axes").is_visible()
        assert page.locator(f"#{chart} .guess").is_hidden()
    page.emulate_media(media="screen")
    drag(page, "peak", 0.75)
    drag(page, "difference", 0.2)
    trained(page)
    page.emulate_media(media="print")
    for chart in ("valley", "pairs"):
        assert page.locator(f"#{chart} .guess").is_visible()
    assert page.locator("#guess-note").is_visible()
    assert page.locator("#guess").is_hidden()
    page.emulate_media(media="screen")
