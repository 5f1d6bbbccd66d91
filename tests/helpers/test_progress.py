import io
import sys
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from helpers import progress
from helpers.keras_import import keras
from helpers.progress import LiveProgress, live_line

# isort: split
import tensorflow as tf

pytestmark = pytest.mark.slow

TRAIN = """
import numpy as np
from helpers.progress import LiveProgress, live_line
from helpers.keras_import import keras
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
with live_line() as show:
    progress = LiveProgress(show, "model <b> & co", every=1)
    model.fit(np.zeros((8, 2)), np.zeros(8), 4, 3, verbose=0, callbacks=[progress])
print("trained")
"""
FAIL = """
with live_line() as show:
    show("half done", 0.5)
    raise ValueError("a fault")
"""
CLEAR = "\r\x1b[K"
TWO_LINES = """
for name in "first", "second":
    with live_line() as show:
        show(name, 0.5)
"""


class Reader(NotebookClient):
    """Runs a notebook, and keeps all that was shown for a while."""

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] == "update_display_data":
            self.seen.append(msg["content"]["data"]["text/html"])
        return super().process_message(msg, cell, cell_index)


@pytest.fixture(scope="module")
def notebook():
    at_once = "from helpers import progress\n\nprogress.SECONDS_APART = 0\n"
    sources = (at_once + TRAIN, FAIL, TWO_LINES)
    cells = map(nbformat.v4.new_code_cell, sources)
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    reader = Reader(notebook, kernel_name="python3", allow_errors=True)
    reader.seen = []
    reader.execute()
    return reader


def test_a_notebook_cell_stores_nothing_of_the_progress(notebook):
    [output] = notebook.nb.cells[0].outputs
    assert (output.name, output.text) == ("stdout", "trained\n")
    assert notebook.nb.cells[2].outputs == []


def test_a_cell_that_fails_stores_the_error_alone(notebook):
    [output] = notebook.nb.cells[1].outputs
    assert (output.ename, output.evalue) == ("ValueError", "a fault")


def test_a_notebook_shows_a_bar_while_the_cell_runs(notebook):
    training, others = notebook.seen[:6], notebook.seen[6:]
    shares = [0, 1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6]
    for bar, share in zip(training, shares, strict=True):
        assert f"<progress value='{share:.4f}'" in bar
        assert "model &lt;b&gt; &amp; co: epoch" in bar
    assert [bar.split("> ")[-1] for bar in others] == ["half done", "first", "second"]


def test_a_cell_that_shows_often_sends_few_messages(monkeypatch):
    sent = []
    handle = SimpleNamespace(update=sent.append)
    monkeypatch.setattr(progress, "get_ipython", lambda: True)
    monkeypatch.setattr(progress, "display", lambda *shown, **named: handle)
    monkeypatch.setattr(progress, "clear_output", lambda: None)
    with live_line() as show:
        for step in range(1000):
            show("training", step / 1000)
    assert 1 <= len(sent) < 10


def test_where_no_one_watches_nothing_is_printed(capsys):
    with live_line() as show:
        show("half done", 0.5)
    assert capsys.readouterr() == ("", "")


def terminal_for_errors(monkeypatch):
    stream = io.StringIO()
    stream.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def test_a_terminal_shows_one_line_and_clears_it(monkeypatch):
    terminal = terminal_for_errors(monkeypatch)
    with live_line() as show:
        show("half done", 0.5)
        show("all done", 1)
    assert terminal.getvalue() == (f"{CLEAR} 50% half done{CLEAR}100% all done{CLEAR}")


def test_a_terminal_is_cleared_after_an_error_too(monkeypatch):
    terminal = terminal_for_errors(monkeypatch)

    def fail(show):
        show("half done", 0.5)
        raise ValueError

    with pytest.raises(ValueError, match="^$"), live_line() as show:
        fail(show)
    assert terminal.getvalue() == f"{CLEAR} 50% half done{CLEAR}"


def train(every, samples=8, **options):
    shown = []
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    progress = LiveProgress(lambda *line: shown.append(line), "run", every)
    x = np.zeros((samples, 2), np.float32)
    options = {"batch_size": 2, "epochs": 2, "verbose": 0, **options}
    model.fit(x, x[:, 0], callbacks=[progress], **options)
    return shown


def test_progress_tells_epoch_update_loss_and_share():
    assert train(every=2) == [
        ("run: epoch 1 of 2, update 1 of 4, loss 0.000", 0),
        ("run: epoch 1 of 2, update 3 of 4, loss 0.000", 0.25),
        ("run: epoch 2 of 2, update 1 of 4, loss 0.000", 0.5),
        ("run: epoch 2 of 2, update 3 of 4, loss 0.000", 0.75),
    ]


def test_a_stream_of_unknown_length_shows_its_epochs():
    def batches():
        yield np.zeros((2, 2), np.float32), np.zeros(2, np.float32)

    kinds = tf.TensorSpec((2, 2)), tf.TensorSpec((2,))
    stream = tf.data.Dataset.from_generator(batches, output_signature=kinds)
    shown = []
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    progress = LiveProgress(lambda *line: shown.append(line), "run", every=1)
    model.fit(stream.repeat(2), shuffle=False, callbacks=[progress], verbose=0)
    assert shown == [
        ("run: epoch 1 of 1, update 1, loss 0.000", 0),
        ("run: epoch 1 of 1, update 2, loss 0.000", 0),
    ]


@pytest.mark.parametrize("every", [0, 1.5, True])
def test_a_bad_interval_is_named_with_its_value(every):
    with pytest.raises((TypeError, ValueError), match=f"every = {every!r}"):
        LiveProgress(print, "run", every)


def test_progress_of_a_resumed_run_counts_the_epochs_before():
    [(text, share)] = train(every=20, initial_epoch=1)
    assert text.startswith("run: epoch 2 of 2, update 1 of 4")
    assert share == 0.5
