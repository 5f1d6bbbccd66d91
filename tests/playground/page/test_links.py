"""Links of all kinds: what can be used is, and each part that can't is named."""

import numpy as np
import pytest

from tests.playground.page.visiting import ALLOWED, SHORT, copied, paste, rates

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

# A link; what of the state it leaves, as the page writes it; a piece of each sentence.
LINKS = {
    "": ("shape=cosine", []),
    "shape=linear": ("shape=linear", []),
    "shape=linear&steps=500&peak=0.1&floor=5": (
        "shape=linear&steps=500&peak=0.1",
        ["Floor: 5 is not from 0 to 0.1"],
    ),
    "updates=1&shape=linear": ("shape=linear", ["1 is not from 20 to 5,000"]),
    "shape=linear&steps=0": ("shape=linear", ["Budget (update steps): 0 is not from"]),
    "shape=linear&steps=1.5": ("shape=linear", ["1.5 is not a whole number"]),
    "shape=linear&steps=1e9": ("shape=linear", ["is not from 1 to 100,000"]),
    "shape=linear&steps=-3": ("shape=linear", ["\u22123 is not from 1"]),
    "shape=linear&peak=0": ("shape=linear", ["Peak: it must be above 0"]),
    "shape=linear&peak=-1": ("shape=linear", ["Peak: \u22121 is below 0"]),
    "shape=linear&peak=Infinity": ("shape=linear", ["Peak: Infinity is not finite"]),
    "shape=linear&peak=NaN": ("shape=linear", ["Peak: “NaN” is not a number"]),
    "shape=linear&peak=": ("shape=linear", ["Peak: “” is not a number"]),
    "shape=linear&peak=0x10": ("shape=linear", ["Peak: “0x10” is not a number"]),
    "shape=linear&peak=1e308": ("shape=linear", ["Peak: 1e308 is not from 1e"]),
    "shape=linear&peak=1e-320": ("shape=linear", ["is not from 1e"]),
    "shape=linear&peak=0,3": ("shape=linear", ["Peak: “0,3” is not a number"]),
    "shape=linear&seed=-1": ("shape=linear", ["Seed: \u22121 is not from 0"]),
    "shape=linear&seed=1000000": (
        "shape=linear",
        ["Seed: 1,000,000 is not from 0 to 999,999"],
    ),
    "shape=linear&seed=1.5": ("shape=linear", ["Seed: 1.5 is not a whole"]),
    "shape=linear&roll=0": ("shape=linear", ["Peak on this landscape: it must be"]),
    "shape=linear&roll=101": ("shape=linear", ["101 is not from 0 to 100"]),
    "shape=linear&noise=3": ("shape=linear", ["Noise of the slopes: 3 is not from"]),
    "shape=linear&noise=1&roll=-2": ("shape=linear&noise=1", ["\u22122 is not from 0"]),
    "shape=linear&landscape=moon": ("shape=linear", ["“moon” is unknown. It must be"]),
    "shape=linear&landscape=equal": ("shape=linear&landscape=equal", []),
    "shape=linear&again=yes": ("shape=linear", ["“yes” is unknown"]),
    "shape=linear&again=true": ("shape=linear&again=true", []),
    "shape=linear&endpoint=1": ("shape=linear", ["“1” is unknown"]),
    "shape=linear&endpoint=true": ("shape=linear&endpoint=true", []),
    "shape=linear&steps=1&endpoint=true": ("shape=linear&endpoint=true", ["1 is not"]),
    "shape=linear&stairs=1001": ("shape=linear", ["Updates in an epoch: 1,001 is"]),
    "shape=linear&stairs=7": ("shape=linear&stairs=7", []),
    "shape=moon&steps=50": ("shape=cosine&steps=50", ["“moon” is unknown"]),
    "colour=red&shape=linear": ("shape=linear", ["“colour” is unknown and is ignored"]),
    "__proto__=1&shape=linear": ("shape=linear", ["“__proto__” is unknown"]),
    "constructor=1&shape=linear": ("shape=linear", ["“constructor” is unknown"]),
    "shape=linear&floor=%E0%A4%A": ("shape=linear", ["cut or damaged"]),
    "shape=linear&&&": ("shape=linear", []),
    "shape": ("shape=cosine", []),
    "train": ("shape=cosine", []),
    "take": ("shape=cosine", []),
    "paste": ("shape=cosine", []),
    "descend&shape=linear": ("shape=linear", []),
    "shape=constant&peak=0.25": ("shape=constant&peak=0.25", []),
    "shape=cosine_restarts&cycles=99&steps=40": (
        "shape=cosine_restarts&steps=40",
        ["Cycles: 99 is not from 1 to 40"],
    ),
    "shape=cosine_restarts&steps=40&cycles=5&cycle_multiplier=4": (
        "shape=cosine_restarts&steps=40&cycles=5",
        ["5 cycles, each longer by the factor 4, do not fit"],
    ),
    "shape=cosine_restarts&cycle_multiplier=1.5": (
        "shape=cosine_restarts",
        ["1.5 is not a whole number"],
    ),
    "shape=warmup_cosine&steps=100&warmup=99": (
        "shape=warmup_cosine&steps=100",
        ["A warm-up of 99 steps is more than 10"],
    ),
    "shape=warmup_cosine&steps=100&warmup=20&start=1": (
        "shape=warmup_cosine&steps=100&warmup=20",
        ["Start of the warm-up: 1 is not from 0 to 0.1"],
    ),
    "shape=warmup_stable_decay&steps=50&decay=60&warmup=5": (
        "shape=warmup_stable_decay&steps=50&warmup=5",
        ["Decay: 60 is not from 1 to 50"],
    ),
    "shape=step_decay&boundaries=500,abc": (
        "shape=step_decay",
        ["Boundaries: “abc” is not a number"],
    ),
    "shape=step_decay&boundaries=500,100&factor=0.5": (
        "shape=step_decay&factor=0.5",
        ["the steps 500, 100 must be whole numbers that increase"],
    ),
    "shape=step_decay&boundaries=": ("shape=step_decay", ["there must be one"]),
    "shape=step_decay&factor=2": ("shape=step_decay", ["Factor at each boundary: 2"]),
    "shape=freehand&heights=0.5": ("shape=freehand", ["Heights: 1 is not from 2"]),
    "shape=freehand&heights=0,0": ("shape=freehand", ["All rates are 0"]),
    "shape=freehand&heights=0.5,2&steps=30": (
        "shape=freehand&steps=30",
        ["Point 2 of the curve"],
    ),
    "shape=pasted": ("shape=cosine", ["holds none"]),
    "shape=pasted&column=0.1,x": (
        "shape=pasted&column=0.1,0.1",
        ["The column: “x” is no number from 0 (place 2)"],
    ),
    "shape=pasted&column=-1,0.5,NaN,,2": (
        "shape=pasted&column=0.5,0.5,1,1.5,2",
        ["“-1” is no number from 0 (place 1, 3, 4)"],
    ),
    "shape=pasted&column=x": ("shape=cosine", ["“x” is not a number", "none"]),
    "shape=freehand&steps=30&heights=1,half,0": (
        "shape=freehand&steps=30&heights=1,0.5,0",
        ["Heights: “half” is no number from 0 (place 2)"],
    ),
    "shape=pasted&column=0.1,0.2&at=0,5,9": ("", ["not as many as the rates"]),
    "shape=pasted&packed=AAAA": ("shape=cosine", ["“AAAA” is cut or damaged", "none"]),
}


