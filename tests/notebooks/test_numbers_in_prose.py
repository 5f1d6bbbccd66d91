"""Every number that a reader sees is made by a cell, or is marked as given."""

import copy

import nbformat
import pytest
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from tests.notebooks.numbers_in_prose import not_in_form, not_made
from tools.places import NOTEBOOKS

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
every_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


@pytest.mark.slow
@every_notebook
def test_every_number_in_prose_is_made_by_a_cell_or_marked(path):
    assert not_made(nbformat.read(path, 4)) == []


@every_notebook
def test_numbers_have_one_form(path):
    assert not_in_form(nbformat.read(path, 4)) == []


PLANTED = [
    "Train for 8 731 updates.",
    "Train for 8731 updates.",
    "Train for 8\u00a0731, or 8,731,",
    "Train for 8&nbsp;731 updates.",
    "Train for 2017 updates.",
    "The error is 87.31 %.",
    "The error is 87.31%.",
    "The error is 87.31 percent.",
    "The rate is 8.731e-4.",
    "The rate is $8.731 \\cdot 10^{-4}$ here.",
    "The rate is 8.731·10⁻⁴.",
    "Steps count to 2^37.",
    "Steps count to 2³⁷.",
    "| peak | error |\n| --- | --- |\n| high | 87.31 |",
    "**8 731 networks** are trained.",
    "`first_decay_steps=8731` is meant.",
    "[8 731 networks](04_mnist.ipynb) are trained.",
    "## What 8 731 networks say",
    "- 8 731 networks",
    "> 8731. A quotation.",
    "It takes 8731ms.",
    "The gap is −87.31 (p<0.05).",
    "Between 8731–8739 steps.",
    "It fails at the 8731st step.",
    "$$x = 87.31\\,y$$",
    "It is $\\frac{8731}{2}$.",
    "![It falls to 87.31](family.png)",
    "Of 64<!-- given --> networks 8 731.",
    "<details><summary>Solution</summary>\n\nIt is 87.31.\n\n</details>",
    "About 8731 minutes to read.",
    "It falls to 87,31 there.",
    "<table><tr><td>87.31</td></tr></table>",
    "```python\ncycles = 8731\n```",
    "~8731 steps, or 8&#55;31",
]


@pytest.mark.slow
@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_number_is_found(planted):
    path = PATHS[PLANTED.index(planted) % len(PATHS)]
    notebook = nbformat.read(path, 4)
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    cell = prose[PLANTED.index(planted) % len(prose)]
    before = not_made(notebook)
    cell.source = f"{planted}\n\n{cell.source}"
    assert len(not_made(notebook)) > len(before)


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ('print("It takes 8731 updates.")', "It takes 8731 updates."),
        (
            'Markdown(f"Of {n} networks, 8 731 diverged.")',
            "Of 5 networks, 8 731 diverged.",
        ),
        ('print("of 8731 in all", n)', "of 8731 in all 5"),
        ("show()  # 8731 updates", "5"),
    ],
)
def test_a_number_typed_into_what_a_cell_prints_is_found(code, output):
    printed = new_output("stream", text=output)
    notebook = new_notebook(cells=[new_code_cell(code, outputs=[printed])])
    assert not_made(notebook)
    notebook.cells.append(new_code_cell("n = 8731"))
    assert not_made(notebook) == []


def test_a_number_in_the_alternative_text_of_a_picture_is_found():
    cell = new_code_cell("plt.show()")
    cell.metadata = {"mystnb": {"image": {"alt": "A curve that falls to 87.31."}}}
    assert not_made(new_notebook(cells=[cell]))


def made_by(code, text="", prose=""):
    """Return what is not made in a notebook of one code cell and one text."""
    outputs = [new_output("stream", text=text)]
    cells = [new_code_cell(code, outputs=outputs), new_markdown_cell(prose)]
    return not_made(new_notebook(cells=cells))


@pytest.mark.parametrize(
    ("code", "output", "prose"),
    [
        (
            "n = 60_000",
            "",
            "60 000, 60\u202f000, 60000, `60_000`",
        ),
        ("rate = 1e-3", "", "0.001, 1e-3, $10^{-3}$, 10⁻³, $1 \\cdot 10^{-3}$, 0.1 %"),
        ("limit = 2**24 + 1", "", "$2^{24}$, 16 777 216, and 16 777 217"),
        ("show(share)", "0.954", "95.4 %, 95.4%, 0.954"),
        ("show(share)", "95.4 % of 1 024", "0.954 of 1024"),
        ("show(gap)", "gap: -0.080", "−0.08, 0.080"),
        ("show(table)", "[1000 2000]", "1 000 and 2 000"),
        ("x = 1 / 8", "", "0.125, 12.5 %"),
    ],
)
def test_a_number_is_made_in_whatever_form(code, output, prose):
    assert made_by(code, output, prose) == []


@pytest.mark.parametrize(
    ("output", "prose"),
    [("59.7", "60"), ("0.954", "0.95"), ("1234", "234"), ("60.5", "60"), ("7", "70 %")],
)
def test_another_number_is_not_made(output, prose):
    assert made_by("show(x)", output, prose)


@pytest.mark.parametrize(
    "prose",
    [
        "(Goyal et al., 2017; Liu et al. 2020) as Kramers (1940) says, and Loshchilov"
        " and Hutter (2017, section 2.2) too",
        "[Goyal et al., 2017](https://arxiv.org/abs/1706.02677) say; January 2019",
        "notebooks 05, 06 and 10, [12](12_your_own_model.ipynb), 00 to 04, `12b_more`",
        "equation (5), theorem 10, chapter 4, figure 3, rules 3 and 4, exercise 2",
        "$$x_{19} = y \\qquad (7)$$ By (7), $x_{17}^{23}$.",
        "Python 3.11, TensorFlow 2.16 and Keras 3, MNIST-1D, float32, conv2d, x_17",
        "**1.** An exercise.\n\n2. A rule.",
        "**Sources.** A. Author, *Title in 37 Words*, 2017.",
        "Take 8 731<!-- given --> and `a = 87 * 31`<!-- given: its default --> and"
        " $8731$<!-- given --> and **8731**<!-- given --> and 87.31 %<!-- given -->.",
        "<details>\n\n```python\nx = 8731\n```\n\n</details>",
        "```python\nx = 8731\n```\n<!-- given: a port -->",
        "$$x = 87.31\\,y$$\n<!-- given: by its author -->\n\nMore.",
    ],
)
def test_what_has_a_known_form_or_a_mark_is_left_out(prose):
    assert made_by("pass", prose=prose) == []


def test_a_mark_without_a_number_is_found():
    assert made_by("n = 5", prose="Take 5 <!-- given --> of them.")


@pytest.mark.parametrize("text", ["10.5% of them", "60000 images"])
def test_another_form_is_found(text):
    notebook = new_notebook(cells=[new_markdown_cell(text)])
    assert not_in_form(notebook)
    printed = new_output("stream", text="1.5% of 60000")
    notebook.cells = [new_code_cell("show()", outputs=[printed])]
    assert not_in_form(copy.deepcopy(notebook))
