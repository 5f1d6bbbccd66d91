"""A notebook executed, and as one HTML file that is whole by itself.

``python -m tools.pages NOTEBOOK FOLDER`` executes a notebook and writes the result
and its page into the folder, beside the page of words that it links to; without a
folder it renews the notebook in its place.
"""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import ziamath
from bs4 import BeautifulSoup
from jinja2 import pass_context
from nbconvert import HTMLExporter, NotebookExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from nbformat.v4 import new_markdown_cell, new_notebook
from traitlets.config import Config

from tools.places import NOTEBOOKS

STYLE = Path(__file__).with_suffix(".css")
PAGE = re.compile(r"^(\d\d[a-z]?_\w+|words)\.(?:ipynb|md)(#|$)")

ziamath.config.svg2 = False  # each formula has its own glyphs, and no identifiers


def main(notebook, folder=None):
    """Execute a notebook, and write it anew or, with its page, into a folder."""
    notebook = Path(notebook)
    text = execute(notebook)
    if folder is None:
        notebook.write_text(text, "utf-8")
        return
    target = Path(folder, notebook.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    write_page(nbformat.reads(text, 4), target.with_suffix(".html"))
    write_page(words(), target.with_name("words.html"))


def write_page(notebook, path):
    """Write the page of a notebook."""
    title = {"metadata": {"name": path.stem}}
    page, _ = PageExporter().from_notebook_node(notebook, title)
    path.write_text(page, "utf-8")


def words():
    """Return the words that notebooks link to, as a notebook of one cell."""
    text = (NOTEBOOKS / "words.md").read_text("utf-8")
    return new_notebook(cells=[new_markdown_cell(text, id="words")])


def execute(notebook):
    """Return the text of a notebook, executed from top to bottom.

    A second run gives the same text, where what is computed is the same. Raises
    nbconvert's CellExecutionError, which tells the cell and the exception.
    """
    settings = Config()
    settings.ExecutePreprocessor.enabled = True
    settings.ExecutePreprocessor.record_timing = False
    settings.ExecutePreprocessor.store_widget_state = False
    # Named here it runs after the execution, and joins what a cell prints in pieces.
    settings.NotebookExporter.preprocessors = [CoalesceStreamsPreprocessor]
    text, _ = NotebookExporter(config=settings).from_filename(str(notebook))
    return text


class PageExporter(HTMLExporter):
    """A page for nbconvert: ``PageExporter().from_notebook_node(notebook)``.

    Formulas and pictures are in the page, and figures have the alternative text of
    their cell. Links to other notebooks, and to the words, lead to their pages. Code
    that JupyterLab hides is folded.
    """

    export_from_notebook = None

    def from_notebook_node(self, nb, resources=None, **options):
        """Return the page, and what nbconvert knows about it."""
        html, resources = super().from_notebook_node(nb, resources, **options)
        page = BeautifulSoup(html, "html.parser")
        for script in page("script"):
            script.decompose()
        for link in page("a", href=PAGE):
            link["href"] = PAGE.sub(r"\1.html\2", link["href"])
        page.head.append(page.new_tag("style", string=STYLE.read_text("utf-8")))
        for cell in nb.cells:
            if cell.metadata.get("jupyter", {}).get("source_hidden"):
                fold(page, page.select_one(f'[id="cell-id={cell.id}"] .jp-InputArea'))
            text = cell.metadata.get("mystnb", {}).get("image", {}).get("alt")
            for image in page.select(f'[id="cell-id={cell.id}"] img') if text else ():
                image["alt"] = text
        return str(page), resources

    @pass_context
    def markdown2html(self, context, source):
        """Return Markdown, of a cell or an output, as HTML."""
        renderer = FormulaRenderer(
            escape=False,
            embed_images=True,
            path=str(NOTEBOOKS),  # pictures lie there, wherever it was executed
            attachments=context.get("cell", {}).get("attachments", {}),
        )
        return MarkdownWithMath(renderer=renderer).render(source)


def fold(page, code):
    """Fold code away on a page, as solutions are."""
    details = code.wrap(page.new_tag("details", attrs={"class": "folded-code"}))
    details.insert(0, page.new_tag("summary", string="Code"))


class FormulaRenderer(IPythonRenderer):
    """Writes formulas as pictures, where nbconvert leaves them to MathJax."""

    def _html_embed_images(self, html):
        """Embed pictures; leave HTML without one, which may open a tag, as it is.

        nbconvert would close the tag, and so show a folded solution to everyone.
        """
        return super()._html_embed_images(html) if "<img" in html else html

    def inline_math(self, body):
        """Return a formula within a line."""
        return formula(body)

    def block_math(self, body):
        """Return a formula on a line of its own."""
        picture = formula(body, block=True)
        return f'<span style="display: block; text-align: center">{picture}</span>'

    def latex_environment(self, name, body):
        """Return a formula between begin and end."""
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")


def formula(latex, block=False):
    r"""Return a formula as an SVG picture in the size of the text around it.

    The same in every browser, with whatever fonts. Its accessible name is its LaTeX.
    """
    # In LaTeX a minus after an opening bracket is a sign, and stands close: {-}.
    signed = re.sub(r"([(\[=<>,]\s*)([-+])", r"\1{\2}", latex)
    size = 100
    drawn = ziamath.Latex(signed, size, color="currentColor", inline=not block)
    picture = drawn.svgxml()
    _, top, width, height = map(float, picture.get("viewBox").split())
    below = (top + height) / size
    picture.attrib |= {
        "width": f"{width / size:.3f}em",
        "height": f"{height / size:.3f}em",
        "style": f"font-size: 1.15em; vertical-align: {-below:.3f}em",
        "role": "img",
        "aria-label": latex.strip(),
    }
    return ElementTree.tostring(picture, encoding="unicode")


if __name__ == "__main__":
    main(*sys.argv[1:])
