"""A text is parsed and never evaluated: what is no value has no effect."""

import time

import pytest

from helpers.schedules import reading, table
from helpers.schedules.readings.text import LONGEST_TEXT, understood

CALL = "StepLR(optimizer, {})"


def shown(name, values, named):
    return name, values, named


@pytest.mark.parametrize(
    "harm",
    [
        "__import__('pathlib').Path({path!r}).touch()",
        "open({path!r}, 'w')",
        "exec(\"open({path!r}, 'w')\")",
        "(lambda: open({path!r}, 'w'))()",
        "[open({path!r}, 'w') for _ in range(1)]",
        "f\"{{open({path!r}, 'w')}}\"",
        "(x := open({path!r}, 'w'))",
        "getattr(__builtins__, 'open')({path!r}, 'w')",
        "().__class__.__base__.__subclasses__()",
        "3 if open({path!r}, 'w') else 3",
        "open({path!r}, 'w') or 3",
        "*open({path!r}, 'w')",
        "**open({path!r}, 'w')",
        "gamma=open({path!r}, 'w')",
    ],
)
def test_nothing_in_a_text_is_evaluated(harm, tmp_path):
    trace = tmp_path / "trace"
    for call in (CALL.format(harm), harm, f"x = {harm}\nStepLR(opt, x)"):
        text = call.format(path=str(trace))
        with pytest.raises((TypeError, ValueError)):
            reading("PyTorch", text, peak=0.1)
    assert not trace.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "while True: pass",
        "def StepLR(*_): open({path!r}, 'w')",
        "class A: open({path!r}, 'w')",
        "del optimizer",
        "optimizer.lr = open({path!r}, 'w')",
        "x = y = open({path!r}, 'w')",
        "raise SystemExit",
        "assert False",
    ],
)
def test_no_statement_is_executed(statement, tmp_path):
    trace = tmp_path / "trace"
    text = f"{statement.format(path=str(trace))}\nStepLR(optimizer, 3)"
    with pytest.raises(ValueError, match="can't be read"):
        reading("PyTorch", text, peak=0.1)
    assert not trace.exists()


def test_imports_are_passed_over():
    text = "import there_is_no_such_module\nStepLR(optimizer, 3)"
    assert reading("PyTorch", text, peak=0.1)(0) == 0.1


@pytest.mark.parametrize(
    "number",
    [
        "9**9**9",
        "2**64",
        "10.0**400",
        "(9**9)**9",
        "-(9**99)",
        "0.5**-5000",
        "9**(9**9 % 1000000007)",
        "1e308 * 10 * 0 + 1 // 0",
        "(-8)**0.5",
        "[0] * 10**9",
        "'x' * 10**9",
        "int('9' * 10**6)",
        "1" + "0" * 4000,
        "+".join(["1"] * 2000) + "+",
        "(" * 900 + "1" + ")" * 900,
        "-" * 4000 + "1",
        "1" * (LONGEST_TEXT + 1),
        "max()",
        "int(1e400)",
    ],
)
def test_numbers_and_nests_that_are_too_large_are_refused_at_once(number):
    begin = time.perf_counter()
    with pytest.raises((TypeError, ValueError)):
        reading("PyTorch", CALL.format(number), peak=0.1)
    assert time.perf_counter() - begin < 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7 // 2 + 2**-1", 3.5),
        ("-3e-4", -3e-4),
        ("10_000 % 7", 4),
        (
            "(1, [2.0, True], {'a': None, 3: 'b'})",
            (1, [2.0, True], {"a": None, 3: "b"}),
        ),
        ("round(2.6)", 3),
        ("max(1, 2, 0.5)", 2),
        ("int(0.1 * 1005)", 100),
        ("dict(type='x', end=3)", {"type": "x", "end": 3}),
        ("a.b.f(1, k=2)", ("f", [1], {"k": 2})),
        ("n = 3\nm = n * 2\nf(m)", ("f", [6], {})),
    ],
)
def test_what_a_text_may_hold(text, value):
    assert understood(text, {}, shown) == value


def test_names_of_a_text_do_not_reach_its_reader():
    names = {"n": 1}
    understood("n = 3\nf(n)", names, shown)
    assert names == {"n": 1}


