"""What the collection has written stands whole on the pages of the site."""

import re

import nbformat
import pytest

from tools.places import NOTEBOOKS, ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("notebook", PATHS, ids=lambda path: path.stem)
def test_a_page_shows_all_that_its_notebook_has_stored(site, soup, called, notebook):
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


def test_solutions_are_folded(site, soup, notebooks):
    folded = 0
    for notebook in notebooks:
        solutions = notebook.read_text("utf-8").count("<summary>Solution</summary>")
        page = soup(site / "notebooks" / f"{notebook.stem}.html")
        assert not page.select("details[open]")
        found = [one for one in page("details") if one.summary.get_text() == "Solution"]
        assert len(found) == solutions
        folded += len([1 for details in found if details.pre])
    assert folded > 10


def test_hidden_code_is_folded_and_its_output_is_not(site, soup, notebooks):
    hidden = 0
    for notebook in notebooks:
        cells = nbformat.read(notebook, 4).cells
        wanted = [c for c in cells if "hide-input" in c.metadata.get("tags", ())]
        page = soup(site / "notebooks" / f"{notebook.stem}.html")
        folded = page.select("details.folded-code")
        shown = [code.pre.get_text().strip() for code in folded]
        assert shown == [cell.source.strip() for cell in wanted]
        for code in folded:
            assert code.summary.get_text() == "Code"
            assert not code.has_attr("open")
            assert not code.select(".cell_output")
        hidden += len(wanted)
    assert hidden > 5


def test_each_page_has_the_numbers_of_the_notebooks(site, soup, notebooks):
    numbers = [notebook.stem.partition("_")[0] for notebook in notebooks]
    for page in ("index", "notebooks/03_builtin_schedules", "notebooks/words"):
        entries = soup(site / f"{page}.html").select(".sidebar-tree .number")
        assert [number.get_text() for number in entries] == numbers
    first = soup(site / "notebooks" / f"{notebooks[-1].stem}.html")
    assert first.select_one(".notebook-actions li").get_text() == (
        f"Notebook {numbers[-1]}"
    )


def test_the_words_are_a_page_to_which_notebooks_lead(site, soup, notebooks):
    path = site / "notebooks" / "words.html"
    words = {link["href"] for link in soup(path).select("article li a")}
    links = [
        link["href"]
        for notebook in notebooks
        for link in soup(path.with_name(f"{notebook.stem}.html")).article.select("a")
        if link["href"].startswith("words.html#")
    ]
    assert len(links) > 20
    assert {link.removeprefix("words.html") for link in links} <= words
    navigation = soup(site / "index.html").select(".sidebar-tree a")
    assert "notebooks/words.html" in {link["href"] for link in navigation}


def test_every_notebook_can_be_downloaded(site, soup, notebooks):
    for notebook in notebooks:
        folder = site / "notebooks"
        page = soup(folder / f"{notebook.stem}.html")
        [link] = page.select("a[download]")
        assert (folder / link["href"]).resolve() == (folder / notebook.name).resolve()
        assert (folder / notebook.name).read_bytes() == notebook.read_bytes()


def test_pages_follow_each_other_in_the_order_of_the_notebooks(site, soup, notebooks):
    path = site / "index.html"
    for notebook in notebooks:
        path = path.parent / soup(path).select_one("a.next-page")["href"]
        assert path.stem == notebook.stem
        assert soup(path).select_one("a.prev-page")


def test_the_map_is_that_of_the_readme(site, soup, notebooks):
    readme = (ROOT / "README.md").read_text("utf-8")
    rows = re.findall(
        r"^\| .*\[(\w+)\]\(notebooks/.*\| (\d+) \| (\d+) \|$", readme, re.M
    )
    shown = [
        tuple(cell.get_text().strip() for cell in row("td")[1:])
        for row in soup(site / "index.html").select("#the-map table tbody tr")
    ]
    assert shown == rows
    assert len(rows) == len(notebooks)


GUIDES = {
    "README.md": ["index", "get", "helpers"],
    "CONTRIBUTING.md": ["CONTRIBUTING"],
    "classroom/README.md": ["classroom/README"],
    "classroom/first_lesson.md": ["classroom/first_lesson"],
    "benchmarks/README.md": ["benchmarks/README"],
}


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guides_are_whole(site, soup, guide):
    """Each heading of a text stands on a page, those of the README on several."""
    source = (ROOT / guide).read_text("utf-8")
    outside_code = re.sub(r"^```.*?^```", "", source, flags=re.M | re.S)
    wanted = re.findall(r"^#{1,3} (.*)$", outside_code, re.M)
    shown = {
        title.get_text().removesuffix("¶").removesuffix("#")
        for page in GUIDES[guide]
        for title in soup(site / f"{page}.html").select("h1, h2, h3")
    }
    renamed = {"Get it and open it"}
    titles = {re.sub(r"[`*[]|\]\(.*?\)", "", title) for title in wanted}
    assert titles - shown <= renamed
