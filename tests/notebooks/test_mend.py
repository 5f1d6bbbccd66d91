"""The line that README.md and notebook 00 begin with repairs the class of the post."""

import json
import re
import subprocess
import sys

import nbformat
import pytest

from classroom import minutes
from tools.places import ROOT

pytestmark = pytest.mark.slow

START = ROOT / "notebooks" / "00_start.ipynb"

# Written anew, with the names that the post gives to its methods and variables.
PASTED = """
from math import cos, floor, pi

import numpy as np
{imports}


class CosineAnnealingLearningRateSchedule(Callback):
    def __init__(self, n_epochs, n_cycles, lrate_max, min_lr, verbose=0):
        self.epochs = n_epochs
        self.cycles = n_cycles
        self.lr_max = lrate_max
        self.min_lr = min_lr
        self.lrates = list()

    def cosine_annealing(self, epoch, n_epochs, n_cycles, lrate_max):
        length = floor(n_epochs / n_cycles)
        return lrate_max / 2 * (cos(pi * (epoch % length) / length) + 1)

    def on_epoch_begin(self, epoch, logs=None):
        if epoch < 101:
            lr = self.cosine_annealing(epoch, self.epochs, self.cycles, self.lr_max)
        else:
            lr = self.min_lr
        print(f"epoch {{epoch + 1}}: learning rate {{lr}}")
        {backend}.set_value(self.model.optimizer.lr, lr)
        self.lrates.append(lr)


class Used(Callback):
    def on_epoch_end(self, epoch, logs=None):
        used.append(float(self.model.optimizer.learning_rate))


used = []
schedule = CosineAnnealingLearningRateSchedule(6, 2, 0.01, 0.001)
model = Sequential([Dense(1)])
model.compile("adam", "mse")
x = np.ones((4, 1))
model.fit(x, x, epochs=6, callbacks=[schedule, Used()], verbose=0)
"""

KERAS = """
from keras import Sequential
from keras.callbacks import Callback
from keras.layers import Dense
"""
TENSORFLOW = KERAS.replace("keras", "tensorflow.keras")
PASTES = [  # what a class imports, what it calls the module, which message it meets
    (f"{KERAS}from keras import backend", "backend", 1),
    (f"{KERAS}from keras import backend as K", "K", 1),
    (f"{KERAS}import keras", "keras.backend", 1),
    (f"{TENSORFLOW}from tensorflow.keras import backend", "backend", 0),
    (f"{TENSORFLOW}import tensorflow.keras.backend as K", "K", 0),
    (f"{TENSORFLOW}import tensorflow as tf", "tf.keras.backend", 0),
]

TRAIN = """
import json, sys

def run(source):
    names = {}
    try:
        exec(source, names)
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    return [names["used"], names["schedule"].lrates]

print(json.dumps([run(source) for source in json.load(sys.stdin)]))
"""


def cells():
    return nbformat.read(START, as_version=4).cells


def printed(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def first_text(page):
    """Return what a page begins with, as far as the first of its lines of change."""
    if page == "README.md":
        return (ROOT / page).read_text("utf-8").split("\n## ")[0]
    return cells()[1].source


def mend(page):
    """Return the messages that a page names, its old line and its new one."""
    messages, change = re.findall(r"```(?:diff)?\n(.*?)\n```", first_text(page), re.S)
    old, new = change.splitlines()
    assert (old[:2], new[:2]) == ("- ", "+ ")
    return messages.splitlines(), old[2:], new[2:]


@pytest.fixture(scope="module")
def trainings():
    """What each paste ends with: as it is, and with the one line changed."""
    _, old, new = mend("README.md")
    sources = []
    for imports, backend, _ in PASTES:
        pasted = PASTED.format(imports=imports, backend=backend)
        line = old.replace("backend", backend, 1)
        assert [one.strip() for one in pasted.splitlines()].count(line) == 1
        sources += [pasted, pasted.replace(line, new)]
    done = subprocess.run(
        [sys.executable, "-c", TRAIN],
        input=json.dumps(sources),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    ends = json.loads(done.stdout.splitlines()[-1])
    return list(zip(ends[::2], ends[1::2], strict=True))


def test_readme_and_notebook_name_the_same_messages_and_lines():
    messages, old, new = mend("README.md")
    assert mend("00_start") == (messages, old, new)
    assert old == "backend.set_value(self.model.optimizer.lr, lr)"
    assert len(messages) == len(set(messages)) == 2


@pytest.mark.parametrize("number", range(len(PASTES)), ids=lambda n: PASTES[n][1])
def test_the_post_s_class_meets_a_message_and_trains_with_the_new_line(
    trainings, number
):
    before, (used, planned) = trainings[number]
    messages, _, _ = mend("README.md")
    # Older releases of Keras have this module at two places.
    assert before.replace("keras.api.", "keras.") == messages[PASTES[number][2]]
    assert used == pytest.approx(planned, rel=1e-6)
    assert planned == pytest.approx([0.01, 0.0075, 0.0025] * 2)


def test_the_notebook_shows_both_messages_and_the_new_line_at_work():
    messages, old, new = mend("00_start")
    by_id = {cell.id: cell for cell in cells()}
    assert sorted(printed(by_id["old-line"]).splitlines()) == sorted(messages)
    assert f" {old}\n" in by_id["old-line"].source
    assert f" {new}\n" in by_id["new-line"].source
    assert "The learning rate is 0.01." in printed(by_id["new-line"])


def test_the_readme_has_the_line_above_its_picture():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme.index(mend("README.md")[2]) < readme.index("![")


def test_line_class_and_picture_are_there_in_five_minutes():
    beginning = nbformat.read(START, as_version=4)
    ids = [cell.id for cell in beginning.cells]
    assert ids.index("new-line") < ids.index("to-copy") < ids.index("figure-start")
    beginning.cells = beginning.cells[: ids.index("figure-start") + 1]
    assert minutes.reading(beginning).minutes() <= 5


def test_the_first_assert_is_explained_before_it_is_met():
    code = [i for i, cell in enumerate(cells()) if "assert " in cell.source]
    met = next(i for i in code if cells()[i].cell_type == "code")
    assert "`assert`" in cells()[met - 1].source


def test_updates_of_an_epoch_are_those_that_the_optimizer_counted():
    said = "".join(printed(c) for c in cells() if c.cell_type == "code")
    an_epoch, in_all = re.search(r"(\d+) updates an epoch, (\d+) in all", said).groups()
    assert int(in_all) == 100 * int(an_epoch)
