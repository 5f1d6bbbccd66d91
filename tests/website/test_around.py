"""What surrounds the pages: paper, hosts, night, search, and ways to and fro."""

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from tests.website.visiting import DESKTOP, PHONE, search

pytest.importorskip("docutils", reason="needs the extra site")
from website import playground_page  # noqa: E402

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

# What is there to press, or to jump by, and has nothing to say on paper.
NO_TEXT = """() => {
  const parts = ".skip-to-content, .back-to-top, button, .notebook-actions, .doors";
  for (const it of document.querySelectorAll(parts)) it.remove();
}"""


def printed(page):
    """Return what is drawn on the pages of a page's PDF."""
    return re.findall(rb"stream\r?\n(.*?)endstream", page.pdf(), re.S)


@pytest.mark.parametrize("name", ["index", "notebooks/01_callback", "api/schedules"])
def test_on_paper_there_is_the_text_alone(site, visit, name):
    page = visit((site / f"{name}.html").as_uri())
    whole = printed(page)
    page.evaluate(NO_TEXT)
    assert printed(page) == whole
    page.emulate_media(media="print")
    for part in ("skip-to-content", "sidebar-drawer", "mobile-header"):
        assert page.locator(f".{part}").first.is_hidden()
    assert page.locator("article h1").is_visible()


@pytest.fixture(scope="module")
def root(site):
    """A static host whose root is the site, and which shows 404.html as usual."""

    class Handler(SimpleHTTPRequestHandler):
        def send_error(self, code, message=None, explain=None):
            text = (site / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(text)

        def translate_path(self, path):
            return super().translate_path(path.removeprefix("/below"))

        def log_message(self, *_):
            pass

    handler = partial(Handler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("below", ["", "/below"])
def test_an_address_that_is_not_there_leads_to_the_first_page(root, browser, below):
    page = browser.new_page()
    page.goto(f"{root}{below}/notebooks/old/none.html")
    assert page.title() == "There is no such page"
    page.locator("#home:not([href='/'])" if below else "#home").wait_for()
    page.wait_for_load_state("networkidle")
    page.locator("#home").click()
    page.get_by_role("heading", name="Learning-rate schedules, hands on").wait_for()
    page.get_by_role("link", name="Draw a schedule and train with it").click()
    page.wait_for_url(f"{root}{below}/playground.html")
    page.close()


def test_a_host_with_jekyll_keeps_the_styles(site):
    assert (site / ".nojekyll").is_file()
    assert not list(site.rglob("*.map"))


def test_the_home_page_begins_for_any_library(site, visit):
    page = visit((site / "index.html").as_uri())
    first = page.locator("article p").first
    assert "whichever library you train with" in first.inner_text()
    button = page.locator(".doors a").first
    assert button.bounding_box()["y"] < DESKTOP["height"] / 2
    button.click()
    page.wait_for_url(re.compile("/playground.html$"))


DARK = "document.body.dataset.theme ?? document.documentElement.dataset.theme"


def test_night_is_shared_by_all_open_pages(site, visit):
    page = visit((site / "index.html").as_uri(), color_scheme="light")
    second = page.context.new_page()
    second.goto((site / "playground.html").as_uri())
    assert second.evaluate(DARK) == "light"
    switch = page.locator("button.theme-toggle:visible")
    while page.evaluate(DARK) != "dark":
        switch.click()
    second.wait_for_function(f"({DARK}) === 'dark'")
    second.reload()
    assert second.evaluate(DARK) == "dark"
    second.get_by_role("button", name="Light colours").click()
    page.wait_for_function(f"({DARK}) === 'light'")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("playground", "playground.html"),
        ("WSD", "api/schedules.html"),
        ("one cycle policy", "api/schedules.html"),
        ("1cycle", "dictionary.html"),
        ("SGDR", "notebooks/08_snapshot_ensembles.html"),
        ("LR finder", "notebooks/07b_range_test.html"),
    ],
)
def test_the_search_knows_other_words(site, visit, words, wanted):
    page = visit((site / "get.html").as_uri())
    found = search(page, words)
    assert any(wanted in link.get_attribute("href") for link in found.all())


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_figure_leads_to_its_full_size(site, visit, viewport):
    touch = viewport == PHONE
    page = visit(
        (site / "notebooks" / "02_toy_plot.html").as_uri(),
        viewport=viewport,
        has_touch=touch,
    )
    figure = page.locator(".cell_output img").first
    shown = figure.evaluate("it => it.decode().then(() => it.naturalWidth)")
    source = figure.evaluate("it => it.src")
    figure.tap() if touch else figure.click()
    page.wait_for_url(source)
    assert page.locator("img").evaluate("it => it.naturalWidth") == shown > 700


def test_the_playground_leads_back_to_the_site(site, visit, soup):
    path = site / "playground.html"
    page = visit(path.as_uri())
    page.get_by_role("link", name="Notebooks").click()
    page.wait_for_url(re.compile("index.html#the-map$"))
    parts = soup(path).select("section > .further")
    assert len(parts) == len(playground_page.FURTHER)
    for part in parts:
        for link in part.select("a"):
            goal = site / unquote(link["href"])
            number, _, title = link.get_text().partition(" ")
            assert goal.name.startswith(number)
            assert title in soup(goal).h1.get_text()


def test_nothing_lies_on_the_code_of_a_phone(site, visit):
    page = visit((site / "notebooks" / "00_start.html").as_uri(), viewport=PHONE)
    page.mouse.wheel(0, 3000)
    page.wait_for_function("scrollY > 1000")
    page.mouse.wheel(0, -200)
    page.wait_for_timeout(300)
    assert page.locator(".back-to-top").is_hidden()
