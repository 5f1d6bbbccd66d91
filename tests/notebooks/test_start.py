"""The class to copy in notebook 00, taken out of it, and the check of the machine."""

import json
import math
import os
import re
import subprocess
import sys

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.keras_import import keras
from helpers.lesson import machine
from helpers.schedules import cosine_restarts, table
from tools.places import ROOT

pytestmark = pytest.mark.slow

START = ROOT / "notebooks" / "00_start.ipynb"

FIT = """
import json, sys
sys.modules["helpers"] = None  # importing it is an ImportError from here on
sys.path.insert(0, "")
import keras
import numpy as np
from to_copy import CosineAnnealingLearningRateSchedule

schedule = CosineAnnealingLearningRateSchedule(7, 3, 0.1, 0.01, verbose=1)
schedule.on_epoch_begin(6)
without_a_model = schedule.lrates
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
inputs = np.zeros((8, 2)), np.zeros(8)
used = [
    model.fit(*inputs, epochs=epochs, callbacks=[schedule], verbose=0).history
    for epochs in (8, 7)
]
scheduled = keras.optimizers.schedules.CosineDecay(0.1, 9)
model.compile(keras.optimizers.SGD(scheduled), "mse")
try:
    model.fit(*inputs, callbacks=[schedule], verbose=0)
except TypeError as problem:
    refused = str(problem)
used = [history["learning_rate"] for history in used]
print(json.dumps({"toy": without_a_model, "used": used, "refused": refused}))
"""


@pytest.fixture(scope="module")
def source():
    """The text of the cell that is tagged to be copied: there is one."""
    cells = nbformat.read(START, as_version=4).cells
    [cell] = [c for c in cells if "to-copy" in c.metadata.get("tags", [])]
    return cell.source


@pytest.fixture(scope="module")
def to_copy(source):
    names = {}
    exec(source, names)
    return names["CosineAnnealingLearningRateSchedule"]


def test_it_is_short_and_needs_keras_and_math_alone(source):
    assert len(source.splitlines()) <= 38
    assert re.findall(r"^(?:import|from) .*", source, re.M) == [
        "import math",
        "import keras",
    ]


def test_it_reads_from_top_to_bottom_with_a_comment_for_each_block(source):
    assert "lambda" not in source
    assert source.index("self.rates = []") < source.index("super().__init__(")
    assert source.count("# ") >= 3


@settings(max_examples=500)
@given(st.data())
def test_its_rates_are_those_of_cosine_restarts(to_copy, data):
    epochs = data.draw(st.integers(1, 300), "n_epochs")
    cycles = data.draw(st.integers(1, epochs), "n_cycles")
    peak = data.draw(st.floats(1e-6, 10), "lrate_max")
    floor = peak * data.draw(st.floats(0, 1), "min_lr / lrate_max")
    planned = table(cosine_restarts(peak, epochs, cycles, floor), epochs + 3)
    callback = to_copy(epochs, cycles, peak, floor)
    for epoch in range(epochs + 3):
        callback.on_epoch_begin(epoch)
    assert callback.lrates == pytest.approx(list(planned), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("cycles", [0, -1, 6])
def test_cycles_that_do_not_fit_are_named(to_copy, cycles):
    with pytest.raises(ValueError, match=f"n_cycles = {cycles} must be from 1 to 5"):
        to_copy(5, cycles, 0.1, 0.01)


@pytest.mark.parametrize(
    ("peak", "rest"),
    [(0.001, {"min_lr": 0.1}), (0.01, {"min_lr": -1e-9}), (0.01, {"min_lr": math.nan})],
)
def test_a_floor_above_the_peak_or_below_0_is_named(to_copy, peak, rest):
    with pytest.raises(ValueError, match="must be from 0 to") as raised:
        to_copy(90, 3, peak, **rest)
    for name, value in {"lrate_max": peak, **rest}.items():
        assert f"{name} = {value}" in str(raised.value)


def test_verbose_in_the_fourth_place_is_told_its_place(to_copy):
    with pytest.raises(ValueError, match="verbose is the fifth"):
        to_copy(100, 5, 0.01, 1)


def test_without_a_floor_it_falls_towards_0(to_copy):
    assert to_copy(n_epochs=10, n_cycles=2, lrate_max=1e-2).rates == pytest.approx(
        list(table(cosine_restarts(1e-2, 10, 2), 11))
    )


def test_alone_in_an_empty_folder_it_trains_as_planned(source, tmp_path):
    (tmp_path / "to_copy.py").write_text(source, "utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-c", FIT],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    *lines, last = done.stdout.splitlines()
    found = json.loads(last)
    planned = list(table(cosine_restarts(0.1, 7, 3, 0.01), 8))
    assert found["toy"] == pytest.approx([planned[6]])
    assert found["used"][0] == pytest.approx(planned, rel=1e-6)
    assert found["used"][1] == pytest.approx(planned[:7], rel=1e-6)
    assert "LearningRateSchedule" in found["refused"]
    assert sum("learning rate" in line for line in lines) == 8 + 7


def test_a_fitting_machine_is_told_so(capsys, digits):
    assert machine.check_machine().is_mnist == digits.is_mnist
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"Python {sys.version_info[0]}.{sys.version_info[1]}")
    assert f"Keras {keras.__version__} is fine." in said
    assert f"The digits are {digits}." in said
    assert said[-1] == "Ready."


@pytest.mark.parametrize(
    ("name", "version", "good", "sentence"),
    [
        ("Keras", "3.4.1", False, "Keras 3.4.1 is too old: you need 3.5 or newer."),
        ("Keras", "3.5.0", True, "Keras 3.5.0 is fine."),
        ("TensorFlow", "2.21.0", True, "TensorFlow 2.21.0 is fine."),
        (
            "TensorFlow",
            "2.22.0-rc1",
            True,
            "TensorFlow 2.22.0-rc1 is newer than what was tried, up to 2.21.",
        ),
        (
            "Python",
            "3.10.14",
            False,
            "Python 3.10.14 is too old: you need 3.11 or newer.",
        ),
    ],
)
def test_a_version_is_judged(name, version, good, sentence):
    assert machine.judge(name, version) == (good, sentence)


def test_what_was_tried_is_what_the_requirements_admit():
    required = (ROOT / "requirements.txt").read_text("utf-8")
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    for name, text in [
        ("TensorFlow", re.search(r"^tensorflow(.*)", required, re.M)[1]),
        ("Keras", re.search(r"^keras(.*)", required, re.M)[1]),
        ("Python", re.search(r"^requires-python = (.*)", project, re.M)[1]),
    ]:
        major, oldest, _, beyond = re.search(
            r">=(\d+)\.(\d+).*<(\d+)\.(\d+)", text
        ).groups()
        tried = (int(major), int(oldest)), (int(major), int(beyond) - 1)
        assert machine.TRIED[name] == tried


AMISS = """
import sys
sys.modules["tensorflow"] = None  # importing it is an ImportError from here on
from helpers.lesson.machine import check_machine
print(check_machine())
"""


def test_what_is_missing_is_said_and_what_to_do(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", AMISS],
        env=os.environ | {"MNIST_NPZ": str(tmp_path / "nothing.npz")},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    _, tensorflow, _, digits, last, none = done.stdout.splitlines()
    assert tensorflow.startswith("TensorFlow can't be used: ")
    assert digits.startswith("There are no digits: MNIST_NPZ = ")
    assert last.startswith("Not ready: ")
    assert none == "None"
