"""What notebook 04 says of results that a training may give: ties, and further arms."""

import ast
import re
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib import pyplot as plt

from classroom.exercises import names_for, paths, read, tags
from helpers.callbacks import RatePerUpdate
from helpers.keras_import import keras
from helpers.recorders import RateRecorder
from tests.classroom.notebooks import every_notebook

pytestmark = pytest.mark.slow

[PATH] = [path for path in paths() if path.stem.startswith("04")]
LOOKS = 6


@pytest.fixture
def after_training(monkeypatch):
    """The names that a reader has after the five trainings, which here took no time."""
    monkeypatch.setattr(plt, "show", lambda: None)
    names = names_for(read(PATH))
    shown = []
    names |= {
        "plt": plt,
        "Markdown": str,
        "display": shown.append,
        "shown": shown,
        "histories": {"your schedule": {"val_accuracy": [0.9, 0.95]}},
        "looks": [names["budget"] * look // LOOKS for look in range(1, LOOKS + 1)],
    }
    names["runs"] = {name: trained(names, 80) for name in names["arms"]}
    return names


def trained(names, wrong):
    """Return what one training leaves behind, with some wrong answers in the end."""
    budget, labels = names["budget"], names["data"].y_test
    answers = labels.copy()
    answers[:wrong] = (answers[:wrong] + 1) % 10
    errors = SimpleNamespace(
        errors=[200] * (LOOKS - 1) + [wrong], answers=answers, steps=names["looks"]
    )
    rates = names["restarts"].tolist()
    return {"rates": rates, "losses": [1.0] * budget, "errors": errors}


def run_on(names, first="04-06", last="04-try-1"):
    """Run the cells between two; return the last value of each, by the cell's id."""
    cells = read(PATH).cells
    places = {cell.id: place for place, cell in enumerate(cells)}
    values = {}
    for cell in cells[places[first] : places[last]]:
        if cell.cell_type == "code":
            *body, end = ast.parse(cell.source).body
            exec(compile(ast.Module(body, []), cell.id, "exec"), names)
            if isinstance(end, ast.Expr):
                code = compile(ast.Expression(end.value), cell.id, "eval")
                values[cell.id] = eval(code, names)
            else:
                exec(compile(ast.Module([end], []), cell.id, "exec"), names)
    return values


def test_a_sixth_arm_of_any_name_is_in_every_table_and_figure(after_training):
    names = after_training
    names["runs"]["my own"] = trained(names, 70)
    names["only_one"] = answer = lambda first, second: (first != second).sum()
    values = run_on(names)
    assert names["only_one"] is answer
    assert "my own" in values["04-11"].index
    assert "my own" in names["shown"][-1].index
    assert "my own" in values["04-answer"]
    assert "my own 70" in values["04-recap"]
    for number in plt.get_fignums()[:2]:
        labels = [text.get_text() for text in plt.figure(number).legends[0].texts]
        assert labels == list(names["runs"])
    rows = plt.figure(plt.get_fignums()[2]).axes[::8]
    assert rows[-1].get_title(loc="left") == "my own: 0"


def test_arms_with_equally_many_errors_share_a_place(after_training):
    names = after_training
    for name, wrong in [("cosine", 60), ("warm-up + cosine", 50)]:
        names["runs"][name] = trained(names, wrong)
    values = run_on(names)
    last = "default constant and constant and restarts (80)"
    assert f"warm-up + cosine (50), cosine (60), {last}." in values["04-answer"]


def test_a_pair_that_differs_is_told_from_one_that_does_not(after_training):
    names = after_training
    names["runs"]["cosine"] = trained(names, 60)
    names["runs"]["restarts"] = trained(names, 58)
    table = run_on(names)["04-18"]
    assert table["verdict"].tolist() == ["different", "no difference detected"]
    assert table["only second"].tolist() == [20, 2]


def changed_as_named(said, source, *changes):
    """Return a source after changes of it, each of which the text names."""
    for named, old, new in changes:
        assert f"`{named}`" in said
        assert re.search(old, source), old
        source = re.sub(old, new, source)
    return source


def test_callback_and_network_need_keras_alone_with_the_changes_that_are_named():
    cells = {cell.id: cell for cell in read(PATH).cells}
    said, network = cells["04-source-text"].source, cells["04-source"].outputs[0].text
    layers = r"keras\.(?:Input|layers\.Rescaling)\(.*\),"
    of_the_script = " ".join(re.findall(layers, cells["alone-network"].source))
    network = changed_as_named(
        said,
        network,
        ("start = …", r"    start = .*\n", ""),
        ("kernel_initializer", r", kernel_initializer=next\(start\)", ""),
        ("*_pixels()", r"\*_pixels\(\),", of_the_script),
    )
    images = np.random.default_rng(0).random((48, 28, 28))
    names = {"keras": keras, "x_train": images}
    exec(class_of(cells["04-source"].source) + network, names)
    column, kept = [0.1, 0.05, 0.03], []
    for callback in (names["RateOfEachUpdate"](column), RatePerUpdate(column)):
        model, recorder = names["small_cnn"](seed=0), RateRecorder()
        model.compile(
            "sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        )
        labels, options = np.arange(48) % 10, {"epochs": 2, "verbose": 0}
        model.fit(images, labels, 24, callbacks=[callback, recorder], **options)
        kept.append(recorder.rates)
    assert kept[0] == kept[1] == np.float32([*column, column[-1]]).tolist()


def class_of(source):
    """Return the class that a cell defines."""
    (found,) = [one for one in ast.parse(source).body if isinstance(one, ast.ClassDef)]
    return ast.get_source_segment(source, found) + "\n\n\n"


@every_notebook
def test_what_an_exercise_asks_for_is_a_name_that_stands_for_nothing_else(path):
    """Else the cells that a reader runs again break the answer, or it breaks them."""
    given, asked = set(), set()
    for cell in read(path).cells:
        if cell.cell_type == "code":
            fills_in = any(tag.startswith("exercise-") for tag in tags(cell))
            (asked if fills_in else given).update(assigned(cell.source))
    assert asked
    assert not asked & given


def assigned(source):
    """Return the names that a cell gives a value."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        for part in ast.walk(node) if isinstance(node, ast.Assign) else ():
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                yield part.id
