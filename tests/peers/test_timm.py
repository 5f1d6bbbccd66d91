import importlib.util
import sys
import types

import pytest
from drawn import FLOAT64, PEAKS, SHARES, STEPS, WARMUPS, difference
from hypothesis import given
from hypothesis import strategies as st

from helpers.schedules import cosine, cosine_restarts, table, with_warmup

torch = pytest.importorskip("torch", reason="needs requirements-peers.txt")
found = importlib.util.find_spec("timm")
if found is None:
    pytest.skip("needs timm, see requirements-peers.txt", allow_module_level=True)
if "timm" not in sys.modules:
    # All of timm would need torchvision; its schedulers need nothing but PyTorch.
    package = types.ModuleType("timm")
    package.__path__ = found.submodule_search_locations
    sys.modules["timm"] = package

from timm.scheduler.cosine_lr import CosineLRScheduler  # noqa: E402


def column(peak, steps, *settings, **named):
    """The rates that timm sets before each of so many steps."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=peak)
    scheduler = CosineLRScheduler(optimizer, *settings, **named)
    rates = []
    for step in range(steps):
        scheduler.step(step)
        rates.append(optimizer.param_groups[0]["lr"])
    return rates


@given(PEAKS, STEPS, SHARES)
def test_cosine_is_cosine(peak, steps, share):
    theirs = column(peak, steps + 3, steps, share * peak)
    ours = table(cosine(peak, steps, share * peak), steps + 3)
    assert difference(ours, theirs, peak) < FLOAT64


@given(PEAKS, STEPS, WARMUPS, SHARES, SHARES)
def test_warm_up_and_cosine_is_a_prefix(peak, steps, warmup, start, share):
    warmup = min(warmup, 10 * steps)
    theirs = column(
        peak,
        warmup + steps,
        steps,
        share * peak,
        warmup_t=warmup,
        warmup_lr_init=start * peak,
        warmup_prefix=True,
    )
    ours = with_warmup(cosine(peak, steps, share * peak), warmup, start * peak)
    assert difference(table(ours, warmup + steps), theirs, peak) < FLOAT64


@given(PEAKS, STEPS, st.integers(1, 5), SHARES)
def test_equal_cycles_need_a_limit(peak, cycle, cycles, share):
    steps = cycle * cycles
    theirs = column(peak, steps, cycle, share * peak, cycle_limit=cycles)
    ours = table(cosine_restarts(peak, steps, cycles, share * peak), steps)
    assert difference(ours, theirs, peak) < FLOAT64


def test_without_a_limit_there_is_one_cycle():
    assert column(1.0, 25, 10)[10:] == [0.0] * 15


def test_a_growing_cycle_may_be_missed():
    """``log(243, 3) < 5``: timm misses the restart at step 1210."""
    theirs = column(1.0, 1211, 10, cycle_mul=3, cycle_limit=9)
    steps = 10 * sum(3**cycle for cycle in range(6))
    ours = cosine_restarts(1.0, steps, 6, cycle_multiplier=3)
    assert ours(1210) == 1.0
    assert theirs[1210] != pytest.approx(1.0)
