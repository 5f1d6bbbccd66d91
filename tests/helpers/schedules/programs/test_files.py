"""Programs as files, in processes that know nothing of this collection."""

import json
import subprocess
import sys

import pytest

from helpers.schedules import cosine, cosine_restarts, one_cycle, table, with_warmup
from helpers.schedules.programs import program
from tests.helpers.schedules.peers.readings import needs

pytestmark = [pytest.mark.xdist_group("peers"), pytest.mark.slow]

# Writes down the rates of PyTorch's updates, and dies at one of them if told to.
NOTING = """
import json, os, sys
from torch.optim.optimizer import register_optimizer_step_pre_hook
rates, last = [], int(sys.argv[1])
def note(optimizer, args, kwargs):
    if len(rates) == last:
        json.dump(rates, open("rates.json", "w"))
        os._exit(9)
    rates.append(optimizer.param_groups[0]["lr"])
register_optimizer_step_pre_hook(note)
exec(compile(open("program.py").read(), "program.py", "exec"))
json.dump(rates, open("rates.json", "w"))
"""

WARM = with_warmup(cosine(0.1, 30, floor=0.01), 10, start=0.02)


def run(folder, *command):
    """Run Python in a folder, apart from what is installed beside the packages."""
    return subprocess.run(
        [sys.executable, "-I", *command], cwd=folder, capture_output=True, text=True
    )


@pytest.mark.parametrize("library", ["PyTorch", "transformers", "Keras", "optax"])
def test_a_file_runs_as_it_is(library, tmp_path):
    needs({"PyTorch": "torch", "Keras": "keras"}.get(library, library))
    (tmp_path / "program.py").write_text(program(WARM, library))
    ended = run(tmp_path, "program.py")
    assert ended.returncode == 0, ended.stderr
    assert "Error" not in ended.stderr


@pytest.mark.parametrize(
    "schedule",
    [WARM, one_cycle(0.1, 40, 12), cosine_restarts(0.1, 70, 3, cycle_multiplier=2)],
    ids=["warm-up", "one cycle", "restarts"],
)
def test_a_killed_process_is_gone_on_with_by_another(schedule, tmp_path):
    needs("torch")
    (tmp_path / "program.py").write_text(program(schedule, "PyTorch"))
    (tmp_path / "noting.py").write_text(NOTING)
    rates = []
    for last, code in ((27, 9), (-1, 0)):
        assert run(tmp_path, "noting.py", str(last)).returncode == code
        rates.append(json.loads((tmp_path / "rates.json").read_text()))
    before, after = rates
    found = schedule.steps - len(after)
    assert 0 < found <= len(before)
    column = table(schedule, schedule.steps)
    assert before[:found] + after == pytest.approx(column, abs=1e-13)
