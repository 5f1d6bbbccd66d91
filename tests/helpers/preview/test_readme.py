"""What the README says of the preview."""

import re

import pytest

from helpers.keras_import import keras
from tests.helpers.preview.small import SCHEDULES, telling
from tools.places import ROOT

pytestmark = pytest.mark.slow


def test_the_lines_run_and_say_what_is_quoted(capsys):
    text = (ROOT / "README.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(from helpers.preview .*?)```", text, re.DOTALL)
    quoted = re.search(r'says such things as "(.*?)"', text, re.DOTALL)[1]
    model = telling(SCHEDULES.CosineDecay(0.3, decay_steps=8000))
    exec(code, {"model": model, "callbacks": [keras.callbacks.EarlyStopping("loss")]})
    assert " ".join(quoted.split()) in " ".join(capsys.readouterr().out.split())
