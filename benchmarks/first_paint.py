"""When a visitor of the playground sees something, opened from a folder."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playground import bundle

PAINTED = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) {
      if (name === "first-contentful-paint") resolve(startTime / 1000);
    }
  }).observe({ type: "paint", buffered: true });
})"""


def first_paints(browser, repetitions):
    """Return the seconds of so many visits, each the first of a new profile.

    ``browser`` is Playwright's.
    """
    with TemporaryDirectory() as folder:
        address = bundle.write(Path(folder) / "playground.html").as_uri()
        return [first_paint(browser, address) for _ in range(repetitions)]


def first_paint(browser, address):
    """Return the seconds from the start of a visit until something is painted."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    seconds = page.evaluate(PAINTED)
    context.close()
    return seconds
