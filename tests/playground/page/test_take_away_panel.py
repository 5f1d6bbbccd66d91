"""The code is taken away, with a keyboard alone."""

import numpy as np
import pytest

from helpers import schedules
from tests.playground.page.visiting import SHORT, code, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]


def test_a_visitor_with_a_keyboard_alone_takes_the_code_away(visit):
    page = visit(SHORT, permissions=["clipboard-read", "clipboard-write"])
    tab_to(page, "shape-cosine")
    page.keyboard.press("ArrowRight")
    assert page.locator("#shape-cosine_restarts").is_checked()
    tab_to(page, "argument-cycles-slider")
    page.keyboard.press("ArrowLeft")
    tab_to(page, "start")
    page.keyboard.press("Enter")
    page.locator("#verdict strong").wait_for()
    tab_to(page, "take-code")
    page.keyboard.press("Enter")
    tab_to(page, "copy-code")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#copy-answer').innerText")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r", "") == code(page, "helpers")
    column = schedules.table(schedules.cosine_restarts(0.1, 1000, 4), 1000)
    np.testing.assert_allclose(run(copied), column, rtol=1e-12, atol=1e-13)


def tab_to(page, name):
    """Press Tab until an element has the focus, and see that the focus is shown."""
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == name:
            break
        page.keyboard.press("Tab")
    shown = page.evaluate(
        """() => [document.activeElement, document.activeElement.parentElement]
            .some((it) => getComputedStyle(it).outlineStyle !== "none")"""
    )
    assert page.evaluate("document.activeElement.id") == name
    assert shown
