"""The site as a reader has it: opened from a folder or from a host, in a real browser.

It is built once, by its own command. Skipped without the extra ``site``; what needs a
browser also where there is none.
"""

import inspect
import json
import os
import re
import subprocess
import sys
import threading
import tomllib
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from urllib.parse import urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup

import helpers.checks
import helpers.schedules
import helpers.verdicts
from tools.places import ROOT

pytestmark = pytest.mark.slow

SITE = ROOT / "website"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 800}
GITHUB = "https://github.com/someone/schedules"
GERMAN = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8"
"""

for package in ("sphinx", "myst_nb", "furo", "griffe", "sphinx_copybutton"):
    pytest.importorskip(package, reason="needs the extra site")


def part(name):
    """Return one of the modules of the site."""
    return import_module(f"website.{name}")


def build(
    *arguments, code="from website import build; sys.exit(build.main(*sys.argv[1:]))"
):
    """Run the site's own Python in a process of its own; return what it prints."""
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"
    done = subprocess.run(
        [sys.executable, "-c", start, *map(str, arguments)],
        env=dict(os.environ, PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """Where the sources are put together, and what Sphinx has read is kept."""
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def site(tmp_path_factory, work):
    """The folder of a site, whose path has a space and letters from elsewhere."""
    folder = tmp_path_factory.mktemp("site") / "학습률 site"
    code, said, problems = build(folder, work)
    assert (code, problems) == (0, "")
    assert re.fullmatch(r"\d+ pages, \d+\.\d MB, in \d+ s: open .*index.html\n", said)
    return folder


@cache
def soup(path):
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_page_shows_all_that_its_notebook_has_stored(site, notebook):
    page = soup(site / "notebooks" / f"{notebook.stem}.html").article
    cells = nbformat.read(notebook, 4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert [image["alt"] for image in page("img")] == called(notebook)
    shown = [cell.get_text().strip() for cell in page.select(".cell_input pre")]
    assert shown == [cell.source.strip() for cell in code if cell.source.strip()]
    text = page.get_text()
    for cell in code:
        for output in cell.outputs:
            if output.output_type == "stream":
                assert output.text.strip() in text


def test_solutions_are_folded(site):
    folded = 0
    for notebook in NOTEBOOKS:
        solutions = notebook.read_text("utf-8").count("<summary>Solution</summary>")
        found = soup(site / "notebooks" / f"{notebook.stem}.html")("details")
        assert len(found) == solutions
        assert not any(details.has_attr("open") for details in found)
        folded += len([1 for details in found if details.pre])
    assert folded > 10


def test_every_notebook_can_be_downloaded(site):
    for notebook in NOTEBOOKS:
        folder = site / "notebooks"
        page = soup(folder / f"{notebook.stem}.html")
        [link] = page.select("a[download]")
        assert (folder / link["href"]).resolve() == (folder / notebook.name).resolve()
        assert (folder / notebook.name).read_bytes() == notebook.read_bytes()


def test_pages_follow_each_other_in_the_order_of_the_notebooks(site):
    path = site / "index.html"
    for notebook in NOTEBOOKS:
        path = path.parent / soup(path).select_one("a.next-page")["href"]
        assert path.stem == notebook.stem
        assert soup(path).select_one("a.prev-page")


def test_the_map_is_that_of_the_readme(site):
    readme = (ROOT / "README.md").read_text("utf-8")
    rows = re.findall(
        r"^\| .*\[(\w+)\]\(notebooks/.*\| (\d+) \| (\d+) \|$", readme, re.M
    )
    shown = [
        tuple(cell.get_text().strip() for cell in row("td")[1:])
        for row in soup(site / "index.html").select("table tbody tr")
    ]
    assert shown == rows
    assert len(rows) == len(NOTEBOOKS)


GUIDES = {
    "README.md": ["index", "get", "helpers"],
    "CONTRIBUTING.md": ["CONTRIBUTING"],
    "classroom/README.md": ["classroom/README"],
    "benchmarks/README.md": ["benchmarks/README"],
}


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guides_are_whole(site, guide):
    """Each heading of a text stands on a page, those of the README on several."""
    source = (ROOT / guide).read_text("utf-8")
    outside_code = re.sub(r"^```.*?^```", "", source, flags=re.M | re.S)
    wanted = re.findall(r"^#{1,3} (.*)$", outside_code, re.M)
    shown = {
        title.get_text().removesuffix("¶").removesuffix("#")
        for page in GUIDES[guide]
        for title in soup(site / f"{page}.html").select("h1, h2, h3")
    }
    renamed = {"Get it and open it", "How it is made"}
    titles = {re.sub(r"[`*[]|\]\(.*?\)", "", title) for title in wanted}
    assert titles - shown <= renamed


@pytest.mark.parametrize("door", ["schedules", "verdicts", "checks"])
def test_the_reference_has_every_public_name_as_it_is_called(site, door):
    module = getattr(helpers, door)
    page = soup(site / "api" / f"{door}.html")
    names = getattr(module, "__all__", None) or [
        name
        for name, member in vars(module).items()
        if inspect.isfunction(member) and member.__module__ == module.__name__
    ]
    assert len(names) > 3
    for name in names:
        member = getattr(module, name)
        [entry] = page.select(f'[id="helpers.{door}.{name}"]')
        shown = [one.select_one(".n").get_text() for one in entry.select(".sig-param")]
        assert shown == list(inspect.signature(member).parameters)
        sentence, *_ = inspect.getdoc(member).replace("``", "").splitlines()
        assert sentence in entry.find_next_sibling("dd").get_text()


def test_every_door_has_a_page(site):
    doors = re.findall(r"``(\w+)``(?=[^:]*:)", helpers.__doc__)
    assert len(doors) > 15
    for door in doors:
        assert (site / "api" / f"{door}.html").is_file()
        assert soup(site / "helpers.html").select_one(
            f'article a[href="api/{door}.html"]'
        )


def test_links_to_other_sites_are_listed(site):
    listed = (site / "links-to-other-sites.txt").read_text("utf-8").split()
    assert "https://www.python.org/downloads/" in listed
    assert listed == sorted(set(listed))
    pages = "".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    assert set(re.findall(r'<a\b[^>]*\bhref="(http[^"]*)"', pages)) <= {*listed}


@pytest.mark.parametrize(
    ("link", "broken"),
    [
        ("b.html", False),
        ("b.html#there", False),
        ("#here", False),
        ("https://elsewhere.org/", False),
        ("data:text/plain,", False),
        ("c.html", True),
        ("b.html#here", True),
        ("#there", True),
        ("/b.html", True),
        ("../outside.html", True),
    ],
)
def test_a_broken_link_is_found(tmp_path, link, broken):
    folder = tmp_path / "site"
    folder.mkdir()
    (tmp_path / "outside.html").write_text("")
    (folder / "a.html").write_text(f'<p id="here"><a href="{link}">…</a>')
    (folder / "b.html").write_text('<p id="there">')
    problems, outside = part("links").check(folder)
    there = f"a.html links to {link}, which is not there."
    assert problems == ([there] if broken else [])
    assert outside == ([link] if link.startswith("http") else [])


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("the only copy")
    code, said, problems = build(tmp_path)
    assert (code, said) == (1, "")
    assert problems == (
        f"{tmp_path} holds something that is no site: name another folder.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_the_address_of_the_project_stands_in_one_place():
    hosted = part("hosted")
    project = '[project]\nname = "a"\n'
    assert hosted.address(project) == ""
    there = f'{project}[project.urls]\nSource = "{GITHUB}/"\n'
    assert hosted.address(there) == GITHUB
    assert hosted.services("", "notebooks/00_start.ipynb") == {}


@pytest.mark.parametrize("address", [GITHUB, f"{GITHUB}.git"])
def test_colab_and_binder_open_what_lies_on_github(address):
    assert part("hosted").services(address, "notebooks/00_start.ipynb") == {
        "Colab": "https://colab.research.google.com/github/someone/schedules/blob/HEAD/"
        "notebooks/00_start.ipynb",
        "Binder": "https://mybinder.org/v2/gh/someone/schedules/HEAD"
        "?labpath=notebooks%2F00_start.ipynb",
    }


def test_binder_alone_opens_what_lies_elsewhere():
    services = part("hosted").services(
        "https://git.example.org/a/b", "notebooks/00.ipynb"
    )
    assert services == {
        "Binder": "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%2Fa%2Fb/HEAD"
        "?labpath=notebooks%2F00.ipynb"
    }


def called(notebook):
    """Return the alternative texts of a notebook's figures."""
    return [
        cell.metadata["mystnb"]["image"]["alt"]
        for cell in nbformat.read(notebook, 4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]


WORDS = {
    "index": {"Learning-rate schedules, hands on": "Lernraten zum Anfassen"},
    "notebooks/00_start": {
        "Start here: a cosine schedule that works": "Zuerst",
        called(NOTEBOOKS[0])[0]: "Eine Kurve.",
    },
    "sphinx": {"Download": "Herunterladen"},
}
TWO_PAGES = """
from sphinx.cmd.build import build_main
sys.exit(build_main(["-q", "-c", *sys.argv[1:]]))
"""


@pytest.fixture(scope="module")
def german(site, work, tmp_path_factory):
    """A page of a site in German, whose project has an address."""
    folder = tmp_path_factory.mktemp("german")
    for name, words in WORDS.items():
        catalogue = folder / "locale" / "de" / "LC_MESSAGES" / f"{name}.po"
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        entries = [
            f"\nmsgid {json.dumps(english)}\nmsgstr {json.dumps(translated)}\n"
            for english, translated in words.items()
        ]
        catalogue.write_text("".join([GERMAN, *entries]), "utf-8")
    sources = work / "sources"
    settings = [
        f"locale_dirs={folder / 'locale'}",
        "language=de",
        f"html_context.address={GITHUB}",
    ]
    options = [word for setting in settings for word in ("-D", setting)]
    pages = [sources / "index.md", sources / "notebooks" / "00_start.ipynb"]
    code, _, problems = build(
        SITE, *options, sources, folder / "de", *pages, code=TWO_PAGES
    )
    assert code == 0, problems  # it warns that two pages are no index for the search
    return soup(folder / "de" / "notebooks" / "00_start.html")


def test_hosted_services_are_offered_where_the_address_is_set(site, german):
    plain = soup(site / "notebooks" / "00_start.html").select(".notebook-actions a")
    assert [link.get_text() for link in plain] == ["Download"]
    offered = {a.get_text(): a["href"] for a in german.select(".notebook-actions a")}
    assert list(offered) == ["Herunterladen", "Open in Colab", "Open in Binder"]
    assert offered["Open in Colab"].startswith("https://colab.research.google.com/")


def test_another_language_is_a_folder_of_catalogues(german):
    assert german.html["lang"] == "de"
    assert german.h1.get_text().startswith("Zuerst")
    assert german.title.get_text() == "Zuerst - Lernraten zum Anfassen"
    [link] = german.select(".languages a")
    assert (link.get_text(), link["lang"]) == ("English", "en")
    assert link["href"] == "../../notebooks/00_start.html"
    assert german.article.img["alt"] == "Eine Kurve."


def test_all_texts_can_be_translated(work, tmp_path):
    code, _, problems = build("--catalogues", tmp_path, work)
    assert (code, problems) == (0, "")
    texts = {
        "index": "You can read everything here without an installation",
        "classroom/README": "For the teacher",
        "notebooks/01_callback": "The cosine-annealing callback: from a formula",
        "sphinx": "Download",
    }
    for name, text in texts.items():
        template = (tmp_path / f"{name}.pot").read_text("utf-8")
        assert text in template.replace('"\n"', "")
    for notebook in NOTEBOOKS:
        template = (tmp_path / "notebooks" / f"{notebook.stem}.pot").read_text("utf-8")
        for text in called(notebook):
            assert json.dumps(text, ensure_ascii=False)[1:-1] in template.replace(
                '"\n"', ""
            )
    assert len(list((tmp_path / "notebooks").glob("*.pot"))) == len(NOTEBOOKS)


def test_the_packages_of_the_site_are_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = (ROOT / "constraints.txt").read_text("utf-8")
    for needed in project["optional-dependencies"]["site"]:
        name = re.match(r"[\w-]+", needed)[0]
        assert f"\n{name}==" in pinned


def test_the_workflow_publishes_what_the_command_writes():
    yaml = pytest.importorskip("yaml")
    jobs = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text())["jobs"]
    steps = jobs["build"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ["python run.py site"]
    assert steps[-1]["with"] == {"path": "build/site"}


@pytest.fixture
def visit(browser):
    """Open a page; at the end nothing went wrong, and no other host was asked."""
    wrong, contexts = [], []

    def opened(address, **options):
        contexts.append(browser.new_context(**({"viewport": DESKTOP} | options)))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda m: m.type == "error" and wrong.append(m.text))
        page.on("request", lambda request: look(request.url))
        page.goto(address)
        return page

    def look(url):
        scheme, host = urlsplit(url).scheme, urlsplit(url).hostname
        if scheme not in ("data", "blob", "file") and host != "127.0.0.1":
            wrong.append(url)

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


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


def search(page, words):
    """Search as a reader does, and return the links that are found."""
    page.get_by_role("textbox", name="Search").fill(words)
    page.keyboard.press("Enter")
    page.get_by_text(re.compile("^Search finished, found ")).wait_for()
    return page.locator("#search-results li a")


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


def test_code_is_copied_at_a_click(site, visit):
    page = visit((site / "notebooks" / "00_start.html").as_uri())
    page.evaluate("() => document.execCommand = () => true")
    first = page.locator(".cell_input").first
    first.hover()
    button = first.get_by_role("button", name="Copy")
    button.click()
    page.locator(".cell_input button.success").wait_for()


# A page of each kind: a map, a guide, wide outputs and tables, a reference, the search.
KINDS = [
    "index",
    "classroom/README",
    "notebooks/12_your_own_model",
    "api/callbacks",
    "search",
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
