"""The pages that students get: whole by themselves, and nothing in them runs.

What a student wrote is shown as text, letter by letter, and marked as the student's:
no link, no picture, and nothing that looks like a teacher's word. Only the assignment's
own formulas are drawn. A page is made within limits, as its length and its code are
the student's.
"""

import os
import sys
from contextlib import suppress
from copy import deepcopy
from html import escape
from multiprocessing import get_context

import nbformat
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from traitlets import default

from classroom.assignments.bounded import TooMuchError, bounded, end_with
from classroom.assignments.submissions import BLANK, DAMAGED_ID, is_handed_out
from tools.pages import FormulaRenderer, PageExporter

__all__ = ["Feedback", "FeedbackExporter"]

SECONDS, MEMORY = 20, 10**9  # for a page
TEXT = (
    '<div style="border-left: 4px solid #999; padding-left: 1em">'
    "<small>Text of the submission</small>"
    '<pre style="white-space: pre-wrap; overflow-wrap: anywhere">{}</pre></div>'
)
CODE = "*Code of the submission:*"
GIVEN = {"nbgrader": {"grade_id": "", "solution": False, "grade": False}}
MOST_LETTERS = 200_000  # of the cells of a student on a page
CUT = "(It is cut here. The rest stands in the file that was handed in.)"
LEFT_OUT = "This takes too long to draw. It stands in the file that was handed in."


class FeedbackExporter(PageExporter):
    """A page of feedback for nbconvert."""

    def from_notebook_node(self, nb, resources=None, **options):
        """Return the page, and what nbconvert knows about it.

        Where the limits do not suffice, the page has the marks and the assignment, and
        a sentence in the place of what was handed in: that needs no limits.
        """
        try:
            page = self.page(nb, resources, options)
        except (TooMuchError, RuntimeError):
            page = self.draw(without_submission(nb), resources, **options)
        known = {"output_extension": self.file_extension, "outputs": {}}
        return page, {**(resources or {}), **known}

    def page(self, nb, resources, options):
        """Return the text of a page, made in a process with limits."""
        marked = with_marked_code(shortened(nb))
        return bounded(
            lambda: self.draw(marked, resources, **options),
            seconds=SECONDS,
            memory=MEMORY,
        )

    def draw(self, nb, resources, **options):
        """Return the text of a page, however long that takes."""
        return super().from_notebook_node(nb, resources, **options)[0]

    @pass_context
    def markdown2html(self, context, source):
        """Return Markdown as HTML, if it is not a student's; a picture stays a link."""
        cell = context.get("cell")
        own = cell is not None and is_handed_out(cell)
        theirs = cell is not None and not own and source == cell.source
        theirs = theirs and cell.get("id") != DAMAGED_ID
        if theirs and cell.metadata.get("nbgrader") and source.strip() in BLANK:
            return "<p>There is no answer.</p>"
        if theirs:
            # nbconvert looks for links in what comes back, slowly: it finds no bracket.
            return TEXT.format(escape(source).replace("[", "&#91;"))
        renderer = FormulaRenderer if own else IPythonRenderer
        return MarkdownWithMath(renderer=renderer(escape=True)).render(source)


class Feedback(GenerateFeedback):
    """nbgrader's step, with these pages, one for each processor at a time."""

    @default("export_class")
    def _exporter_class_default(self):
        return FeedbackExporter

    def convert_notebooks(self):
        """Draw the pages of all students; raise NbGraderException if one failed."""
        students = sorted(self.assignments)
        at_once = min(processors(), len(students))
        if at_once < 2:
            super().convert_notebooks()
            return
        self.draw_one(self.assignments[students[0]][0])
        fork, parent = get_context("fork"), os.getpid()
        shares = [students[first::at_once] for first in range(at_once)]
        started = [fork.Process(target=self.share, args=(s, parent)) for s in shares]
        for process in started:
            process.start()
        for process in started:
            process.join()
        if any(process.exitcode for process in started):
            raise NbGraderException("a page of feedback could not be made")

    def draw_one(self, path):
        """Draw a page and drop it: what that prepares, all processes have then."""
        with suppress(Exception):  # a share tells what is wrong with it
            notebook = without_submission(nbformat.read(path, as_version=4))
            self.exporter.draw(notebook, self.init_single_notebook_resources(path))

    def share(self, students, parent):
        """Draw the pages of some students, in a process of its own."""
        end_with(parent)
        self.assignments = {name: self.assignments[name] for name in students}
        super().convert_notebooks()


def processors():
    """Return how many pages may be drawn at once: one where Linux isn't."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def with_marked_code(nb):
    """Return a notebook that says of each cell of a student's code whose it is."""
    cells = []
    for cell in nb.cells:
        if cell.cell_type == "code" and not is_handed_out(cell):
            said = new_markdown_cell(CODE, id=f"{cell.id[:50]}-by", metadata=GIVEN)
            cells.append(said)
        cells.append(cell)
    return NotebookNode(nb | {"cells": cells})


def shortened(nb):
    """Return a notebook of which the page has so much of a student's text at most."""
    made, room = deepcopy(nb), MOST_LETTERS
    for cell in made.cells:
        if is_handed_out(cell):
            continue
        if len(cell.source) > room:
            cut = f"# {CUT}" if cell.cell_type == "code" else CUT
            cell.source = f"{cell.source[:room]}\n\n{cut}"
        room = max(0, room - len(cell.source))
    return made


def without_submission(nb):
    """Return a notebook with a sentence for each answer, and no cell of a student."""
    made = deepcopy(nb)
    made.cells = [cell for cell in made.cells if cell.metadata.get("nbgrader")]
    for cell in made.cells:
        if not is_handed_out(cell):
            cell.source = f"# {LEFT_OUT}" if cell.cell_type == "code" else LEFT_OUT
    return made
