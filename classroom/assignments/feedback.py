"""The pages that students get: whole by themselves, and nothing in them runs.

What a student wrote is shown as text. Only the assignment's own formulas are drawn.
"""

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader.converters import GenerateFeedback
from traitlets import default

from classroom.assignments.submissions import is_handed_out
from tools.pages import FormulaRenderer, PageExporter


class FeedbackExporter(PageExporter):
    """A page of feedback for nbconvert."""

    @pass_context
    def markdown2html(self, context, source):
        """Return Markdown as HTML; a picture in it stays a link, and is not read."""
        cell = context.get("cell")
        own = cell is not None and is_handed_out(cell)
        renderer = FormulaRenderer if own else IPythonRenderer
        return MarkdownWithMath(renderer=renderer(escape=True)).render(source)


class Feedback(GenerateFeedback):
    """nbgrader's step, with these pages."""

    @default("export_class")
    def _exporter_class_default(self):
        return FeedbackExporter
