"""Each warning comes for columns that have its fault."""

import numpy as np
import pytest

from helpers.schedules import (
    cosine,
    cosine_restarts,
    linear,
    one_cycle,
    recognize,
    table,
    warmup_stable_decay,
    with_warmup,
)
from tests.helpers.schedules.recognition.drawn import differs, rounded

DRAWS = 12


def drawn_peak(generator):
    return float(f"{10 ** generator.uniform(-5, 0):.2g}")


def falling(generator, steps):
    """A schedule that ends at its floor, with a warm-up or without."""
    peak = drawn_peak(generator)
    warmup = int(generator.integers(max(steps // 10, 3), steps // 4))
    floor = peak * float(generator.choice([0, 0.01, 0.1]))
    return [
        cosine(peak, steps, floor),
        linear(peak, steps, floor),
        with_warmup(cosine(peak, steps - warmup, floor), warmup),
        warmup_stable_decay(peak, steps, warmup, steps // 3, floor),
        one_cycle(peak, steps, warmup),
    ][generator.integers(5)]


def climbing(generator):
    """PyTorch's CosineAnnealingLR, asked for more than T_max."""
    steps = int(generator.integers(200, 900))
    peak, over = drawn_peak(generator), int(steps * generator.uniform(1.2, 1.9))
    made = cosine(peak, steps)
    return made, peak * (1 + np.cos(np.pi * np.arange(over) / steps)) / 2


def once_an_epoch(generator):
    """A schedule for epochs, asked in each update."""
    made = falling(generator, int(generator.integers(20, 60)))
    rates = table(made, made.steps)
    return made, np.repeat(rates, int(generator.integers(30, 100)))


def restarting_at_the_end(generator):
    """Cycles that do not fit the training."""
    peak, cycles = drawn_peak(generator), int(generator.integers(2, 5))
    steps = cycles * int(generator.integers(200, 400))
    made = cosine_restarts(peak, steps, cycles, peak / 100)
    return made, table(made, steps - int(0.9 * steps / cycles))


def cut(generator):
    """A plan that is longer than the training."""
    steps = int(generator.integers(1000, 3000))
    made = cosine(drawn_peak(generator), steps)
    return made, table(made, int(steps * generator.uniform(0.55, 0.8)))


def cut_early(generator):
    """A plan that is much longer than the training."""
    steps = int(generator.integers(3000, 9000))
    made = falling(generator, steps)
    while made.call.name in ("linear", "warmup_stable_decay"):
        made = falling(generator, steps)
    return made, table(made, int(steps * generator.uniform(0.3, 0.45)))


def beginning_at_zero(generator):
    """A warm-up by epochs, whose first epoch has the rate 0."""
    made = with_warmup(cosine(drawn_peak(generator), 40), int(generator.integers(3, 9)))
    return made, np.repeat(table(made, made.steps), int(generator.integers(30, 100)))


def resumed(generator):
    """A training that goes on with a schedule that begins again."""
    made = falling(generator, int(generator.integers(600, 2000)))
    rates = table(made, made.steps)
    stop = int(len(rates) * generator.uniform(0.3, 0.8))
    return made, np.concatenate([rates[:stop], rates])


def not_a_number(generator):
    """Rates that are NaN from some update on."""
    made = falling(generator, 500)
    rates = table(made, 500)
    return made, np.append(rates, [np.nan] * int(generator.integers(1, 50)))


def negative(generator):
    """A straight line that goes on below 0."""
    made = linear(drawn_peak(generator), int(generator.integers(300, 900)))
    way = np.arange(int(made.steps * generator.uniform(1.1, 1.5))) / made.steps
    return made, made(0) * (1 - way)


def with_dust(generator):
    """A cosine in float32, which stays at what is left of 0."""
    made = cosine(drawn_peak(generator), int(generator.integers(300, 900)))
    rates = table(made, made.steps + 100)
    return made, np.where(rates == 0, made(0) * 2.0**-24, rates)


FAULTS = {
    "climbs again": climbing,
    "stays for an epoch": once_an_epoch,
    "ends on a restart": restarting_at_the_end,
    "never reaches its floor": cut,
    "ends early": cut_early,
    "begins at zero": beginning_at_zero,
    "begins again": resumed,
    "is no rate": not_a_number,
    "is not quite zero": with_dust,
}


@pytest.mark.slow
@pytest.mark.parametrize("every", [1, 10])
@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_is_told_and_the_schedule_named(rule, every):
    generator = np.random.default_rng(len(rule))
    for _ in range(DRAWS):
        made, rates = FAULTS[rule](generator)
        steps = np.arange(0, len(rates), every)
        seen = recognize(np.column_stack([steps, rounded(rates[steps], 4)]))
        assert rule in {problem.rule for problem in seen.problems}, (made.call, seen)
        if rule not in ("ends on a restart", "ends early"):
            assert not differs(made, seen.schedule), (made.call, seen)


def test_where_it_happens_is_told():
    made = cosine(0.1, 400)
    rates = table(made, 400)
    seen = recognize(np.concatenate([rates[:150], rates]))
    assert seen.again == (150,)
    assert "at update 150:" in str(seen)
    seen = recognize(np.repeat(rates[::10], 60))
    assert seen.updates_per_step == 60
    assert "once in 60 updates" in str(seen)
    climbing = 0.05 * (1 + np.cos(np.pi * np.arange(600) / 400))
    assert "from update 400 on" in str(recognize(climbing))


@pytest.mark.slow
def test_a_training_that_is_resumed_between_two_rows_of_its_log():
    for made in (cosine(0.1, 900), with_warmup(linear(0.1, 800), 100)):
        rates = table(made, 900)
        rates = np.concatenate([rates[:437], rates])
        steps = np.arange(0, len(rates), 10)
        seen = recognize(np.column_stack([steps, rounded(rates[steps], 6)]))
        assert not differs(made, seen.schedule)
        assert abs(seen.again[0] - 437) <= 1


def test_a_training_that_begins_again_more_than_once():
    made = linear(0.1, 300)
    rates = table(made, 300)
    seen = recognize(np.tile(rates[:100], 4))
    assert seen.again == (100, 200, 300)
    made = with_warmup(cosine(0.1, 270), 30)
    rates = table(made, 300)
    seen = recognize(np.concatenate([rates[:120], rates[:200], rates]))
    assert seen.again == (120, 320)
    assert not differs(made, seen.schedule)


def test_negative_rates_are_told_and_left_out():
    made, rates = negative(np.random.default_rng(3))
    seen = recognize(rates)
    assert not differs(made, seen.schedule)
    assert seen.problems[0].rule == "is no rate"
    assert f"{(rates < 0).sum()} rows hold no rate" in seen.notes[0]


def test_a_column_without_a_rate_has_no_schedule():
    seen = recognize([np.nan, -1.0, 0.1])
    assert seen.schedule is None
    assert seen.nearest is None
    assert seen.distance == np.inf
    assert "too few rows" in str(seen)
    assert "At update 0 the rate is nan" in str(seen)


def test_all_zero():
    seen = recognize(np.column_stack([np.arange(0, 100, 10), np.zeros(10)]))
    assert str(seen.schedule.call) == "constant(rate=0.0)"
    assert "0 in all 91 updates" in str(seen)


def test_a_line_that_ends_with_its_log_may_have_been_made_for_longer():
    seen = recognize(table(linear(0.1, 1000), 900))
    assert str(seen.schedule.call) == "linear(peak=0.1, steps=900, floor=0.01)"
    assert not seen.problems
    assert "to 0 in about 1000 steps" in seen.notes[0]
    (problem,) = recognize(table(linear(0.1, 1430), 1000)).problems
    assert problem.rule == "never reaches its floor"


def test_what_a_log_does_not_show_is_told():
    seen = recognize([0.1, 0.05])
    assert seen.schedule is None
    assert "2 rows are too few" in str(seen)
    seen = recognize(table(with_warmup(cosine(0.1, 900), 100), 90))
    assert "ends within the warm-up" in str(seen)
    assert not seen.problems
    seen = recognize(table(linear(0.1, 1000), 300)[::10], np.arange(0, 300, 10))
    assert str(seen.schedule.call) == "linear(peak=0.1, steps=1000)"
    assert "at 29 % of the way" in str(seen)
