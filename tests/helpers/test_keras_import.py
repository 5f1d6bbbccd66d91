"""Which lines are dropped. A whole training without a word is in test_package.py."""

import os
import subprocess
import sys

import pytest

from helpers.keras_import import REMARKS, name_of_tensorflow, without_remarks

pytestmark = pytest.mark.slow

WARN = """
import os, warnings
from helpers.keras_import import keras, without_remarks
import tensorflow as tf
with without_remarks():
    warnings.warn("one of Python")
tf.get_logger().warning("one of TensorFlow")
tf.raw_ops.Print(input=0, data=[0], message="one of a kernel")
print(os.environ["TF_ENABLE_ONEDNN_OPTS"], os.environ["TF_CPP_MIN_LOG_LEVEL"])
"""
LACK = """
import sys
import types
for name in sys.argv[2:]:
    sys.modules[name] = None
if sys.argv[1]:
    sys.modules["keras"] = types.SimpleNamespace(__version__=sys.argv[1])
try:
    import helpers.keras_import
except ImportError as problem:
    print(problem)
"""
USE = """
import gc
import sys
from helpers.keras_import import keras
import tensorflow as tf
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.zeros((2, 1)), tf.zeros((2, 1)), verbose=0)
print("sklearn" in sys.modules)
assert gc.isenabled()
assert gc.get_freeze_count() > 100_000  # what was imported, which no search looks at
if hasattr(keras, "wrappers"):
    from sklearn.base import BaseEstimator
    assert issubclass(keras.wrappers.SKLearnClassifier, BaseEstimator)
    assert keras.wrappers is sys.modules[keras.wrappers.__name__]
"""
TENSORFLOW_LACKS = f"TensorFlow is missing: pip install {name_of_tensorflow()}"
NEWER_KERAS = 'pip install "keras>=3.5"'


def run(script, **settings):
    started = {k: v for k, v in os.environ.items() if not k.startswith("TF_")}
    return subprocess.run(
        [sys.executable, "-c", script],
        env=started | settings,
        capture_output=True,
        encoding="utf-8",
    )


def test_real_warnings_are_shown_and_settings_kept():
    done = run(WARN, TF_ENABLE_ONEDNN_OPTS="1", TF_CPP_MIN_LOG_LEVEL="0")
    assert (done.returncode, done.stdout) == (0, "1 0\n")
    assert done.stderr.count("UserWarning: one of Python") == 1
    for warning in ("one of TensorFlow", "one of a kernel"):
        assert warning in done.stderr


def test_the_wrappers_for_scikit_learn_are_loaded_when_they_are_used():
    done = run(USE)
    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr


def test_a_warning_at_c_level_is_passed_on_and_a_remark_is_not(capfd):
    with without_remarks():
        os.write(2, b"I0000 oneDNN custom operations are on. You may see ...\n")
        os.write(2, b"W0000 something is wrong\n")
    assert capfd.readouterr().err == "W0000 something is wrong\n"


@pytest.mark.parametrize("remark", REMARKS)
def test_every_known_remark_is_dropped_whatever_surrounds_it(remark, capfd):
    with without_remarks():
        os.write(2, f"before\n2026-11-22 I tensorflow: {remark} (more)\nafter".encode())
    assert capfd.readouterr().err == "before\nafter"


def test_what_python_writes_is_passed_on(capfd):
    with without_remarks():
        print("mind this", file=sys.stderr)
    assert capfd.readouterr().err == "mind this\n"


def test_what_is_written_to_stdout_is_left_alone(capfd):
    with without_remarks():
        os.write(1, REMARKS[1].encode())
    assert capfd.readouterr().out == REMARKS[1]


def test_bytes_that_are_no_text_are_passed_on(capfd):
    with without_remarks():
        os.write(2, b"E0000 \xff broken\n")
    assert capfd.readouterr().err == "E0000 \N{REPLACEMENT CHARACTER} broken\n"


def test_an_error_inside_restores_the_stream_and_shows_what_was_written(capfd):
    @without_remarks()
    def fail():
        os.write(2, b"E0000 a library is missing\n")
        raise ImportError

    with pytest.raises(ImportError):
        fail()
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "E0000 a library is missing\nafter\n"


def test_the_stream_may_be_missing(capfd):
    original = os.dup(2)
    os.close(2)
    try:
        with without_remarks():
            done = True
    finally:
        os.dup2(original, 2)
        os.close(original)
    assert done


@pytest.mark.parametrize(
    ("keras", "missing", "says"),
    [
        ("", ["tensorflow"], TENSORFLOW_LACKS),
        ("", ["keras", "tensorflow"], TENSORFLOW_LACKS),
        ("", ["keras"], f"Keras is missing: {NEWER_KERAS}"),
        ("3.4.1", [], f"Keras 3.4.1 is older than 3.5: {NEWER_KERAS}"),
        ("2.15.0", [], f"Keras 2.15.0 is older than 3.5: {NEWER_KERAS}"),
    ],
)
def test_what_is_missing_or_too_old_is_named_with_the_command(keras, missing, says):
    done = subprocess.run(
        [sys.executable, "-c", LACK, keras, *missing],
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout == f"{says}, then restart Python\n"


@pytest.mark.parametrize("version", ["3.5.0", "3.10.0", "3.16.0.dev2026", "4.0"])
def test_a_newer_keras_is_taken(version):
    done = subprocess.run(
        [sys.executable, "-c", LACK, version], capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_another_missing_module_is_named_as_it_is():
    done = subprocess.run(
        [sys.executable, "-c", LACK, "", "absl"], capture_output=True, encoding="utf-8"
    )
    assert "absl" in done.stdout
    assert "pip install" not in done.stdout


@pytest.mark.parametrize(
    ("system", "machine", "name"),
    [
        ("linux", "x86_64", "tensorflow-cpu"),
        ("win32", "AMD64", "tensorflow-cpu"),
        ("linux", "aarch64", "tensorflow"),
        ("darwin", "arm64", "tensorflow"),
        ("darwin", "x86_64", "tensorflow"),
    ],
)
def test_the_build_is_the_smallest_that_there_is(monkeypatch, system, machine, name):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    assert name_of_tensorflow() == name
