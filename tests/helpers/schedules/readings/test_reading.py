"""The door: what is taken, what is refused, and that every error names its cause."""

import time

import numpy as np
import pytest

from helpers.schedules import Schedule, readable, reading, table
from helpers.schedules.readings.libraries import LIBRARIES

COSINE = "CosineAnnealingLR(optimizer, T_max=10)"


def column(call, library="PyTorch", steps=6, peak=0.1, **options):
    return reading(library, call, peak=peak, **options)(np.arange(steps)).tolist()


def test_twelve_libraries_and_about_a_hundred_calls_can_be_read():
    assert len(readable()) == 12
    assert sum(len(readable(library)) for library in readable()) >= 90


def test_a_reading_is_a_schedule_with_a_length():
    schedule = reading("PyTorch", COSINE, peak=0.1)
    assert isinstance(schedule, Schedule)
    assert schedule.steps == 10
    assert table(schedule, 10)[0] == 0.1
    assert isinstance(schedule(3), np.float64)
    assert schedule(np.array([[1, 2], [3, 4]])).shape == (2, 2)


@pytest.mark.parametrize(
    ("library", "call", "steps"),
    [
        ("PyTorch", "StepLR(optimizer, 3)", None),
        ("PyTorch", "LinearLR(optimizer, 0.1, total_iters=5)", None),
        ("PyTorch", "LinearLR(optimizer, 1.0, 0.0, total_iters=5)", 5),
        ("PyTorch", f"SequentialLR(o, [LinearLR(o), {COSINE}], milestones=[5])", 15),
        ("PyTorch", f"ChainedScheduler([LinearLR(o), {COSINE}])", 10),
        ("PyTorch", "OneCycleLR(o, 0.1, epochs=3, steps_per_epoch=4)", 12),
        ("transformers", "get_linear_schedule_with_warmup(o, 5, 20)", 20),
        ("timm", "CosineLRScheduler(o, 20, warmup_t=5, warmup_prefix=True)", 25),
        ("timm", "CosineLRScheduler(o, 20, cycle_mul=2.0, cycle_limit=2)", 60),
        ("MMEngine", "CosineAnnealingLR(o, begin=3, end=20)", 20),
        ("optax", "warmup_cosine_decay_schedule(0.0, 0.1, 5, 20)", 20),
        ("Keras", "CosineDecay(0.0, 20, warmup_target=0.1, warmup_steps=5)", 25),
        ("PaddlePaddle", "LinearWarmup(CosineAnnealingDecay(0.1, 20), 5, 0, 0.1)", 25),
    ],
)
def test_lengths(library, call, steps):
    peak = 0.1 if LIBRARIES[library].takes_peak else None
    assert reading(library, call, peak=peak).steps == steps


@pytest.mark.parametrize(
    "call",
    [
        "torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=10)",
        "optim.lr_scheduler.CosineAnnealingLR(opt, 10)",
        "lr_scheduler.CosineAnnealingLR(self.optimizer, T_max=5 * 2)",
        "scheduler = CosineAnnealingLR(optimizer=my_own, T_max=2 + 2**3)",
        "import torch\nepochs = 10\nscheduler = CosineAnnealingLR(opt, T_max=epochs)",
        "CosineAnnealingLR(optimizer, T_max=int(100 / 10.0))",
        "  CosineAnnealingLR(\n    optimizer,\n    T_max=10,  # epochs\n  )\n",
    ],
)
def test_ways_to_write_a_call(call):
    assert column(call) == column(COSINE)


def test_lines_around_a_schedule_that_are_not_needed_are_passed_over():
    text = """
import torch
model = torch.nn.Sequential(torch.nn.Linear(3, 1), torch.nn.ReLU())
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
scheduler = CosineAnnealingLR(optimizer, T_max=10)
"""
    assert column(text) == column(COSINE)


def test_a_line_that_is_needed_says_what_was_wrong_with_it():
    text = "warm = LinarLR(o)\nSequentialLR(o, [warm, StepLR(o, 3)], milestones=[3])"
    with pytest.raises(ValueError, match=r"LinarLR .* \(is it LinearLR\?\)"):
        column(text)


def test_names_in_a_text_have_values():
    text = "CosineAnnealingLR(opt, args.epochs * len(loader) - warmup)"
    names = {"args.epochs": 3, "len(loader)": 4, "warmup": 2}
    assert column(text, names=names) == column(COSINE)


