"""What a visitor of the site has and does."""

import re

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 800}


def search(page, words):
    """Search as a reader does, and return the links that are found."""
    page.get_by_role("textbox", name="Search").fill(words)
    page.keyboard.press("Enter")
    page.get_by_text(re.compile("^Search finished, found ")).wait_for()
    return page.locator("#search-results li a")