def test_what_of_a_link_can_be_used_is_used_and_the_rest_is_named(visit, address):
    page = visit()
    assert len(LINKS) >= 59
    for link, (left, pieces) in LINKS.items():
        page.goto("about:blank")
        page.goto(f"{address}#{link}")
        page.locator("#facts dd").first.wait_for()
        said = page.locator("#link-problems li").all_inner_texts()
        assert len(said) == len(pieces), (link, said)
        for sentence, piece in zip(said, pieces, strict=True):
            assert piece in sentence, link
            assert "NaN" not in sentence.replace("“NaN”", ""), link
        assert "NaN" not in page.locator("main").inner_text(), link
        if left and "=" in link:
            parts = [part for part in left.split("&") if part != "noise=1"]
            assert written(page) == parts, link


def written(page):
    """Return the parts of the address that the page writes, but for its noise."""
    noise = page.get_by_role("textbox", name="Noise")
    noise.fill("1.9")
    noise.press("Enter")
    page.wait_for_function("location.hash.includes('noise=1.9')")
    parts = page.evaluate("location.hash.slice(1)").split("&")
    whole = [part for part in parts if part != "noise=1.9"]
    return [part for part in whole if not part.startswith("heights=1,0.975,")]


@pytest.mark.parametrize("name", ["train", "take", "descend", "predict", "paste"])
def test_a_link_may_lead_to_a_section(visit, name):
    page = visit(name, alone=True)
    section = page.locator(f"#{name}")
    top = "document.getElementById(id).getBoundingClientRect().top"
    page.wait_for_function(f"(id) => Math.abs({top}) < 400", arg=name)
    assert section.is_visible()
    assert page.locator("#link-problems").is_hidden()


