"""What a visitor does on the page."""

import ast

import numpy as np

SHORT = "updates=20"  # of each network: a whole training in a second

ALLOWED = {"permissions": ["clipboard-read", "clipboard-write"]}
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


SETTLED = """() => new Promise((resolve) => {
  let timer;
  const rest = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (observer.disconnect(), resolve()), 300);
  };
  const observer = new MutationObserver(rest);
  observer.observe(document.body, { attributes: true, childList: true, subtree: true });
  rest();
})"""


def settled(page):
    """Wait until nothing moves on the page any more, however busy the machine is."""
    page.evaluate(SETTLED)


def choose(page, name, value):
    """Choose one of the radio buttons that look like cards."""
    page.locator(f"label:has(#{name}-{value})").click()


def code(page, library):
    if not page.locator(f"#library-{library}").is_checked():
        choose(page, "library", library)
    return page.locator("#code").inner_text()


def rates(page):
    """Return the column of the page, as the list that it offers; leave all as it is."""
    before = page.locator("#libraries :checked").get_attribute("value")
    listed = ast.literal_eval(code(page, "list"))
    choose(page, "library", before)
    return np.array(listed)


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


def paste(field, text):
    """Paste as the browser does: it hands over the text before it is in the field."""
    field.evaluate(
        """(field, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            field.dispatchEvent(new ClipboardEvent(
                "paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def copied(page):
    """Return the column as a visitor copies it, who is ALLOWED to: not all is shown."""
    choose(page, "library", "list")
    page.evaluate("navigator.clipboard.writeText('')")
    page.locator("#copy-code").click()
    page.wait_for_function("navigator.clipboard.readText()")
    return np.array(ast.literal_eval(page.evaluate("navigator.clipboard.readText()")))
