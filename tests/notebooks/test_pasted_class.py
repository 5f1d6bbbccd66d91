"""What notebook 01 says of the pasted class is so: the one line, and line by line."""

import re

import nbformat
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb

from helpers.keras_import import keras
from helpers.lesson.verdicts import the_post
from helpers.recorders import RateRecorder
from helpers.schedules import cosine_restarts, table
from tests.notebooks.test_mend import mend
from tests.notebooks.test_notebooks import run_until
from tools.places import NOTEBOOKS

pytestmark = pytest.mark.slow

BOOK = nbformat.read(NOTEBOOKS / "01_callback.ipynb", as_version=4)
CELLS = {cell.id: cell for cell in BOOK.cells}
TEXT = "\n\n".join(c.source for c in BOOK.cells if c.cell_type == "markdown")
PASTED = next(c.source for c in BOOK.cells if "class PastedCallback" in c.source)


def the_change():
    """Return the old line and the new one of the page's diff."""
    [(old, new)] = re.findall(r"```diff\n-(.*)\n\+(.*)\n```", TEXT)
    return old, new


def line_by_line():
    """Return the rows of the table: line, what happens, what to write instead."""
    after = TEXT.split("### Line by line")[1].split("\n##")[0]
    rows = [row[2:-2].split(" | ") for row in re.findall(r"^\| .*\|$", after, re.M)]
    assert rows[0] == [
        "line of the pasted class",
        "what happens in Keras 3",
        "write instead",
    ]
    return rows[2:]


def pasted_with(*changes):
    """Return the class of the page after changes of its text."""
    source = PASTED
    for old, new in changes:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    names = {}
    exec(source, names)
    return names["PastedCallback"]


def rates_in_training(callback):
    recorder = RateRecorder()
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    ones = np.ones((4, 1))
    model.fit(ones, ones, epochs=6, callbacks=[callback, recorder], verbose=0)
    return recorder.rates


def test_the_line_that_works_is_that_of_the_readme():
    [line] = re.findall(r"\*\*The line that works is `(.*?)`\.\*\*", TEXT)
    assert line == mend("README.md")[2].strip() == the_change()[1].strip()


def test_the_class_fails_as_it_is_and_trains_with_the_one_line_changed():
    with pytest.raises(AttributeError, match="'Adam' object has no attribute 'lr'"):
        rates_in_training(pasted_with()(6, 2, 0.01, 0.001))
    callback = pasted_with(the_change())(6, 2, 0.01, 0.001)
    used = rates_in_training(callback)
    assert used == pytest.approx(callback.lrates, rel=1e-6)
    assert used == pytest.approx([0.01, 0.0075, 0.0025] * 2, rel=1e-6)


def test_each_message_of_the_table_is_printed_by_a_cell():
    printed = "".join(
        output.get("text", "")
        for cell in BOOK.cells
        for output in cell.get("outputs", [])
    )
    happens = " ".join(row[1] for row in line_by_line())
    messages = re.findall(r"`(?:… )?([^`]*has no attribute[^`]*)`", happens)
    assert len(messages) == 3
    for message in messages:
        assert message in printed


def test_with_all_lines_changed_the_class_has_the_rates_that_are_expected(capsys):
    changes = [
        the_change(),
        ("        self.epochs", "        super().__init__()\n        self.epochs"),
        ("self.lrates = []", "self.lrates = []\n        self.verbose = verbose"),
        ("        print(", "        if self.verbose:\n            print("),
        ("epoch >= 101", "epoch >= self.epochs"),
        (
            "return lrate_max / 2 * (",
            "return self.min_lr + (lrate_max - self.min_lr) / 2 * (",
        ),
    ]
    instead = " ".join(row[2] for row in line_by_line())
    for _, new in changes:
        for part in re.split(r"\n\s+|return ", new.strip()):
            if part and part not in PASTED:
                assert part in instead
    callback = pasted_with(*changes)(200, 5, 1e-3, 5e-4)
    assert callback.model is None
    expected = table(cosine_restarts(1e-3, 200, 5, 5e-4), 201)
    rates = [callback.cosine_annealing(e, 200, 5, 1e-3) for e in range(201)]
    assert rates == pytest.approx(list(expected))
    for verbose in (0, 1):
        capsys.readouterr()
        rates_in_training(pasted_with(*changes)(6, 2, 0.01, 0.001, verbose))
        lines = capsys.readouterr().out.splitlines()
        assert len([line for line in lines if "learning rate" in line]) == 6 * verbose


def test_what_was_found_of_the_post_stands_before_the_formula():
    ids = list(CELLS)
    formula = next(i for i, cell in CELLS.items() if r"\eta_t" in cell.source)
    assert ids.index("the-post") < ids.index(formula)
    [output] = CELLS["the-post"].outputs
    assert output.data["text/markdown"] == the_post()
    for number in ("05", "06b"):
        assert f"[{number}](" in the_post()


def contrast_to_white(color):
    """Return the contrast of a colour on white, as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04 else ((c + 0.055) / 1.055) ** 2.4 for c in color]
    return 1.05 / (np.dot([0.2126, 0.7152, 0.0722], linear) + 0.05)


def test_the_pasted_curve_of_the_toy_plot_is_seen_in_print_too(monkeypatch):
    monkeypatch.setattr(plt, "show", lambda: None)
    figure = run_until(NOTEBOOKS / "02_toy_plot.ipynb", "figure-toy")
    _, pasted, last = figure.axes[0].lines
    assert contrast_to_white(to_rgb("#e3e3e3")) < 1.3
    for line in (pasted, last):
        assert contrast_to_white(to_rgb(line.get_color())) > 3
    assert pasted.is_dashed()
    assert last.get_label() == "last point of the pasted formula"
