"""The reference, page by page, held against what Python itself reads in the files."""

import ast
import inspect
import re
from functools import cache

import pytest

import helpers
import helpers.checks
import helpers.schedules
import helpers.verdicts
from tools.places import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

DOORS = re.findall(r"``(\w+)``(?=[^:]*:)", helpers.__doc__)
PARAMETER = '.sig-param:not(:has([class*="-only-separator"]))'
CALLED = (ast.FunctionDef, ast.ClassDef)


def path(module):
    """Return the file of a module, or the one that opens a package."""
    place = ROOT.joinpath(*module.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


@cache
def read(module):
    return ast.parse(path(module).read_text("utf-8"))


@cache
def defined(module):
    """Return what defines each name in the file of a module."""
    found = {}
    for node in read(module).body:
        targets = [getattr(node, "target", None), *getattr(node, "targets", [])]
        for one in [node, *targets]:
            found[getattr(one, "name", None) or getattr(one, "id", None)] = node
    return found


def exported(module):
    """Return what ``__all__`` of a module names, or None."""
    names = defined(module).get("__all__")
    return names and ast.literal_eval(names.value)


def origin(module, name):
    """Return the module that defines a name, from which others may import it."""
    for node in ast.walk(read(module)):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if name in [alias.name for alias in node.names]:
            place = getattr(node, "module", name)
            return origin(place, name) if place.startswith("helpers.") else place
    return module


@cache
def public(door):
    """Return where each public name of a door is shown, and where it is defined."""
    module = f"helpers.{door}"
    if names := exported(module):
        found = {f"{module}.{name}": (origin(module, name), name) for name in names}
        within = f"{module}." if path(module).name == "__init__.py" else "helpers."
        return {
            shown: (place, name)
            for shown, (place, name) in found.items()
            if f"{place}.".startswith(within)
        }
    files = sorted(path(module).parent.glob("[a-z]*.py"))
    parts = [f"{module}.{file.stem}" for file in files]
    return {f"{part}.{name}": (part, name) for part in parts for name in exported(part)}


def node(door, shown):
    """Return what defines a name that a page shows."""
    module, name = public(door)[shown]
    return defined(module)[name]


def part_of(door, shown):
    """Return the part of a door, a module or a package, that defines a name."""
    place, _ = public(door)[shown]
    return ".".join(place.split(".")[:3])


def entries(page):
    """Return the entries of a page by name, without those of methods."""
    found = page.select("dl.py:is(.function, .class, .data, .type) > dt.sig")
    return {entry["id"]: entry for entry in found}


@pytest.mark.parametrize("door", ["schedules", "verdicts", "checks"])
def test_the_reference_has_every_public_name_as_it_is_called(site, soup, door):
    module = getattr(helpers, door)
    page = soup(site / "api" / f"{door}.html")
    assert len(module.__all__) >= 3
    for name in module.__all__:
        member = getattr(module, name)
        [entry] = page.select(f'[id="helpers.{door}.{name}"]')
        if not callable(member):
            continue
        shown = [one.select_one(".n").get_text() for one in entry.select(PARAMETER)]
        assert shown == list(inspect.signature(member).parameters)
        sentence, *_ = inspect.getdoc(member).replace("``", "").splitlines()
        assert sentence in entry.find_next_sibling("dd").get_text()


def test_every_door_has_a_page(site, soup):
    assert len(DOORS) > 15
    for door in DOORS:
        assert (site / "api" / f"{door}.html").is_file()
        assert soup(site / "helpers.html").select_one(
            f'article a[href="api/{door}.html"]'
        )


def test_the_doors_follow_each_other_from_the_ground_up(site, soup):
    page = site / "helpers.html"
    for door in DOORS:
        page = page.parent / soup(page).select_one("a.next-page")["href"]
        assert page.relative_to(site).as_posix() == f"api/{door}.html"


@pytest.mark.parametrize("door", DOORS)
def test_a_page_shows_what_is_public_and_nothing_else(site, soup, door):
    shown = entries(soup(site / "api" / f"{door}.html"))
    assert sorted(shown) == sorted(public(door))


@pytest.mark.parametrize("door", DOORS)
def test_names_stand_from_the_ground_up(site, soup, door):
    """Parts as the docstring of their package names them, names as in their file."""
    page, module = soup(site / "api" / f"{door}.html"), f"helpers.{door}"
    words = re.findall(r"``(\w+)``", ast.get_docstring(read(module)))
    order = [module, *(f"{module}.{word}" for word in words)]
    lines = [
        (order.index(part_of(door, shown)), node(door, shown).lineno)
        for shown in entries(page)
    ]
    assert lines == sorted(lines)
    parts = [title.get_text().removesuffix("¶") for title in page.select("article h2")]
    opened = {part_of(door, shown) for shown in public(door)} - {module}
    assert [f"{module}.{part}" for part in parts] == sorted(opened, key=order.index)


@pytest.mark.parametrize("door", DOORS)
def test_every_public_name_has_types(site, soup, door):
    for name, entry in entries(soup(site / "api" / f"{door}.html")).items():
        signature = entry.get_text()
        for parameter in entry.select(PARAMETER):
            assert ":" in parameter.get_text(), signature
        if isinstance(node(door, name), ast.FunctionDef):
            assert entry.select(".sig-return"), signature
        elif not isinstance(node(door, name), ast.ClassDef):
            assert ":" in signature or "type" in entry.parent["class"], signature


def test_types_of_helpers_are_short_and_lead_to_their_entries(site, soup):
    page = soup(site / "api" / "schedules.html")
    table = entries(page)["helpers.schedules.table"].select_one(".sig-return a")
    assert table["href"] == "arrays.html#helpers.arrays.Floats"
    cosine = entries(page)["helpers.schedules.cosine"].select_one(".sig-return a")
    assert cosine["href"] == "#helpers.schedules.Schedule"
    for door in DOORS:
        for entry in entries(soup(site / "api" / f"{door}.html")).values():
            assert "helpers." not in entry.get_text()


def test_what_keras_calls_by_itself_is_left_out(site, soup):
    pages = [soup(site / "api" / f"{door}.html") for door in DOORS]
    found = [name["id"] for page in pages for name in page.select("dl.method > dt.sig")]
    methods = [name.split(".")[-1] for name in found]
    assert "run" in methods
    assert not [name for name in methods if name.startswith(("_", "on_"))]


@pytest.mark.parametrize("door", DOORS)
def test_every_public_name_has_an_example(site, soup, door):
    for name, entry in entries(soup(site / "api" / f"{door}.html")).items():
        if isinstance(node(door, name), CALLED):
            example = entry.find_next_sibling("dd").select_one(".highlight-pycon")
            assert example, f"{name} has no example"
            assert example.select_one(".gp").get_text() == ">>> "
            assert "# doctest:" not in example.get_text()


@pytest.mark.parametrize("door", DOORS)
def test_a_link_leads_to_the_lines_of_the_definition(site, soup, door):
    page = site / "api" / f"{door}.html"
    for shown, entry in entries(soup(page)).items():
        module, name = public(door)[shown]
        [link] = [mark.parent for mark in entry.select(".viewcode-link")]
        address, _, anchor = link["href"].partition("#")
        source = soup((page.parent / address).resolve())
        assert source.h1.get_text() == f"Source code for {module}"
        [block] = source.select(f'[id="{anchor}"]')
        lines = block.get_text().replace("[docs]\n", "\n").splitlines()
        assert [line for line in lines if line.strip()] == definition(module, name)
        [back] = block.find_all("a", class_="viewcode-back", recursive=False)
        assert back["href"].endswith(f"api/{door}.html#{shown}")


def definition(module, name):
    """Return the lines of a definition that aren't empty, with what decorates it."""
    node = defined(module)[name]
    first = min(one.lineno for one in [node, *getattr(node, "decorator_list", [])])
    lines = path(module).read_text("utf-8").splitlines()
    return [line for line in lines[first - 1 : node.end_lineno] if line.strip()]


def test_each_schedule_has_a_picture_of_its_curve(site, soup):
    page = site / "api" / "schedules.html"
    pictures = 0
    for shown, entry in entries(soup(page)).items():
        figures = entry.find_next_sibling("dd").select("figure.curve")
        _, name = public("schedules")[shown]
        returns = getattr(node("schedules", shown), "returns", None)
        if returns is None or ast.unparse(returns) != "Schedule" or name == "reading":
            assert figures == []
            continue
        [figure] = figures
        assert figure.img["alt"].startswith(f"The curve of {name}: ")
        picture = (page.parent / figure.img["src"]).read_text("utf-8")
        assert "<svg" in picture
        assert figure.figcaption.code.get_text().startswith(f"{name}(")
        pictures += 1
    assert pictures >= 8