def test_absurd_numbers_give_no_sentence_without_a_number(visit):
    edges = ",".join(str(100 * i) for i in range(1, 9))
    for state in (
        f"shape=step_decay&boundaries={edges}&factor=1e-40",
        "shape=constant&peak=1e100",
        "shape=linear&peak=1e-100",
    ):
        page = visit(f"{state}&{SHORT}")
        page.locator("#facts dd").first.wait_for()
        assert "NaN" not in page.locator("main").inner_text()
        assert "Infinity" not in page.locator("main").inner_text()


def take(page, column, steps=None):
    """Paste a column, or a log of steps and rates."""
    page.evaluate("document.getElementById('paste').open = true")
    lines = [repr(float(rate)) for rate in column]
    if steps is not None:
        lines = [f"{s}\t{line}" for s, line in zip(steps, lines, strict=True)]
    if len(lines) > 10_000:
        paste(page.locator("#column"), "\n".join(lines))
    else:
        page.locator("#column").fill("\n".join(lines))
        page.get_by_role("button", name="Use this column").click()
    page.wait_for_function("location.hash.includes('shape=pasted')")


def link(page):
    """Copy the link as a visitor does; return it, and what the page says of it."""
    page.wait_for_function("document.querySelector('#link-cut').hidden")
    page.get_by_role("button", name="Copy a link").click()
    page.wait_for_function("document.querySelector('#copy-answer').innerText")
    return (
        page.evaluate("navigator.clipboard.readText()"),
        page.locator("#copy-answer").inner_text(),
    )


def test_a_long_column_goes_into_a_link_to_the_last_bit(visit):
    column = 0.05 * (1 + np.cos(np.pi * np.arange(1500) / 1500))
    page = visit(**ALLOWED)
    take(page, column)
    text, said = link(page)
    assert "It holds all that you have set." in said
    assert len(text) < 14_000
    other = visit(text.split("#")[1], **ALLOWED)
    other.locator("#shape-pasted").wait_for()
    assert np.array_equal(copied(other), column)
    assert other.locator("#link-problems").is_hidden()


def test_a_longer_column_is_rounded_in_a_link_and_the_page_says_so(visit):
    column = 0.05 * (1 + np.cos(np.pi * np.arange(20_000) / 20_000))
    page = visit(**ALLOWED)
    take(page, column)
    text, said = link(page)
    assert "rounded to six digits" in said
    assert len(text) < 3000
    other = visit(text.split("#")[1], **ALLOWED)
    np.testing.assert_allclose(copied(other), column, rtol=0, atol=5.1e-7)
    # For oneself it is kept to the last bit.
    page.reload()
    page.locator("#facts dd").first.wait_for()
    assert np.array_equal(copied(page), column)


def test_a_column_too_long_for_any_link_survives_a_reload(visit):
    column = np.random.default_rng(3).uniform(0, 1, 20_000)
    page = visit(alone=True, **ALLOWED)
    take(page, column)
    page.wait_for_function("!document.querySelector('#link-cut').hidden")
    page.get_by_role("button", name="Copy a link").click()
    page.wait_for_function("document.querySelector('#copy-answer').innerText")
    assert "except your column" in page.locator("#copy-answer").inner_text()
    text = page.evaluate("navigator.clipboard.readText()")
    page.reload()
    page.locator("#facts dd").first.wait_for()
    assert page.locator("#link-problems").is_hidden()
    assert np.array_equal(copied(page), column)
    stranger = visit(text.split("#")[1], **ALLOWED)
    assert "holds none" in stranger.locator("#link-problems").inner_text()


def test_the_steps_of_a_log_go_with_it(visit):
    steps = np.arange(0, 500, 5)
    column = 0.05 * (1 + np.cos(np.pi * steps / 500))
    page = visit(**ALLOWED)
    take(page, column, steps)
    between = np.interp(np.arange(496), steps, column)
    whole = copied(page)
    np.testing.assert_allclose(whole, between, rtol=1e-13)
    text, _ = link(page)
    assert "&at=0+5" in text
    other = visit(text.split("#")[1], **ALLOWED)
    assert np.array_equal(copied(other), whole)


def test_a_change_just_before_leaving_is_in_the_address(visit):
    page = visit("shape=linear")
    field = page.get_by_role("textbox", name="Budget")
    field.fill("77")
    field.press("Enter")
    page.goto("about:blank")
    page.go_back()
    page.locator("#facts dd").first.wait_for()
    assert len(rates(page)) == 77
