"""Programs for libraries that are seldom installed, tried, and kept as they were tried.

Where a library is there, its programs are executed: their rates are the column's, also
after a break. Elsewhere their texts are those that were, by the digests in tried.json.
With RECORD_PROGRAMS set, what passes is written there, with version and date.
"""

import contextlib
import datetime
import hashlib
import importlib.metadata
import json
import os
import re
from pathlib import Path

import pytest

from helpers.schedules import step_decay
from tests.helpers.schedules.peers.readings import needs
from tests.helpers.schedules.programs import noting
from tests.helpers.schedules.programs.drawn import Drawn, drawn_runs
from tests.helpers.schedules.programs.executing import (
    broken_and_resumed,
    executed,
    farthest,
    text_of,
)

pytestmark = pytest.mark.xdist_group("peers")

TRIED = Path(__file__).with_name("tried.json")

RUNS = drawn_runs(200)

# Drops that are evenly apart, for which MLX has a call.
EVEN = [
    Drawn(step_decay(0.8, [first * drop for drop in range(1, drops + 1)], 0.3), steps)
    for first, drops, steps in (
        (1, 2, 3),
        (5, 1, 10),
        (7, 3, 28),
        (7, 3, 30),
        (9, 4, 20),
    )
]

FLOAT64, FLOAT32 = 1e-12, 1e-6

LIBRARIES = {
    "PaddlePaddle": ("paddle", "paddlepaddle", noting.noting_paddle, FLOAT64),
    "MLX": ("mlx.optimizers", "mlx", noting.noting_mlx, FLOAT32),
    "fastai": ("fastai.optimizer", "fastai", noting.noting_fastai, FLOAT64),
    "DeepSpeed": ("deepspeed", "deepspeed", noting.noting_deepspeed, FLOAT64),
    "MMEngine": ("mmengine.runner", "mmengine", noting.noting_mmengine, FLOAT64),
}

libraries = pytest.mark.parametrize("library", LIBRARIES)


def runs_for(library):
    return [*RUNS, *EVEN] if library == "MLX" else RUNS


@pytest.mark.slow
@libraries
def test_rates_of_all_updates_also_after_a_break(library, tmp_path):
    module, package, writing_down, tolerance = LIBRARIES[library]
    needs(module)
    for number, drawn in enumerate(runs_for(library)):
        text, updates = text_of(drawn, library), len(drawn.rates)
        folder = tmp_path / str(number)
        folder.mkdir()
        with contextlib.chdir(folder):
            if number % 3 == 0:
                stop_at = (updates + 7 * number % updates) // 2
                rates = broken_and_resumed(text, writing_down, stop_at, updates)
            else:
                rates = []
                with writing_down(rates):
                    executed(text)
        assert farthest(rates, drawn) < tolerance, f"{drawn}\n{text}"
    if os.environ.get("RECORD_PROGRAMS"):
        record(library, importlib.metadata.version(package))


@libraries
def test_a_text_is_the_one_that_was_tried(library):
    tried = json.loads(TRIED.read_text())[library]["digests"]
    for drawn, digest in zip(runs_for(library), tried, strict=True):
        text = text_of(drawn, library)
        assert digest_of(text) == digest, (
            f"{library}: this program has not been tried. Where the library is "
            f"installed, run these tests with RECORD_PROGRAMS=1.\n\n{text}"
        )


def digest_of(text):
    """Return a digest that is the same wherever a number's last digits differ."""
    rounded = re.sub(
        r"\d+\.\d+(e-?\d+)?|\d+e-\d+", lambda number: f"{float(number[0]):.9g}", text
    )
    return hashlib.sha256(rounded.encode()).hexdigest()[:12]


def record(library, version):
    tried = json.loads(TRIED.read_text()) if TRIED.exists() else {}
    tried[library] = {
        "version": version,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "digests": [digest_of(text_of(drawn, library)) for drawn in runs_for(library)],
    }
    TRIED.write_text(json.dumps(dict(sorted(tried.items())), indent=1) + "\n")
