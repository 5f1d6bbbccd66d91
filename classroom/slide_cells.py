"""The cells of a notebook's slides, by its metadata, for nbconvert to put together."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from classroom.slide_text import Block, Choice, chosen

__all__ = ["deck"]


def deck(notebook: NotebookNode) -> NotebookNode:
    """Return the slides of a notebook, as a notebook of their cells for nbconvert.

    >>> cell = new_markdown_cell("## Tuning\\n\\nAs before.\\n\\n**Why?**")
    >>> cell.metadata.slideshow = {"slide_type": "slide"}
    >>> slides = deck(new_notebook(cells=[cell])).cells
    >>> [(part.metadata.slideshow.slide_type, part.source) for part in slides]
    [('slide', '## Tuning\\n\\n**Why?**'), ('notes', 'As before.')]
    """
    cells = []
    for cell in notebook.cells:
        choice = cell.metadata.get("slideshow", {})
        if choice.get("slide_type", "-") == "skip":
            continue
        try:
            cells += (from_text if cell.cell_type == "markdown" else from_code)(cell)
        except ValueError as problem:
            raise ValueError(f"Slides, cell {cell.id}: {problem}") from None
    return new_notebook(cells=cells, metadata=notebook.metadata)


def from_text(cell: NotebookNode) -> list[NotebookNode]:
    """Return the parts of a Markdown cell; each heading begins a slide."""
    choice = cell.metadata.get("slideshow", {})
    kind = choice.get("slide_type", "-")
    if kind == "notes":
        return [part("notes", cell.source)]
    slides: list[list[Block]] = [[]]
    for block in chosen(cell.source, Choice.of(choice)):
        if block.begins:
            slides.append([])
        slides[-1].append(block)
    made = []
    for number, slide in enumerate(slides):
        seen = [block for block in slide if block.seen]
        said = [block.text for block in slide if block.said]
        if seen:
            made.append(part("slide" if number else kind, joined(seen)))
        if said:
            made.append(part("notes", "\n\n".join(said)))
    return made


def joined(seen: list[Block]) -> str:
    """Return what is seen of some blocks; the items of a list stay together."""
    text = ""
    for before, block in zip([None, *seen], seen, strict=False):
        together = before and before.kind == block.kind == "item"
        text += ("\n" if together else "\n\n" if before else "") + block.seen
    return text


def from_code(cell: NotebookNode) -> list[NotebookNode]:
    """Return what a code cell shows: output, after code if that is asked for."""
    choice = cell.metadata.get("slideshow", {})
    kind = choice.get("slide_type", "-")
    made = []
    if choice.get("code"):
        made.append(new_code_cell(cell.source, metadata=slideshow(kind)))
        kind = "fragment"
    for output in cell.outputs:
        text = output.get("data", {}).get("text/markdown")
        if text:
            words = new_markdown_cell(text, metadata={"slideshow": {**choice}})
            words.metadata.slideshow.slide_type = kind
            made += from_text(words)
        elif kind == "-" and made and made[-1].get("outputs"):
            made[-1].outputs.append(output)
        else:
            about = {**slideshow(kind), "mystnb": cell.metadata.get("mystnb", {})}
            made.append(new_code_cell(outputs=[output], id=cell.id, metadata=about))
        kind = "-"
    return made


def part(kind: str, text: str) -> NotebookNode:
    """Return a Markdown cell of a deck."""
    return new_markdown_cell(text, metadata=slideshow(kind))


def slideshow(kind: str) -> dict:
    """Return the metadata that tell nbconvert where a cell belongs."""
    kind = "slide" if kind == "subslide" else kind  # all are in a row
    return {"slideshow": {"slide_type": kind}}
