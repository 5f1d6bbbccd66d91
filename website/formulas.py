"""Formulas as pictures, as ``tools.pages`` draws them: no script, no fonts."""

from docutils import nodes

from tools.pages import formula


def inline(writer, node):
    """Write a formula within a line."""
    writer.body.append(formula(node.astext()))
    raise nodes.SkipNode


def block(writer, node):
    """Write a formula on a line of its own."""
    picture = formula(node.astext(), block=True)
    writer.body.append(f'<div class="formula">{picture}</div>\n')
    raise nodes.SkipNode
