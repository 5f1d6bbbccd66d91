"""What programs look like, and what is refused."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers.schedules import (
    constant,
    cosine,
    one_cycle,
    recognize,
    step_decay,
    table,
    with_warmup,
)
from helpers.schedules.programs import LIBRARIES, program
from tests.helpers.schedules.programs.drawn import drawn_runs
from tests.helpers.schedules.programs.executing import text_of

libraries = pytest.mark.parametrize("library", LIBRARIES)


@pytest.mark.slow
@libraries
def test_lines_are_short_and_names_are_used(library):
    for drawn in drawn_runs(200):
        text = text_of(drawn, library)
        assert max(map(len, text.splitlines())) <= 88, text
        names = {node.id for node in ast.walk(ast.parse(text)) if _is_read(node)}
        for line in text.splitlines():
            if line.startswith(("import ", "from ")):
                for name in line.split("import ")[1].split(", "):
                    assert name.split(" as ")[-1].split(".")[0] in names, text
        assert "helpers" not in text


def _is_read(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


@pytest.mark.slow
@libraries
def test_the_format_is_that_of_ruff(library, tmp_path):
    """Lists aside: ruff would write one number a line."""
    ruff = shutil.which("ruff", path=Path(sys.executable).parent)
    if ruff is None:
        pytest.skip("needs ruff")
    for number, drawn in enumerate(drawn_runs(60)):
        if hasattr(drawn.schedule, "call") and drawn.schedule.call:
            text = text_of(drawn, library)
            (tmp_path / f"program_{number}.py").write_text(text)
    for command in (["format", "--diff"], ["check", "--select", "E,F,W,I"]):
        found = subprocess.run(
            [ruff, *command, "--isolated", tmp_path], capture_output=True, text=True
        )
        assert found.returncode == 0, found.stdout


def test_a_cosine_with_warmup_is_a_sequence_in_pytorch():
    text = program(with_warmup(cosine(0.1, 90), warmup=10), "PyTorch")
    lines = [
        "warmup = LambdaLR(optimizer, lambda step: min(step / 10, 1))",
        "decay = CosineAnnealingLR(optimizer, T_max=90)",
        "# From update 101 on, counted from 0, the rate rises again.",
        "scheduler = SequentialLR(optimizer, [warmup, decay], milestones=[10])",
    ]
    assert "\n".join(lines) in text


@libraries
def test_a_constant_rate_has_no_schedule(library):
    text = program(constant(0.1), library, steps=10)
    assert "rate(step)" not in text
    assert "schedule" not in text
    assert "0.1" in text


def test_own_calls_end_where_they_stop_to_be_exact():
    """One update after its floor PyTorch's cosine rises: from there on the formula."""
    assert "CosineAnnealingLR" in program(cosine(0.1, 50), "PyTorch", steps=51)
    assert "CosineAnnealingLR" not in program(cosine(0.1, 50), "PyTorch", steps=52)
    cycle = one_cycle(0.1, 50, 10)
    assert "OneCycleLR" in program(cycle, "PyTorch", steps=51)
    assert "OneCycleLR" not in program(cycle, "PyTorch", steps=52)


def test_a_start_too_small_to_divide_by_is_0():
    text = program(with_warmup(cosine(0.1, 90), 10, start=1e-310), "PyTorch")
    assert "LinearLR" not in text
    text = program(with_warmup(cosine(0.1, 90), 10, start=1e-300), "PyTorch")
    assert "LinearLR" in text


def test_what_is_refused():
    with pytest.raises(ValueError, match="library = 'keras' must be one of"):
        program(cosine(0.1, 50), "keras")
    with pytest.raises(ValueError, match="steps = None must be given"):
        program(step_decay(0.1, [3]), "Keras")
    with pytest.raises(ValueError, match=r"schedule\[1\] = -1.0 must be finite"):
        program([0.1, -1.0], "Keras")
    with pytest.raises(ValueError, match="steps = 3 must be from 1 to 2"):
        program([0.1, 0.2], "Keras", steps=3)
    with pytest.raises(ValueError, match="steps_per_epoch = 0 must be from 1"):
        program(cosine(0.1, 50), "Keras", steps_per_epoch=0)


def test_what_was_recognized_is_written():
    rates = table(cosine(0.1, 60), 60)
    assert program(recognize(rates), "PyTorch") == program(cosine(0.1, 60), "PyTorch")
    nothing = recognize(np.abs(np.random.default_rng(0).normal(size=60)))
    with pytest.raises(ValueError, match="schedule was not recognized"):
        program(nothing, "PyTorch")
