import re

import nbformat
import pytest
from bs4 import BeautifulSoup

from tools.pages import PageExporter, formula, words, write_page
from tools.places import ROOT

pytestmark = pytest.mark.slow

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def page_of(notebook):
    html, _ = PageExporter().from_notebook_node(notebook)
    return BeautifulSoup(html, "html.parser")


def page_with(*cells):
    return page_of(nbformat.v4.new_notebook(cells=list(cells)))


def formulas_in(markdown):
    """Return the formulas of a text, whatever its code holds."""
    code = r"```.*?```|`[^`]*`"
    text = re.sub(code, "", markdown, flags=re.DOTALL)
    found = re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$", text, re.DOTALL)
    return [(block or inline).strip() for block, inline in found]


def texts(notebook):
    """Return all Markdown of a notebook, that of its outputs included, in order."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found.append(cell.source)
        for output in cell.get("outputs", []):
            found.append(output.get("data", {}).get("text/markdown", ""))
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_page_of_a_notebook_is_whole(path):
    notebook = nbformat.read(path, as_version=4)
    page = page_of(notebook)
    for tag in page(["script", "iframe", "object", "embed"]):
        pytest.fail(str(tag)[:200])
    for tag in page(src=True):
        assert tag["src"].startswith("data:")
    assert page("link") == []
    for style in page("style"):
        assert not re.search(r"@import|url\(['\"]?(?!data:|#)", style.text)

    markdown = texts(notebook)
    drawn = [picture["aria-label"] for picture in page("svg", role="img")]
    assert drawn == [one for source in markdown for one in formulas_in(source)]
    solutions = re.findall(r"<details>.*?</details>", "".join(markdown), re.DOTALL)
    solved = page.select("details:not(.folded-code)")
    folded = [len(part.select(".highlight")) for part in solved]
    assert folded == [solution.count("```python") for solution in solutions]
    for code in page(["code", "pre"]):
        code.decompose()
    assert not re.search(r"\$\$|\\[a-z]+\{", page.main.text)

    described = [
        cell.metadata.mystnb.image.alt
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    shown = page.select(".jp-OutputArea img")
    assert [image["alt"] for image in shown] == described


def test_formulas_in_cells_outputs_and_tables_are_drawn_and_code_is_left():
    text = (
        "Costs `$5` and `$6`, or $a_1$.\n\n| x |\n| --- |\n| $b$ |\n\n$$\\frac{1}{2}$$"
    )
    data = {"text/markdown": text}
    output = nbformat.v4.new_output("display_data", data)
    page = page_with(
        nbformat.v4.new_markdown_cell(text),
        nbformat.v4.new_code_cell("price = '$'; unit = '$'", outputs=[output]),
    )
    for part in page.select(".jp-RenderedMarkdown"):
        drawn = [picture["aria-label"] for picture in part("svg")]
        assert drawn == ["a_1", "b", r"\frac{1}{2}"]
        assert [code.text for code in part("code")] == ["$5", "$6"]
        assert part.td.svg
        assert "$" not in part.text.replace("$5", "").replace("$6", "")
    assert "price = '$'; unit = '$'" in page.text


def test_hidden_code_is_folded_and_its_output_is_not():
    output = nbformat.v4.new_output("stream", text="seen")
    page = page_with(
        nbformat.v4.new_code_cell("shown = 1"),
        nbformat.v4.new_code_cell(
            "hidden = 2",
            metadata={"jupyter": {"source_hidden": True}, "tags": ["hide-input"]},
            outputs=[output],
        ),
    )
    [folded] = page("details")
    assert (folded.summary.text, folded.pre.text) == ("Code", "hidden = 2\n")
    assert not folded.has_attr("open")
    assert [pre.text for pre in page("pre")] == ["shown = 1\n", "hidden = 2\n", "seen"]
    assert "seen" not in folded.text


def test_a_page_holds_the_pictures_and_leads_to_the_other_pages():
    page = page_with(
        nbformat.v4.new_markdown_cell(
            "![the family](family.png) [next](04_mnist.ipynb#data) "
            "[behind it](12b_manual.ipynb) [word](words.md#peak) [paper](a.ipynb)"
        )
    )
    assert page.img["src"].startswith("data:image/png;base64,")
    assert page.img["alt"] == "the family"
    links = [link["href"] for link in page("a")]
    pages = ["04_mnist.html#data", "12b_manual.html", "words.html#peak"]
    assert links == [*pages, "a.ipynb"]


def test_the_page_of_words_has_the_places_that_notebooks_link_to(tmp_path):
    write_page(words(), tmp_path / "words.html")
    page = BeautifulSoup((tmp_path / "words.html").read_text("utf-8"), "html.parser")
    assert page.title.text == "words"
    places = {tag["id"] for tag in page(id=True)}
    linked = set()
    for path in NOTEBOOKS:
        linked |= set(re.findall(r"\(words\.md#([\w-]+)\)", path.read_text("utf-8")))
    within = {link["href"][1:] for link in page("a") if link["href"][0] == "#"}
    assert linked | within <= places
    assert len(within) > 40


@pytest.mark.parametrize("latex", ["x", r"\frac{1}{2}", r"\text{if } a < b"])
def test_a_formula_says_what_it_is_and_stands_on_the_line(latex):
    picture = BeautifulSoup(formula(latex), "html.parser").svg
    assert (picture["role"], picture["aria-label"]) == ("img", latex)
    top, height = (float(picture["viewbox"].split()[i]) for i in (1, 3))
    below = float(re.search(r"vertical-align: -(.+)em", picture["style"])[1])
    assert below == pytest.approx((top + height) / 100, abs=1e-3)
    assert picture["height"] == f"{height / 100:.3f}em"


def width(latex):
    return float(BeautifulSoup(formula(latex), "html.parser").svg["width"][:-2])


def test_a_minus_after_a_bracket_is_a_sign():
    assert width(r"\left(-x\right)") == width(r"\left({-}x\right)")
    assert width("a=-x") == width("a={-}x")
    assert width("a-x") > width("a{-}x")
