"""What nbval does not look at: that outputs are stored, and what the figures show."""

import ast
import base64
import contextlib
import io
import re
import struct

import nbformat
import numpy as np
import pytest
from matplotlib import pyplot as plt

from tools.places import ROOT
from website import badges

pytestmark = pytest.mark.slow

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LARGEST_FIGURE = 150_000

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def figures(cell):
    return [
        base64.b64decode(output.data["image/png"])
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]


def shows_something(source):
    """Tell whether a cell prints, draws, or ends in an expression with a value."""
    tree = ast.parse(source)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    attributes = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    in_functions = {
        node.id
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Name)
    }
    last = tree.body[-1] if tree.body else None
    ends_in_value = isinstance(last, ast.Expr) and not isinstance(last.value, ast.Call)
    return (
        bool({"print", "explore", "display"} & (names - in_functions))
        or "show" in attributes
        or ends_in_value
    )


def test_there_are_notebooks():
    numbers = [path.stem.partition("_")[0] for path in NOTEBOOKS]
    plain = [number for number in numbers if number.isdigit()]
    assert plain == [f"{number:02}" for number in range(len(plain))]
    behind = [number for number in numbers if number not in plain]
    assert all(re.fullmatch("[b-z]", number[2:]) for number in behind)
    assert {number[:2] for number in behind} <= {*plain}  # 12b stands behind 12


@every_notebook
def test_it_is_a_valid_notebook_of_15_to_45_cells(path):
    notebook = read(path)
    nbformat.validate(notebook)
    own = [cell for cell in notebook.cells if cell.id != badges.CELL_ID]
    assert 15 <= len(own) <= 45


@every_notebook
def test_it_opens_with_a_title_goals_and_times(path):
    first = read(path).cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert 2 <= len(re.findall(r"^- ", first.source, re.MULTILINE)) <= 4
    assert re.search(
        r"About \d+ minutes to read, \d+ seconds to run on two CPU cores\.",
        first.source,
    )


@every_notebook
def test_every_cell_was_run_in_order(path):
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1))


@every_notebook
def test_every_cell_that_shows_something_has_its_output_stored(path):
    for cell in code_cells(path):
        if shows_something(cell.source):
            assert cell.outputs, cell.source


@every_notebook
def test_no_error_and_no_warning_is_stored(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            assert output.output_type != "error" or "raises-exception" in tags(cell)
            assert output.get("name") != "stderr", output.text


@every_notebook
def test_what_is_stored_was_made_with_mnist(path):
    for cell in code_cells(path):
        assert "8×8 digits" not in str(cell.outputs)


@every_notebook
def test_nothing_stored_runs_or_loads_anything(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            data = output.get("data", {})
            assert data.keys() <= {
                "text/plain",
                "text/html",
                "text/markdown",
                "image/png",
            }
            assert not re.search(r"<script|<iframe|\b(src|href)=", str(data), re.I)


@every_notebook
def test_nothing_of_the_machine_is_stored(path):
    text = path.read_text("utf-8")
    assert not re.search(r"/(root|home|work|tmp|Users|opt)/|[A-Z]:\\\\", text)
    notebook = read(path)
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"jupyter", "mystnb", "slideshow", "tags"}
        for output in cell.get("outputs", []):
            assert "application/vnd.jupyter.widget-view+json" not in output.get(
                "data", {}
            )


@every_notebook
def test_what_is_folded_in_jupyterlab_is_folded_on_the_site_too(path):
    for cell in read(path).cells:
        folded = cell.metadata.get("jupyter") == {"source_hidden": True}
        assert folded == ("jupyter" in cell.metadata) == ("hide-input" in tags(cell))
        assert not folded or cell.cell_type == "code"


@every_notebook
def test_every_figure_has_alternative_text_and_is_small(path):
    for cell in code_cells(path):
        for picture in figures(cell):
            assert len(cell.metadata["mystnb"]["image"]["alt"]) > 40
            assert len(picture) < LARGEST_FIGURE
            width, height = struct.unpack(">II", picture[16:24])
            assert 300 < width <= 1100
            assert 150 < height <= 900


@every_notebook
def test_a_sentence_follows_every_figure(path):
    cells = read(path).cells
    for cell, after in zip(cells, cells[1:], strict=False):
        if cell.cell_type == "code" and figures(cell):
            assert after.cell_type == "markdown"


@every_notebook
def test_cells_whose_output_is_ignored_train_or_follow_training(path):
    """Nothing that is deterministic escapes the comparison."""
    calls = ["train(", ".fit(", "sweep(", ".plan()", ".run()", "norms_of("]
    calls += ["gradient_norms(", "predictions(", "free_rises(", "free_courses("]
    trained = False
    for cell in code_cells(path):
        trains = any(call in cell.source for call in calls)
        trained = trained or trains
        if "nbval-ignore-output" in tags(cell):
            assert trained, cell.source
    ignored = [c for c in code_cells(path) if "nbval-ignore-output" in tags(c)]
    assert not ignored or any("assert" in c.source for c in code_cells(path))


def test_the_picture_of_the_readme_is_the_figure_of_notebook_02():
    cell = next(c for c in code_cells(NOTEBOOKS[2]) if c.id == "figure-family")
    assert figures(cell) == [(ROOT / "notebooks" / "family.png").read_bytes()]


def test_the_readme_lists_every_notebook_with_its_own_times():
    readme = (ROOT / "README.md").read_text("utf-8")
    for path in NOTEBOOKS:
        times = re.search(
            r"About (\d+) minutes.*?(\d+) seconds", read(path).cells[0].source
        )
        minutes, seconds = times.groups()
        rows = [line for line in readme.splitlines() if line.startswith("| ")]
        row = next(row for row in rows if f"[{path.stem}]" in row)
        assert row.endswith(f"| {minutes} | {seconds} |")


def run_until(path, last_id):
    """Run a notebook's cells up to one of them, here, and return its figure."""
    names = {}
    plt.close("all")
    for cell in code_cells(path):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(cell.source, path.name, "exec"), names)
        if cell.id == last_id:
            return plt.gcf()
    raise AssertionError(f"no cell {last_id}")


