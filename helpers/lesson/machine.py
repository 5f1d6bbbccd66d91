"""Is this machine ready? A sentence for each thing that the notebooks need.

TensorFlow is imported only when it is checked, so that a machine without it gets a
sentence too.
"""

import contextlib
import io
import platform
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.data import Digits

__all__ = ["check_machine", "find_digits", "judge"]

TRIED = {  # the oldest and the newest release series that the tests run on
    "Python": ((3, 11), (3, 13)),
    "TensorFlow": ((2, 16), (2, 21)),
    "Keras": ((3, 5), (3, 15)),
}


def check_machine() -> "Digits | None":
    """Print which Python, TensorFlow, Keras and digits are here, and what to do.

    Returns the digits, or None where there are none.

    >>> digits = check_machine()
    Python 3... is ...
    """
    found = [
        judge("Python", platform.python_version()),
        _judge_package("TensorFlow"),
        _judge_package("Keras"),
    ]
    for _, sentence in found:
        print(sentence)
    digits, said = find_digits()  # last, as a download may take a while
    print(said)
    if digits is not None and all(good for good, _ in found):
        print("Ready.")
    else:
        print("Not ready: do what is said above, restart the kernel, and try again.")
    return digits


def judge(name: str, version: str) -> tuple[bool, str]:
    """Return whether a version is new enough, and a sentence about it.

    ``name`` is "Python", "TensorFlow" or "Keras".

    >>> judge("Keras", "3.4.1")
    (False, 'Keras 3.4.1 is too old: you need 3.5 or newer.')
    """
    series = tuple(int(part) for part in version.split(".")[:2])
    oldest, newest = TRIED[name]
    if series < oldest:
        needed = f"{oldest[0]}.{oldest[1]}"
        return False, f"{name} {version} is too old: you need {needed} or newer."
    if series > newest:
        known = f"{newest[0]}.{newest[1]}"
        return True, f"{name} {version} is newer than what was tried, up to {known}."
    return True, f"{name} {version} is fine."


def _judge_package(name: str) -> tuple[bool, str]:
    """Import TensorFlow or Keras, and judge its version."""
    try:
        import_module("helpers.keras_import")  # without TensorFlow's remarks
        return judge(name, import_module(name.lower()).__version__)
    except ImportError as problem:
        return False, f"{name} can't be used: {problem}"


def find_digits() -> "tuple[Digits | None, str]":
    """Load the digits; return them, or None, and sentences about them.

    >>> digits, sentences = find_digits()
    >>> sentences.splitlines()[-1]
    'The digits are ... training images, ... test images.'
    """
    said = io.StringIO()
    try:
        from helpers.data import load_mnist

        with contextlib.redirect_stdout(said):
            digits = load_mnist()
    except (ImportError, OSError, ValueError) as problem:
        return None, f"There are no digits: {problem}."
    return digits, f"{said.getvalue()}The digits are {digits}."
