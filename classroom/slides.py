"""Notebooks as decks of slides, each one HTML file that is whole without a network.

What stands on a slide is what the notebook has, chosen by the metadata of its cells
(``slideshow``) and by the rules of slide_text.py; nothing is written for slides alone.
"""

import shutil
from importlib.util import find_spec
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup
from nbconvert import SlidesExporter
from nbformat.v4 import new_markdown_cell, new_notebook

from classroom.slide_cells import deck
from tools.pages import PageExporter
from tools.places import BUILD, NOTEBOOKS

__all__ = ["DECKS", "DeckExporter", "sources", "write"]

DECKS = BUILD / "slides"
HERE = Path(__file__).parent
MISSING = (
    "Slides need the package sphinx-revealjs, which brings reveal.js: "
    'pip install -e ".[classroom]"'
)
# So many words have room in larger letters.
FEW = 60
# Linear: the arrow to the right leads through all steps.
START = """\
Reveal.initialize({
  width: 960, height: 700, margin: 0.02, center: false, display: "flex",
  controls: false, hash: true, slideNumber: "c/t", transition: "none",
  navigationMode: "linear",
  plugins: [RevealNotes]
});
"""


def sources() -> list[Path]:
    """Return the notebooks that are taught with slides, 00 to 05."""
    return sorted(NOTEBOOKS.glob("0[0-5]_*.ipynb"))


def write(folder: Path = DECKS) -> list[Path]:
    """Write all decks anew, and the page for a first lesson; return their paths.

    Raises ModuleNotFoundError where there is no reveal.js.
    """
    reveal()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    paths = [write_deck(source, folder) for source in sources()]
    return [*paths, write_lesson(folder)]


def write_deck(source: Path, folder: Path) -> Path:
    """Write the deck of a notebook."""
    notebook = nbformat.read(source, 4)
    html, _ = DeckExporter().from_notebook_node(notebook)
    path = folder / f"{source.stem}.html"
    path.write_text(html, "utf-8")
    return path


def write_lesson(folder: Path) -> Path:
    """Write the page for a first lesson, to be printed on one sheet."""
    text = (HERE / "first_lesson.md").read_text("utf-8")
    cell = new_markdown_cell(text, id="first-lesson")
    title = {"metadata": {"name": "Your first lesson"}}
    html, _ = PageExporter().from_notebook_node(new_notebook(cells=[cell]), title)
    page = BeautifulSoup(html, "html.parser")
    style = (HERE / "first_lesson.css").read_text("utf-8")
    page.head.append(page.new_tag("style", string=style))
    path = folder / "first_lesson.html"
    path.write_text(str(page), "utf-8")
    return path


def reveal() -> Path:
    """Return the folder of reveal.js, which comes with sphinx-revealjs."""
    found = find_spec("sphinx_revealjs")  # found and not imported: Sphinx is not needed
    if found is None or found.origin is None:
        raise ModuleNotFoundError(MISSING)
    return Path(found.origin).parent / "_static" / "revealjs"


class DeckExporter(PageExporter, SlidesExporter):
    """A deck for nbconvert: ``DeckExporter().from_notebook_node(notebook)``.

    Formulas, figures, styles and reveal.js are in the page.
    """

    export_from_notebook = None

    def __init__(self, **settings):
        """Take the template beside this module."""
        own = {"extra_template_paths": [str(HERE)], "template_file": "slides.html.j2"}
        super().__init__(**{**own, **settings})

    def from_notebook_node(self, nb, resources=None, **options):
        """Return the page of a notebook, and what nbconvert knows about it."""
        slides = deck(nb)
        title = slides.cells[0].source.splitlines()[0].lstrip("# ")
        resources = resources or {"metadata": {"name": title}}
        html, resources = super().from_notebook_node(slides, resources, **options)
        page = BeautifulSoup(html, "html.parser")
        fit(page)
        embed(page)
        return str(page), resources


def fit(page: BeautifulSoup) -> None:
    """Make a page ready for a wall: no links within, its place on every slide."""
    for anchor in page(class_="anchor-link"):
        anchor.decompose()
    for link in page("a", href=lambda address: "://" not in address):
        link.unwrap()  # a deck stands alone
    for text in page("pre"):
        longest = max(map(len, text.get_text().splitlines()), default=0)
        text["style"] = f"--columns: {longest}"  # the style chooses the size
    for table in page("table", border=True):
        del table["border"]
    for bold in page.select(".text p > strong"):
        if bold.get_text().startswith("What do you expect"):
            bold.parent["class"] = "question"
    heading = ""
    for slide in page("section"):
        own = slide.find(["h1", "h2", "h3"])
        if own:
            heading = own.get_text()
        else:
            slide.insert(0, page.new_tag("p", string=heading, attrs={"class": "again"}))
        words = sum(len(text.get_text().split()) for text in slide(class_="text"))
        if words < FEW and not slide(["pre", "table", "img"]):
            slide["class"] = "large"


def embed(page: BeautifulSoup) -> None:
    """Put styles and reveal.js into a page, after those that it has."""
    for path in (reveal() / "dist" / "reveal.css", HERE / "slides.css"):
        style = path.read_text("utf-8")
        page.head.append(page.new_tag("style", string=style))
    for name in ("dist/reveal.js", "plugin/notes/notes.js"):
        code = (reveal() / name).read_text("utf-8")
        page.body.append(page.new_tag("script", string=code))
    page.body.append(page.new_tag("script", string=START))