@pytest.fixture
def figure_of(monkeypatch):
    monkeypatch.setattr(plt, "show", lambda: None)
    return lambda number, cell: run_until(
        next(path for path in NOTEBOOKS if path.name.startswith(number)), cell
    )


def drawn(axes, index=0):
    return np.asarray(axes.lines[index].get_ydata())


def rises(rates):
    return list(np.flatnonzero(np.diff(rates) > 0) + 1)


def test_the_first_cycle_falls_from_its_peak_and_stays_above_its_floor(figure_of):
    (axes,) = figure_of("01", "figure-cycle").axes
    rates, floor = drawn(axes), drawn(axes, 1)[0]
    assert len(rates) == 6 + 1
    assert rates[0] == 1e-3
    assert rates[-1] > floor == 1e-4
    assert rises(rates) == []


def test_the_toy_plot_has_five_cycles_and_ends_at_the_floor(figure_of):
    (axes,) = figure_of("02", "figure-toy").axes
    rates, pasted, last = drawn(axes), drawn(axes, 1), drawn(axes, 2)
    assert len(rates) == len(pasted) == 100
    assert last == pasted[-1] == 1e-3
    assert rates.max() == 1e-3
    assert rates[-1] == rates.min() == 1e-6
    # The toy counts from 1: entry 19 is epoch 20, the first restart.
    assert rises(rates) == [19, 39, 59, 79]
    assert axes.get_title(loc="left") == "Cosine Annealing_Toy"


def test_the_building_blocks_restart_where_they_should(figure_of):
    warm, growing, falling, _ = figure_of("02", "figure-blocks").axes
    assert rises(drawn(growing)) == [15, 45]
    assert rises(drawn(falling)) == [35, 70]
    assert list(drawn(falling)[[0, 35, 70]]) == [1e-3, 5e-4, 2.5e-4]
    assert rises(drawn(warm)) == [*range(1, 16), 45, 75]


def test_the_family_shares_one_peak_and_one_budget(figure_of):
    panels = figure_of("02", "figure-family").axes
    for axes in panels:
        rates = drawn(axes)
        assert rates.max() == pytest.approx(1)
        assert list(axes.lines[0].get_xdata()[[0, -1]]) == [0, 100]
    titles = [axes.get_title(loc="left") for axes in panels]
    restarts = drawn(panels[titles.index("restarts")])
    assert rises(restarts) == [200, 400, 600, 800]


def test_keras_draws_over_the_hand_made_columns(figure_of):
    for axes in figure_of("03", "figure-pairs").axes:
        assert np.allclose(drawn(axes, 0), drawn(axes, 1), atol=1e-6)


def test_the_best_minimum_is_marked_at_the_bottom_of_each_landscape(figure_of):
    for axes in figure_of("06", "figure-landscapes").axes:
        lowest = axes.lines[0].get_xdata()[np.argmin(drawn(axes))]
        assert axes.lines[1].get_xdata()[0] == pytest.approx(lowest, abs=0.1)


def test_notebook_04_gets_its_data_with_the_network_cut_off_and_no_mnist(
    monkeypatch, tmp_path, capsys
):
    def cut_off(*address, **options):
        raise OSError("the network is cut off")

    monkeypatch.setattr("socket.create_connection", cut_off)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    wanted, names = {"setup", "used-by-exercise"}, {}
    path = next(path for path in NOTEBOOKS if path.name.startswith("04"))
    for cell in code_cells(path):
        if wanted & set(tags(cell)):
            exec(cell.source, names)
    said = capsys.readouterr().out
    reason = "<urlopen error the network is cut off>"
    assert said.count(f"MNIST can't be had ({reason})") == 1
    assert "set MNIST_NPZ" in said
    assert "8×8 digits: 1 437 training images, 360 test images" in said
    assert names["data"].x_train.shape == (1437, 28, 28)
