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
        found = soup(site / "notebooks" / f"{notebook.stem}.html")("details")
        assert len(found) == solutions
        assert not any(details.has_attr("open") for details in found)
        folded += len([1 for details in found if details.pre])
    assert folded > 10


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
        for row in soup(site / "index.html").select("table tbody tr")
    ]
    assert shown == rows
    assert len(rows) == len(notebooks)


GUIDES = {
    "README.md": ["index", "get", "helpers"],
    "CONTRIBUTING.md": ["CONTRIBUTING"],
    "classroom/README.md": ["classroom/README"],
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
