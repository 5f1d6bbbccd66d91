"""A notebook as one HTML file that is whole by itself: it loads and runs nothing."""

import re
from pathlib import Path
from xml.etree import ElementTree

import ziamath
from bs4 import BeautifulSoup
from jinja2 import pass_context
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

# Pictures lie beside the sources, wherever a notebook was executed.
NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
ziamath.config.svg2 = False  # each formula has its own glyphs, and no identifiers


class PageExporter(HTMLExporter):
    """What ``nbconvert --to=helpers.pages.PageExporter`` writes.

    Formulas and pictures are in the page, and figures have the alternative text of
    their cell. Links to other notebooks lead to their pages.
    """

    export_from_notebook = None

    def from_notebook_node(self, nb, resources=None, **options):
        """Return the page, and what nbconvert knows about it."""
        html, resources = super().from_notebook_node(nb, resources, **options)
        page = BeautifulSoup(html, "html.parser")
        for script in page("script"):
            script.decompose()
        for link in page("a", href=re.compile(r"^\d\d_\w+\.ipynb(#|$)")):
            link["href"] = link["href"].replace(".ipynb", ".html")
        for cell in nb.cells:
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
            path=str(NOTEBOOKS),
            attachments=context.get("cell", {}).get("attachments", {}),
        )
        return MarkdownWithMath(renderer=renderer).render(source)


class FormulaRenderer(IPythonRenderer):
    """Writes formulas as pictures, where nbconvert leaves them to MathJax."""

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
