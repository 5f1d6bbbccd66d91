"""A call of Python as a state of the playground; browsers open it in other tests."""

import pytest

from playground.links import state_of

CALLS = {
    "constant(0.1)": "shape=constant&steps=50&rate=0.1",
    "step_decay(0.1, [20, 40], factor=0.5)": (
        "shape=step_decay&steps=50&peak=0.1&boundaries=20,40&factor=0.5"
    ),
    "linear(1, 40, endpoint=True)": "shape=linear&steps=40&peak=1&endpoint=true",
    "cosine_restarts(0.001, 100, cycles=5, floor=1e-6)": (
        "shape=cosine_restarts&steps=100&peak=0.001&cycles=5&floor=1e-06"
    ),
    "with_warmup(cosine(0.1, 80), 20, start=0.01)": (
        "shape=warmup_cosine&steps=100&peak=0.1&start=0.01&warmup=20"
    ),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_call_is_a_state(call):
    assert state_of(call, steps=50) == CALLS[call]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        ("constant(0.1)", "constant(0.1) has no end: say how many steps"),
        ("with_warmup(linear(0.1, 80), 20)", "has a warm-up before a cosine only"),
    ],
)
def test_what_the_playground_cannot_show_is_refused(call, sentence):
    with pytest.raises(ValueError, match="steps|cosine only") as refused:
        state_of(call)
    assert sentence in str(refused.value)
