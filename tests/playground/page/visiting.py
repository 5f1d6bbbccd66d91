"""What a visitor does on the page."""

import ast
import re

import numpy as np

SHORT = "updates=20"  # of each network: a whole training in a second

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def choose(page, name, value):
    """Choose one of the radio buttons that look like cards."""
    page.locator(f"label:has(#{name}-{value})").click()


def code(page, library):
    if not page.locator(f"#library-{library}").is_checked():
        choose(page, "library", library)
    return page.locator("#code").inner_text()


def rates(page):
    """Return the column of the page, as the list that it offers."""
    listed = re.search(r"rates = (\[.*\])", code(page, "list"))
    return np.array(ast.literal_eval(listed[1]))


def run(text):
    """Run what the page gives a reader, and return the column."""
    names = {}
    exec(text, names)
    return names["rates"]


def trained(page):
    """Train to the verdict, and return it."""
    page.locator("#start").click()
    page.locator("#verdict strong").wait_for()
    return page.locator("#verdict").inner_text()
