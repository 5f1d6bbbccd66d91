"""A copy of the project that has an address and a second language, built as a site."""

import re
import shutil
import subprocess

import pytest

from playground import sentences
from tests.browsers import real_browser
from tools.places import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

SOURCE = "https://github.com/someone/schedules"
HOME = "https://someone.github.io/schedules"
URLS = f'[project.urls]\nSource = "{SOURCE}"\nHomepage = "{HOME}"\n\n'
CATALOGUES = {
    "index": {"Learning-rate schedules, hands on": "학습률 스케줄은 손으로"},
    "notebooks/02_toy_plot": {"The toy plot, and the family of schedules": "첫 그림"},
}
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n'


@pytest.fixture(scope="module")
def published(run, tmp_path_factory):
    """The folder of the copy's site."""
    pytest.importorskip("sphinx", reason="needs the extra site")
    copy = tmp_path_factory.mktemp("copy")
    listed = ["git", "ls-files", "-co", "--exclude-standard"]
    names = subprocess.check_output(listed, cwd=ROOT, encoding="utf-8").splitlines()
    for name in names:
        if not name.startswith(("tests/", "benchmarks/results")):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    project = copy / "pyproject.toml"
    text = project.read_text("utf-8").replace("[project.opt", f"{URLS}[project.opt", 1)
    project.write_text(text, "utf-8")
    for page, words in CATALOGUES.items():
        catalogue = copy / "website" / "locale" / "ko" / "LC_MESSAGES" / f"{page}.po"
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        entries = [
            f'\nmsgid "{one}"\nmsgstr "{other}"\n' for one, other in words.items()
        ]
        catalogue.write_text("".join([HEAD, *entries]), "utf-8")
    strings = copy / "playground" / "strings"
    english = (strings / "en.js").read_text("utf-8")
    korean = english.replace('language = "en"', 'language = "ko"')
    title = sentences.read(strings / "en.js")["page"]["title"]
    korean = korean.replace(title, "학습률 스케줄 그리기").replace('Shape"', '모양"')
    (strings / "ko.js").write_text(korean, "utf-8")
    done = run("website.build", copy / "site", copy / "work", cwd=copy)
    assert (done.returncode, done.stderr) == (0, "")
    return copy / "site"


def head(soup, path):
    """Return what a page's head says: descriptions, and links by their kind."""
    page = soup(path)
    named = {
        tag.get("name") or tag.get("property"): tag["content"]
        for tag in page.head.select("meta[content]")
    }
    for tag in page.head.select("link[rel=canonical], link[hreflang]"):
        named[tag.get("hreflang") or "canonical"] = tag["href"]
    return named


@pytest.mark.parametrize(
    ("name", "place", "words"),
    [
        ("index.html", "", "whichever library you train with"),
        ("notebooks/02_toy_plot.html", "notebooks/02_toy_plot.html", "you can "),
        ("playground.html", "playground.html", "train many small networks"),
        ("ko/playground.html", "ko/playground.html", ""),
        ("ko/index.html", "ko/", ""),
    ],
)
def test_a_link_to_a_page_shows_what_it_is(published, soup, name, place, words):
    shown = head(soup, published / name)
    assert 40 < len(shown["description"]) <= 222
    assert words in shown["description"] == shown["og:description"]
    assert shown["og:title"] in soup(published / name).title.get_text()
    assert shown["og:url"] == f"{HOME}/{place}"
    assert shown["og:image"] == f"{HOME}/_static/family.png"
    assert (published / "_static" / "family.png").stat().st_size < 150_000
    english = place.removeprefix("ko/")
    assert (shown["en"], shown["ko"]) == (f"{HOME}/{english}", f"{HOME}/ko/{english}")
    if "playground" not in name:
        assert shown["canonical"].removesuffix("index.html") == shown["og:url"]


def test_the_source_and_services_are_offered(published, soup):
    for name in ("index.html", "playground.html", "ko/playground.html"):
        assert soup(published / name).select_one(f'a[href="{SOURCE}"]')
    page = soup(published / "notebooks" / "05_does_it_help.html")
    assert page.select_one('a[href^="https://colab.research.google.com/"]')
    assert soup(published / "404.html").select_one("#home")["href"] == f"{HOME}/"


@pytest.fixture(scope="module")
def page(published):
    """A page of a real browser, for all visits here."""
    with real_browser() as browser:
        yield browser.new_page()


def test_the_playground_is_korean_too_with_a_switch_both_ways(published, page):
    page.goto(
        f"{(published / 'ko' / 'playground.html').as_uri()}#shape=linear&steps=40"
    )
    assert page.locator("html").get_attribute("lang") == "ko"
    assert page.title() == "학습률 스케줄 그리기"
    assert page.locator("#shape-heading").inner_text() == "모양"
    assert page.get_by_role("link", name="02 첫 그림").count() == 1
    page.get_by_role("link", name="English").click()
    page.wait_for_url(re.compile(r"/site/playground\.html#shape=linear"))
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("#shape-linear").is_checked()
    page.get_by_role("link", name="한국어").click()
    page.wait_for_url(re.compile(r"/ko/playground\.html#shape=linear"))


@pytest.mark.parametrize(
    "words", ["학습", "스케줄", "스케줄을", "학습률의", "playground"]
)
def test_the_korean_search_knows_beginnings_and_particles(published, page, words):
    page.goto((published / "ko" / "search.html").as_uri() + f"?q={words}")
    results = page.locator("#search-results li a")
    results.first.wait_for()
    places = [link.get_attribute("href") for link in results.all()]
    wanted = "playground.html" if words == "playground" else "index.html"
    assert any(wanted in place for place in places)