def test_a_name_and_arguments():
    assert column("CosineAnnealingLR", T_max=10) == column(COSINE)
    assert column("lr_scheduler.CosineAnnealingLR", T_max=10) == column(COSINE)
    assert column("cosine_decay", "mlx", peak=None, init=0.5, decay_steps=4)[0] == 0.5


def test_a_scheduler_that_is_stepped_once_an_epoch():
    held = column("StepLR(opt, 1, 0.5)", peak=0.8, steps_per_epoch=3)
    assert held == [0.8, 0.8, 0.8, 0.4, 0.4, 0.4]
    schedule = reading("PyTorch", COSINE, peak=0.1, steps_per_epoch=3)
    assert schedule.steps == 30


def test_rules_of_mmengine_by_updates_and_by_epochs():
    text = """[
        dict(type='LinearLR', start_factor=0.5, by_epoch=False, begin=0, end=3),
        dict(type='StepLR', step_size=1, gamma=0.5, by_epoch=True),
    ]"""
    rates = column(text, "MMEngine", steps=9, peak=0.8, steps_per_epoch=4)
    expected = [0.4, 0.6, 0.8, 0.8, 0.4, 0.4, 0.4, 0.4, 0.2]
    assert rates == pytest.approx(expected)
    with pytest.raises(TypeError, match="steps_per_epoch must be given"):
        column(text, "MMEngine")


@pytest.mark.slow
@pytest.mark.parametrize(
    "call",
    [
        "SequentialLR(o, [LinearLR(o, total_iters=900), CosineAnnealingLR(o, 99_000)], "
        "milestones=[900])",
        "OneCycleLR(o, 0.1, 100_000)",
        "CosineAnnealingWarmRestarts(o, 10, 2)",
    ],
)
def test_a_hundred_thousand_steps_take_about_a_second(call):
    begin = time.process_time()
    rates = reading("PyTorch", call, peak=0.1)(np.arange(100_000))
    assert time.process_time() - begin < 3
    assert rates.shape == (100_000,)


def test_steps_in_any_order_are_the_same():
    schedule = reading("PyTorch", COSINE, peak=0.1)
    late = schedule(3000)
    other = reading("PyTorch", COSINE, peak=0.1)
    early = [other(step) for step in (5, 0, 11)]
    assert other(3000) == late
    assert schedule([5, 0, 11]).tolist() == early
    with pytest.raises(ValueError, match="step = 10000000 must be below 10000000"):
        schedule(10**7)


def test_one_cycle_takes_a_step_past_its_end_and_raises_at_the_next():
    schedule = reading("PyTorch", "OneCycleLR(o, 0.1, 20)")
    assert schedule(20) > schedule(19)
    with pytest.raises(ValueError, match="step = 21 must be below 21: the library"):
        schedule(21)


