"""Each notebook's schedule to play with has the numbers of its page."""

import ast
import re

import nbformat
import pytest

from tools.places import NOTEBOOKS
from website import playground_links

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.]*\d)")


def test_every_notebook_has_one():
    stems = {path.stem for path in NOTEBOOKS.glob("*.ipynb")}
    assert stems == playground_links.NOTEBOOKS.keys()


def numbers_on(notebook):
    """Return the numbers in the cells of a notebook, and in what they print."""
    texts = []
    for cell in nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", 4).cells:
        texts.append(cell.source)
        for output in cell.get("outputs", []):
            texts += [output.get("text", ""), *output.get("data", {}).values()]
    words = [text for text in texts if " " in text]  # and no pictures
    return {float(number) for text in words for number in NUMBER.findall(text)}


@pytest.mark.parametrize("notebook", playground_links.NOTEBOOKS)
def test_its_peak_and_steps_stand_in_the_notebook(notebook):
    setting = playground_links.NOTEBOOKS[notebook]
    [peak] = [
        node.args[0].value
        for node in ast.walk(ast.parse(setting.call))
        if isinstance(node, ast.Call) and isinstance(node.args[0], ast.Constant)
    ]
    assert {setting.steps, peak} <= numbers_on(notebook)
