"""The site in a real browser: from a folder or a host, on a desk or a phone."""

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from helpers import schedules
from tests.playground.page.visiting import code
from tests.website.visiting import DESKTOP, PHONE, search
from tools.places import NOTEBOOKS
from website import curves, playground_links

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


@pytest.fixture(scope="module")
def host(site):
    """A static host, on which the site lies below a path."""

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path):
            inside = path.removeprefix("/schedules/")
            return super().translate_path("/none" if inside == path else f"/{inside}")

        def log_message(self, *_):
            pass

    handler = partial(Handler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/schedules"
        server.shutdown()


def test_from_a_folder_the_search_leads_to_a_notebook(site, visit):
    page = visit((site / "classroom" / "README.html").as_uri())
    found = search(page, "snapshot ensembles")
    found.filter(has_text="Snapshot ensembles: what restarts are good for").click()
    page.wait_for_url(re.compile(r"08_snapshot_ensembles\.html"))
    assert page.locator("article h1").is_visible()


def test_on_a_host_below_a_path_a_result_has_lines_of_its_text(host, visit):
    page = visit(f"{host}/notebooks/00_start.html")
    found = search(page, "sharpness")
    assert found.count() > 1
    page.locator("#search-results p.context").first.wait_for()
    found.first.click()
    page.get_by_role("link", name="Playground").first.wait_for(state="attached")
    assert page.url.startswith(f"{host}/")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_figures_and_formulas_can_be_read_in_any_light(site, visit, look):
    page = visit((site / "notebooks" / "01_callback.html").as_uri(), color_scheme=look)
    ground = brightness(page.locator("body"), "background-color")
    assert (ground > 0.8) == (look == "light")
    assert abs(brightness(page.locator("article p").first, "color") - ground) > 0.6
    formulas = page.locator("article svg[role=img]")
    assert formulas.count() > 10
    for formula in (formulas.first, page.locator(".formula svg").first):
        assert formula.bounding_box()["height"] > 5
        assert abs(brightness(formula, "color") - ground) > 0.6
        assert formula.get_attribute("fill") in (None, "currentColor", "currentcolor")
    figure = page.locator("article img").first
    assert brightness(figure, "background-color") == 1
    assert figure.evaluate("it => it.decode().then(() => it.naturalWidth)") > 500
    for text in page.locator("article :is(p, li, td)").all_inner_texts():
        assert not re.search(r"\$|\\[a-z]", text)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_curve_of_a_schedule_stands_beside_its_text(site, visit, look):
    page = visit((site / "api" / "schedules.html").as_uri(), color_scheme=look)
    curve = page.locator("figure.curve").first
    text = page.locator("figure.curve ~ p").first
    assert left(curve) > left(text) + 200
    assert brightness(curve.locator("img"), "background-color") == 1
    dimmed = "brightness(1)" if look == "light" else "brightness(0.88)"
    assert curve.locator("img").evaluate("it => getComputedStyle(it).filter") == dimmed
    width = "it => it.decode().then(() => it.naturalWidth)"
    assert 150 < curve.locator("img").evaluate(width) < 300
    page.set_viewport_size(PHONE)
    assert left(curve) < left(text) + 100
    below = curve.bounding_box()["y"] + curve.bounding_box()["height"]
    assert text.bounding_box()["y"] >= below


def left(element):
    """Return where an element begins."""
    return element.bounding_box()["x"]


def brightness(element, name):
    """Return the mean of red, green and blue of a colour, from 0 to 1."""
    colour = element.evaluate(f"it => getComputedStyle(it).getPropertyValue('{name}')")
    return sum(map(float, re.findall(r"[\d.]+", colour)[:3])) / 3 / 255


def test_a_reader_can_switch_to_dark_and_it_stays(site, visit):
    page = visit((site / "index.html").as_uri(), color_scheme="light")
    switch = page.locator("button.theme-toggle:visible")
    while page.locator("body").get_attribute("data-theme") != "dark":
        switch.click()
    assert brightness(page.locator("body"), "background-color") < 0.2
    page.goto((site / "get.html").as_uri())
    assert brightness(page.locator("body"), "background-color") < 0.2


# What reaches beyond the screen, and lies in nothing that can be scrolled.
OUT_OF_REACH = """() => {
  const scrolls = (it) => /auto|scroll/.test(getComputedStyle(it).overflowX);
  const reached = (it) => it.tagName !== "ARTICLE" &&
    (scrolls(it) || reached(it.parentElement));
  const parts = "h1, h2, h3, p, li, dt, pre, table, img, svg";
  return [...document.querySelectorAll(`article :is(${parts})`)]
    .filter((it) => it.getBoundingClientRect().right > innerWidth && !reached(it))
    .map((it) => it.outerHTML.slice(0, 80));
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth - innerWidth"


def test_a_phone_shows_the_whole_width_of_every_page(site, visit):
    page = visit((site / "index.html").as_uri(), viewport=PHONE)
    for path in sorted(site.rglob("*.html")):
        if path.name != "playground.html":
            page.goto(path.as_uri(), wait_until="domcontentloaded")
            assert (page.evaluate(TOO_WIDE), page.evaluate(OUT_OF_REACH)) == (0, []), (
                path
            )


def test_on_a_phone_the_navigation_opens_and_leads_on(site, visit):
    page = visit((site / "index.html").as_uri(), viewport=PHONE, has_touch=True)
    page.locator("label.nav-overlay-icon").tap()
    page.get_by_role("link", name="The toy plot, and the family of schedules").tap()
    page.wait_for_url(re.compile(r"02_toy_plot\.html"))


# The column of the state that the playground's address holds.
COLUMN = """() => {
  const { state } = exportsOf("page/address.js").readAddress(location.hash, null);
  return [...exportsOf("page/derive.js").derive(state).column];
}"""


def shows(page, column):
    """Tell whether the playground is open, with a column and nothing to complain of.

    Of a long column the page lists the beginning.
    """
    page.wait_for_url(re.compile(r"playground\.html#shape="))
    assert page.locator("#link-problems").is_hidden()
    listed = re.findall(r"[\d.e-]+(?=[,\]])", code(page, "list").split("…")[0])
    assert len(listed) >= min(len(column), 100)
    shown = np.array(listed, float)
    whole = page.evaluate(COLUMN)
    return all(
        np.allclose(rates, column[: len(rates)], rtol=1e-12, atol=0)
        for rates in (shown, whole)
    ) and len(whole) == len(column)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_each_picture_opens_the_playground_with_its_schedule(site, visit, viewport):
    page = visit((site / "index.html").as_uri(), viewport=viewport)
    pictures = page.locator(".family a")
    assert pictures.count() == len(curves.CALLS) == 8
    for place, (name, (call, line)) in enumerate(curves.CALLS.items()):
        page.goto((site / "index.html").as_uri())
        picture = pictures.nth(place)
        assert picture.inner_text().strip() == line
        described = curves.describe(name, curves.rates(call))
        assert picture.get_by_role("img", name=described).bounding_box()["width"] > 100
        if viewport == PHONE:
            picture.press("Enter")
        else:
            picture.click()
        assert shows(page, curves.rates(call))


@pytest.mark.parametrize(
    "notebook", sorted(path.stem for path in NOTEBOOKS.glob("*_*"))
)
def test_a_notebook_leads_to_its_schedule_in_the_playground(site, visit, notebook):
    page = visit((site / "notebooks" / f"{notebook}.html").as_uri())
    page.get_by_role("link", name="Play with its schedule").click()
    setting = playground_links.NOTEBOOKS[notebook]
    call = eval(setting.call, {**vars(schedules)})
    assert shows(page, schedules.table(call, setting.steps))
    if "landscape=wideLocal" in setting.more:
        assert page.locator("#landscape-wideLocal").is_checked()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_folded_code_opens_by_mouse_and_keyboard_without_a_script(
    site, visit, viewport
):
    page = visit(
        (site / "notebooks" / "04_mnist.html").as_uri(),
        viewport=viewport,
        java_script_enabled=False,
    )
    folded = page.locator("details.folded-code").first
    word, code = folded.locator("summary"), folded.locator("pre")
    for act in (word.click, lambda: word.press("Enter")):
        assert not code.is_visible()
        act()
        assert code.is_visible()
        word.click()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_folded_solution_keeps_its_distance_from_what_follows(site, visit, viewport):
    page = visit((site / "notebooks" / "04_mnist.html").as_uri(), viewport=viewport)
    gaps = page.evaluate(DISTANCES)
    assert len(gaps) >= 2
    assert min(gaps) >= 10


DISTANCES = """() => [...document.querySelectorAll("article details")]
  .filter((it) => it.nextElementSibling)
  .map((it) => it.nextElementSibling.getBoundingClientRect().top
    - it.getBoundingClientRect().bottom)"""


def test_code_is_copied_at_a_click(site, visit):
    page = visit((site / "notebooks" / "00_start.html").as_uri())
    page.evaluate("() => document.execCommand = () => true")
    first = page.locator(".cell_input:visible").first
    first.hover()
    button = first.get_by_role("button", name="Copy")
    button.click()
    page.locator(".cell_input button.success").wait_for()


# A page of each kind: a map, a guide, wide outputs and tables, the reference with and
# without pictures, a source, the search.
KINDS = [
    "index",
    "classroom/README",
    "notebooks/04_mnist",
    "notebooks/12_your_own_model",
    "notebooks/words",
    "api/callbacks",
    "api/schedules",
    "_modules/helpers/sweep/runs",
    "search",
    "playground",
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", DESKTOP), ("dark", PHONE)], ids=["light", "dark"]
)
def test_axe_finds_nothing(host, visit, axe, kind, scheme, viewport):
    page = visit(f"{host}/{kind}.html", color_scheme=scheme, viewport=viewport)
    assert axe(page) == []


def test_what_is_too_wide_for_a_phone_is_scrolled_by_keyboard(site, visit):
    page = visit((site / "get.html").as_uri(), viewport=PHONE)
    wide = page.locator("article pre[tabindex]").first
    wide.press("ArrowRight")
    page.wait_for_function("it => it.scrollLeft > 0", arg=wide.element_handle())
    page.set_viewport_size({"width": 2000, "height": 900})
    page.locator("article pre[tabindex]").first.wait_for(state="detached")


IN_SIGHT = """() => {
  const { left, right } = document.activeElement.getBoundingClientRect();
  return left >= 0 && right <= innerWidth;
}"""
ASIDE = "() => document.activeElement.closest('aside')?.className"


def test_at_200_percent_the_keyboard_is_never_out_of_sight(site, visit):
    half = {"width": 640, "height": 450}
    page = visit((site / "get.html").as_uri(), viewport=half)
    places = []
    while "toc-drawer" not in places and len(places) < 100:
        page.keyboard.press("Tab")
        page.wait_for_function(IN_SIGHT)
        places.append(page.evaluate(ASIDE))
    assert {"sidebar-drawer", "toc-drawer"} <= {*places}