BOTH = """
first = ExponentialLR(optimizer, gamma=0.9)
second = MultiStepLR(optimizer, milestones=[30, 80], gamma=0.1)
"""
PLATEAU = """
plateau = ReduceLROnPlateau(optimizer)
scheduler = StepLR(optimizer, 30)
"""


@pytest.mark.parametrize(("text", "name"), [(BOTH, "first"), (PLATEAU, "plateau")])
def test_a_second_scheduler_is_not_left_out_without_a_word(text, name):
    with pytest.raises(ValueError, match=f"text makes {name} = .* too, and does not"):
        reading("PyTorch", text, peak=0.1)


SCRIPT = """
model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
self.scheduler = StepLR(optimizer, step_size=2)
self.scheduler.step()
"""


def test_the_rate_of_the_optimizer_is_read_where_it_stands():
    schedule = reading("PyTorch", SCRIPT)
    assert [float(schedule(step)) for step in range(3)] == [0.5, 0.5, 0.05]
    assert reading("PyTorch", SCRIPT, peak=0.5)(0) == 0.5
    with pytest.raises(ValueError, match="peak = 0.1 must be 0.5, as it stands"):
        reading("PyTorch", SCRIPT, peak=0.1)


def test_a_loop_is_refused_with_what_to_say_instead():
    with pytest.raises(ValueError, match="is a loop: leave it out, and say steps_per"):
        reading("PyTorch", f"{SCRIPT}for epoch in range(9):\n    train()", peak=0.5)


@pytest.mark.parametrize("name", ["cfg['epochs']", 'cfg["epochs"]', "args.epochs"])
def test_a_place_in_a_table_of_settings_may_have_a_value(name):
    schedule = reading("PyTorch", f"StepLR(opt, {name})", peak=1.0, names={name: 2})
    assert [float(schedule(step)) for step in range(3)] == [1.0, 1.0, 0.1]


def test_of_an_unknown_function_the_number_is_asked_for():
    with pytest.raises(
        ValueError, match=r"If it gives a number: names=.'lengths\(…\)'"
    ):
        reading("PyTorch", "StepLR(opt, lengths(data))", peak=1.0)
    text, names = "StepLR(opt, lengths(data))", {"lengths( data )": 2}
    assert reading("PyTorch", text, peak=1.0, names=names)(2) == 0.1


def test_a_name_that_can_not_stand_in_a_text_is_refused():
    with pytest.raises(ValueError, match="names has 'a b', which is no Python"):
        reading("PyTorch", "StepLR(opt, 3)", peak=1.0, names={"a b": 3})


def test_an_optimizer_may_be_made_within_the_call():
    text = "CosineAnnealingLR(optim.SGD(model.parameters(), lr=0.2), T_max=100)"
    apart = reading("PyTorch", "CosineAnnealingLR(optimizer, T_max=100)", peak=0.2)
    assert table(reading("PyTorch", text), 250).tolist() == table(apart, 250).tolist()
    with pytest.raises(ValueError, match=r"peak = 0.1 must be 0.2, as it stands"):
        reading("PyTorch", text, peak=0.1)


def test_a_call_that_can_not_be_read_is_named_where_its_value_is_needed():
    text = "StepLR(optim.SGD(model.parameters(), lr=0.2), length(loader))"
    with pytest.raises(ValueError, match=r"StepLR: length of PyTorch can't be read"):
        reading("PyTorch", text)


GROUPS = """
optimizer = SGD([{"params": body, "lr": 0.01}, {"params": head}], lr=0.1)
CosineAnnealingLR(optimizer, T_max=100)
"""


def test_of_groups_with_rates_of_their_own_one_is_asked_for():
    with pytest.raises(ValueError, match=r"own, 0.01: give peak=…, the rate of the gr"):
        reading("PyTorch", GROUPS)
    for rate in (0.01, 0.1):
        assert reading("PyTorch", GROUPS, peak=rate)(0) == rate


@pytest.mark.parametrize("count", ["0.1 * 500", "500 / 10", "500 // 10", "5e1 + 0"])
def test_a_share_of_a_length_is_a_count(count):
    def of(warmup):
        call = f"get_linear_schedule_with_warmup(optimizer, {warmup}, 500)"
        return table(reading("transformers", call, peak=0.1), 500).tolist()

    assert of(count) == of(50)
    with pytest.raises(TypeError, match=r"num_warmup_steps = 50.5 must be a whole"):
        of("0.1 * 505")
