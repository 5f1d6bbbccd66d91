"""Wrong arguments of schedules."""

import math

import pytest

from helpers.schedules import (
    constant,
    cosine,
    cosine_restarts,
    linear,
    one_cycle,
    step_decay,
    warmup_stable_decay,
    with_warmup,
)

NO_RATES = [-0.1, math.nan, math.inf, True, "0.1", None, [0.1]]


NO_COUNTS = [-1, 10.0, 2.5, math.nan, True, "10", None, 2**53 + 1]


NO_FLAGS = [1, 0.0, "yes", None]


NO_EDGES = [[0, 5], [5, 5], [5, 3], [2.5], [True], ["3"], 5, None, [[3], [5]]]


NO_SCHEDULES = [0.1, None, "cosine"]


ARGUMENTS = {
    constant: {"rate": (0.1, NO_RATES)},
    step_decay: {
        "peak": (0.1, [0, *NO_RATES]),
        "boundaries": ([3, 6], NO_EDGES),
        "factor": (0.5, [0, 1.5, *NO_RATES]),
    },
    linear: {
        "peak": (0.1, [0, *NO_RATES]),
        "steps": (10, [0, *NO_COUNTS]),
        "floor": (0.01, [0.2, *NO_RATES]),
        "endpoint": (False, NO_FLAGS),
    },
    cosine: {
        "peak": (0.1, [0, *NO_RATES]),
        "steps": (10, [0, *NO_COUNTS]),
        "floor": (0.01, [0.2, *NO_RATES]),
        "endpoint": (False, NO_FLAGS),
    },
    cosine_restarts: {
        "peak": (0.1, [0, *NO_RATES]),
        "steps": (10, [0, *NO_COUNTS]),
        "cycles": (2, [0, 11, *NO_COUNTS]),
        "floor": (0.01, [0.2, *NO_RATES]),
        "cycle_multiplier": (2, [0, 10, *NO_COUNTS]),
        "peak_multiplier": (0.5, [0, 1.5, *NO_RATES]),
        "endpoint": (False, NO_FLAGS),
    },
    warmup_stable_decay: {
        "peak": (0.1, [0, *NO_RATES]),
        "steps": (10, [0, *NO_COUNTS]),
        "warmup": (3, [7, 11, *NO_COUNTS]),
        "decay": (4, [0, 11, *NO_COUNTS]),
        "floor": (0.01, [0.2, *NO_RATES]),
        "start": (0.0, [0.2, *NO_RATES]),
        "endpoint": (False, NO_FLAGS),
    },
    one_cycle: {
        "peak": (0.1, [0, *NO_RATES]),
        "steps": (10, [0, *NO_COUNTS]),
        "warmup": (3, [10, *NO_COUNTS]),
        "start": (0.0, [0.2, *filter(None, NO_RATES)]),
        "floor": (0.0, [0.2, *filter(None, NO_RATES)]),
        "endpoint": (False, NO_FLAGS),
    },
    with_warmup: {
        "schedule": (cosine(0.1, 10), NO_SCHEDULES),
        "warmup": (3, [101, *NO_COUNTS]),
        "start": (0.0, [0.2, *NO_RATES]),
    },
}


BAD_CALLS = [
    pytest.param(make, name, value, id=f"{make.__name__}-{name}={value!r}")
    for make, arguments in ARGUMENTS.items()
    for name, (_, values) in arguments.items()
    for value in values
]


@pytest.mark.parametrize(("make", "name", "value"), BAD_CALLS)
def test_a_bad_argument_is_named_with_its_value(make, name, value):
    arguments = {key: good for key, (good, _) in ARGUMENTS[make].items()}
    make(**arguments)
    with pytest.raises((TypeError, ValueError)) as error:
        make(**{**arguments, name: value})
    assert f"{name} = {value!r}" in str(error.value)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: linear(1, 1, endpoint=True), "steps = 1 must be from 2"),
        (lambda: cosine(1, 1, endpoint=True), "steps = 1 must be from 2"),
        (
            lambda: cosine_restarts(1, 10, 6, endpoint=True),
            "cycles = 6 must be from 1 to 5",
        ),
        (
            lambda: warmup_stable_decay(1, 10, 2, 1, endpoint=True),
            "decay = 1 must be from 2 to 10",
        ),
        (
            lambda: one_cycle(1, 10, 9, endpoint=True),
            "warmup = 9 must be from 0 to 8",
        ),
    ],
)
def test_a_fall_that_includes_its_endpoint_needs_two_steps(call, message):
    with pytest.raises(ValueError, match=message):
        call()
