"""How the page arrives: words first, the data last, and nothing jumps."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from playground import bundle
from tests.playground.page.visiting import DESKTOP, PHONE, choose

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

PROGRAM, DATA = '<script class="modules">', "Object.assign(modules"


@contextmanager
def in_parts(*places):
    """Serve the page up to each place, whatever follows once it is asked for.

    Give the address, and a function that sends the next part.
    """
    page = bundle.single_page(bundle.SOURCES).encode()
    ends = [page.index(place.encode()) for place in places]
    parts = [page[a:b] for a, b in zip([0, *ends], [*ends, None], strict=True)]
    asked = threading.Semaphore(0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            for number, part in enumerate(parts):
                if number:
                    asked.acquire(timeout=60)
                self.wfile.write(part)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked.release
        server.shutdown()


def test_the_page_is_one_file_that_weighs_little():
    weight = len(bundle.single_page(bundle.SOURCES).encode())
    assert weight <= 600_000


def test_without_a_script_one_reads_what_the_page_is_and_needs(visit):
    page = visit(java_script_enabled=False)
    assert page.title() == "Draw a learning-rate schedule"
    text = page.locator("body").inner_text()
    for words in (
        "A schedule is a column of numbers, so draw one",
        "train many small networks with it, here in your browser",
        "This page needs JavaScript",
        "Many small networks learn to recognise short curves",
        "Train with this schedule",
    ):
        assert words in text
    assert page.get_by_text("Something on this page has failed").is_hidden()


def test_a_browser_that_lacks_something_is_told_which_would_do(browser, address):
    page = browser.new_page()
    page.add_init_script("delete Object.hasOwn; delete Array.prototype.with;")
    page.add_init_script("delete Array.prototype.toSorted; delete Object.fromEntries;")
    page.goto(address)
    sentence = page.get_by_text("Something on this page has failed")
    assert sentence.is_visible()
    assert "Firefox 115" in sentence.inner_text()
    page.close()


def test_a_training_that_is_asked_for_before_the_data_begins_when_they_arrive(
    browser,
):
    with in_parts(DATA) as (address, send):
        page = browser.new_page()
        page.goto(f"{address}#shape=cosine&steps=40&updates=20", wait_until="commit")
        choose(page, "shape", "linear")
        page.locator("#start").click()
        page.locator("#start", has_text="Stop").wait_for()
        assert page.evaluate("document.readyState") == "loading"
        send()
        page.locator("#verdict strong").wait_for()
        page.close()


SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) sum += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 500);
})"""


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_words_stand_before_the_script_and_stay_where_they_are(browser, viewport):
    with in_parts(PROGRAM, DATA) as (address, send):
        context = browser.new_context(viewport=viewport)
        page = context.new_page()
        page.goto(address, wait_until="commit")
        page.get_by_role("heading", name="A schedule is a column").wait_for()
        page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
        send()
        page.locator("#curve svg").wait_for()
        send()
        page.wait_for_load_state()
        assert page.evaluate(SHIFTS) < 0.1
        context.close()


@pytest.mark.parametrize(
    "missing", ["Intl.NumberFormat", "Float64Array.prototype.__proto__.at"]
)
def test_a_browser_that_is_too_old_is_told(browser, address, missing):
    page = browser.new_page()
    page.add_init_script(f"delete {missing}")
    page.goto(address)
    page.get_by_role("alert").filter(has_text="too old").wait_for(timeout=10_000)
    page.close()


def test_a_browser_that_is_not_is_not(visit):
    page = visit()
    page.locator("#facts dd").first.wait_for()
    assert page.locator("#broken").is_hidden()
