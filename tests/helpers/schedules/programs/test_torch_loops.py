"""Programs that PyTorch's optimizers train in, executed: their rates are the column's.

A hook of PyTorch's writes down the rate of each update.
"""

import pytest

from tests.helpers.schedules.peers.readings import needs, timm_scheduler
from tests.helpers.schedules.programs.drawn import drawn_runs
from tests.helpers.schedules.programs.executing import (
    broken_and_resumed,
    executed,
    farthest,
    noting_torch,
    text_of,
)

pytestmark = [pytest.mark.xdist_group("peers"), pytest.mark.slow]

RUNS = drawn_runs(300)

libraries = pytest.mark.parametrize("library", ["PyTorch", "transformers", "timm"])


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch, library):
    if library == "timm":
        timm_scheduler()  # without torchvision, which the rest of timm needs
    needs(library.replace("PyTorch", "torch"))
    monkeypatch.chdir(tmp_path)


@libraries
def test_rates_of_all_updates(tmp_path, library):
    for drawn in RUNS:
        rates, text = [], text_of(drawn, library)
        with noting_torch(rates):
            executed(text)
        assert farthest(rates, drawn) < 1e-12, f"{drawn}\n{text}"
        (tmp_path / "checkpoint.pt").unlink(missing_ok=True)


@libraries
def test_a_run_that_was_broken_off_goes_on(tmp_path, library):
    for number, drawn in enumerate(RUNS[:100]):
        text = text_of(drawn, library)
        stop_at = 7 * number % len(drawn.rates)
        updates = len(drawn.rates)
        rates = broken_and_resumed(text, noting_torch, stop_at, updates)
        assert farthest(rates, drawn) < 1e-12, f"{drawn}\n{text}"
        (tmp_path / "checkpoint.pt").unlink(missing_ok=True)


@pytest.mark.parametrize("library", ["PyTorch"])
def test_made_after_the_load_a_scheduler_changes_the_rate_again(library):
    """What the programs' order avoids: LinearLR's constructor multiplies the rate."""
    torch = needs("torch")
    optimizers = [torch.optim.SGD([torch.zeros(1)], lr=1.0) for _ in range(2)]
    linear = torch.optim.lr_scheduler.LinearLR(optimizers[0], 0.1, total_iters=4)
    optimizers[0].step()
    linear.step()
    optimizers[1].load_state_dict(optimizers[0].state_dict())
    again = torch.optim.lr_scheduler.LinearLR(optimizers[1], 0.1, total_iters=4)
    again.load_state_dict(linear.state_dict())
    rates = [optimizer.param_groups[0]["lr"] for optimizer in optimizers]
    assert rates == pytest.approx([0.325, 0.0325])