@pytest.mark.parametrize(
    ("library", "call", "options", "kind", "message"),
    [
        ("Torch", COSINE, {}, ValueError, r"library = 'Torch' must be one of PyTorch,"),
        ("PyTroch", COSINE, {}, ValueError, r"\(is it PyTorch\?\)"),
        ("PyTorch", 3, {}, TypeError, "call = 3 must be a text"),
        ("PyTorch", "StepRL(o, 3)", {}, ValueError, r"StepRL .* \(is it StepLR\?\)"),
        ("PyTorch", "Own(o, 3)", {}, ValueError, "What can: ChainedScheduler, Const"),
        (
            "PyTorch",
            "LambdaLR(o, lambda s: 1)",
            {},
            ValueError,
            "LambdaLR .* table.lam",
        ),
        (
            "PyTorch",
            "WSDLRScheduler(o, 9)",
            {},
            ValueError,
            "is a call of timm",
        ),
        (
            "PyTorch",
            "x = StepRL(o)\ny = x",
            {},
            ValueError,
            r"\(is it StepLR\?\)",
        ),
        ("PyTorch", "x = 3 + n\nStepLR(o, x)", {}, ValueError, "^StepLR: n is not kn"),
        ("PyTorch", "LambdaLR(o, [f, g])", {}, ValueError, "LambdaLR .* table.lambda"),
        ("PyTorch", "StepLR(o, lambda s: 1)", {}, ValueError, "= lambda s: 1 is not k"),
        ("PyTorch", "ReduceLROnPlateau(o)", {}, ValueError, "depend on the losses"),
        ("PyTorch", "StepLR(o)", {}, TypeError, "StepLR: step_size must be given"),
        ("PyTorch", "StepLR(o, 3, gama=2)", {}, TypeError, r"gama \(is it gamma\?\)"),
        ("PyTorch", "StepLR(o, 1, 2, 3, 4)", {}, TypeError, "StepLR takes 4 argumen"),
        (
            "PyTorch",
            "StepLR(o, 3, step_size=2)",
            {},
            TypeError,
            "step_size is given",
        ),
        ("PyTorch", "StepLR(o, 0)", {}, ValueError, "StepLR: step_size = 0 must be"),
        ("PyTorch", "StepLR(o, 2.5)", {}, TypeError, "StepLR: step_size = 2.5 must be"),
        ("PyTorch", "StepLR(o, n)", {}, ValueError, "step_size = n is not known: give"),
        ("PyTorch", "StepLR(o, len(x))", {}, ValueError, "step_size = len.x. is not k"),
        ("PyTorch", "StepLR(o, 2 * n)", {}, ValueError, "n is not known: give its va"),
        ("PyTorch", "StepLR(o, 3)", {"peak": None}, TypeError, "peak = None must be"),
        (
            "PyTorch",
            "StepLR(o, 3)",
            {"peak": "x"},
            TypeError,
            "peak = 'x' must be",
        ),
        ("PyTorch", "StepLR(o, 3)", {"gamma": 2}, TypeError, "gamma must stand in the"),
        ("PyTorch", "(lambda: 3)()", {}, ValueError, "is no call by name"),
        ("PyTorch", "[1, 2]", {}, ValueError, "must be a call that makes a schedule"),
        ("PyTorch", "", {}, ValueError, "text is empty"),
        ("PyTorch", "StepLR(o, 3", {}, ValueError, "text is no Python"),
        (
            "PyTorch",
            "SequentialLR(o, [StepLR(o, 3), StepLR(o, 3)], [1, 2])",
            {},
            ValueError,
            "SequentialLR: milestones = .* must be 1",
        ),
        (
            "PyTorch",
            "SequentialLR(o, [StepLR(o, 3), StepLR(o, 0)], [1])",
            {},
            ValueError,
            "StepLR: step_size = 0",
        ),
        ("Keras", "CosineDecay(0.1, 9)", {}, TypeError, "peak = 0.1 must be left out"),
        (
            "Keras",
            "CosineDecay(1, 9)",
            {"peak": None},
            TypeError,
            "initial_learning_rate = 1 must be a float",
        ),
        (
            "optax",
            "cosine_decay_schedule(0.1, 9)",
            {"peak": None, "steps_per_epoch": 2},
            TypeError,
            "steps_per_epoch = 2 must be left out",
        ),
        (
            "fastai",
            "learn.fit_one_cycle(3)",
            {},
            TypeError,
            "steps_per_epoch = None must be given",
        ),
        (
            "PaddlePaddle",
            "ReduceOnPlateau(0.1)",
            {"peak": None},
            ValueError,
            "depend on the losses",
        ),
        (
            "timm",
            "CosineLRScheduler(o, 9, noise_range_t=[0, 1])",
            {},
            ValueError,
            "noise_range_t = .* must be None",
        ),
        (
            "transformers",
            "get_scheduler('cosin', o, 0, 9)",
            {},
            ValueError,
            "name = 'cosin' must be one of",
        ),
        (
            "transformers",
            "get_wsd_schedule(o, 1, 2)",
            {},
            TypeError,
            "num_training_steps or num_stable_steps must be given",
        ),
    ],
)
def test_an_error_names_what_is_wrong(library, call, options, kind, message):
    with pytest.raises(kind, match=message):
        reading(library, call, **({"peak": 0.1} | options))(np.arange(3))


def test_a_rate_that_nothing_uses_may_be_left_out():
    assert column("CyclicLR(o, 0.1, 1.0, 4)", peak=None)[0] == 0.1
    with pytest.raises(TypeError, match="peak = None must be the rate"):
        reading("DeepSpeed", "WarmupLR(o)")(5)


@pytest.mark.slow
@pytest.mark.parametrize("library", LIBRARIES)
def test_no_reader_raises_anything_but_named_errors(library):
    """Whatever stands in the place of an argument."""
    table_of = LIBRARIES[library]
    peak = 0.1 if table_of.takes_peak else None
    for name, reader in table_of.readers.items():
        for wrong in ("'x'", "None", "-1", "[]", "{}", "1e400", "True", "0", "unknown"):
            count = len(reader.parameters)
            for place in range(count):
                words = [f"{each}={wrong}" for each in reader.parameters[: place + 1]]
                call = f"{name}({', '.join(words)})"
                try:
                    reading(library, call, peak=peak, steps_per_epoch=None)([0, 1])
                except (TypeError, ValueError) as problem:
                    assert str(problem)  # noqa: PT017
