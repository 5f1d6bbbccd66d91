import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.schedules import (
    cosine,
    cosine_restarts,
    linear,
    one_cycle,
    step_decay,
    table,
    with_warmup,
)
from tests.helpers.schedules.peers.drawn import (
    FLOAT64,
    PEAKS,
    SHARES,
    STEPS,
    WARMUPS,
    difference,
)
from tests.helpers.schedules.peers.readings import Later, rates_of_pytorch, sgd

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("peers")]

schedulers = Later("torch.optim.lr_scheduler")


@given(PEAKS, STEPS, SHARES)
def test_cosine_is_cosine_annealing(peak, steps, share):
    floor = share * peak
    theirs = schedulers.CosineAnnealingLR(sgd(peak), steps, floor)
    ours = table(cosine(peak, steps, floor), steps + 1)
    assert difference(ours, rates_of_pytorch(theirs, steps + 1), peak) < FLOAT64


def test_past_its_end_cosine_annealing_rises_again():
    theirs = rates_of_pytorch(schedulers.CosineAnnealingLR(sgd(1.0), 10), 21)
    ours = table(cosine(1.0, 10), 21)
    assert ours[20] == 0
    assert theirs[20] == pytest.approx(1.0)


@given(PEAKS, st.integers(1, 40), st.integers(1, 3), st.integers(1, 4), SHARES)
def test_restarts_are_cosine_annealing_warm_restarts(
    peak, first, multiplier, cycles, share
):
    floor = share * peak
    steps = first * sum(multiplier**cycle for cycle in range(cycles))
    theirs = schedulers.CosineAnnealingWarmRestarts(sgd(peak), first, multiplier, floor)
    ours = cosine_restarts(peak, steps, cycles, floor, cycle_multiplier=multiplier)
    rates = rates_of_pytorch(theirs, steps)
    assert difference(table(ours, steps), rates, peak) < FLOAT64


def test_told_a_step_warm_restarts_may_take_the_wrong_cycle():
    """``log(243, 3) < 5``: told the step, PyTorch misses the restart at 1210."""
    theirs = schedulers.CosineAnnealingWarmRestarts(sgd(1.0), 10, 3)
    theirs.step(1210)
    steps = 10 * sum(3**cycle for cycle in range(6))
    ours = cosine_restarts(1.0, steps, 6, cycle_multiplier=3)
    assert ours(1210) == 1.0
    assert theirs.get_last_lr()[0] != pytest.approx(1.0)


@given(PEAKS, st.integers(10, 400), st.floats(0.1, 0.9))
def test_one_cycle_is_one_cycle_with_its_endpoint(peak, steps, share):
    warmup = max(1, round(share * steps) - 1)
    theirs = schedulers.OneCycleLR(
        sgd(peak),
        peak,
        total_steps=steps,
        pct_start=(warmup + 1) / steps,
        cycle_momentum=False,
    )
    ours = table(one_cycle(peak, steps, warmup, endpoint=True), steps)
    rates = [*rates_of_pytorch(theirs, steps - 1), theirs.get_last_lr()[0]]
    assert difference(ours, rates, peak) < FLOAT64
    theirs.step()  # past its end by one, which is let pass
    with pytest.raises(ValueError, match="Tried to step"):
        theirs.step()


@given(PEAKS, STEPS, WARMUPS, st.floats(0.01, 1), SHARES)
def test_warm_up_and_cosine_is_a_sequence(peak, steps, warmup, start, share):
    warmup = min(warmup, 10 * steps)
    ours = with_warmup(cosine(peak, steps, share * peak), warmup, start * peak)
    shared = sgd(peak)
    rise = schedulers.LinearLR(shared, start_factor=start, total_iters=warmup)
    fall = schedulers.CosineAnnealingLR(shared, steps, share * peak)
    theirs = schedulers.SequentialLR(shared, [rise, fall], milestones=[warmup])
    rates = rates_of_pytorch(theirs, warmup + steps)
    assert difference(table(ours, warmup + steps), rates, peak) < FLOAT64


@given(PEAKS, STEPS, SHARES)
def test_linear_is_linear(peak, steps, share):
    theirs = schedulers.LinearLR(sgd(peak), 1.0, share, steps)
    ours = table(linear(peak, steps, share * peak), steps + 1)
    assert difference(ours, rates_of_pytorch(theirs, steps + 1), peak) < FLOAT64


@given(PEAKS, st.sets(st.integers(1, 60), min_size=1, max_size=4))
def test_step_decay_is_multi_step(peak, edges):
    theirs = schedulers.MultiStepLR(sgd(peak), sorted(edges), gamma=0.1)
    ours = table(step_decay(peak, sorted(edges)), 62)
    assert difference(ours, rates_of_pytorch(theirs, 62), peak) < FLOAT64
