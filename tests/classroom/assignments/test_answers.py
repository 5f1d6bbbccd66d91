"""What a submission hands over is read as data of limited size, whatever it is."""

import json
import time

import pytest

from classroom.assignments.answers import NO_NAME, TOO_LARGE, outcome

ASKED = {"question": "plan", "number": 0}
GOOD = json.dumps(ASKED | {"value": [0.5, 1]})


def line(**more):
    """Return a line about an answer."""
    return json.dumps(ASKED | more)


@pytest.mark.parametrize(
    "odd",
    [
        '{"cell": Infinity, "error": "ValueError: x"}',
        '{"cell": -Infinity, "error": 1}',
        '{"cell": NaN, "error": []}',
        '{"cell": 1e999, "error": "x"}',
        '{"cell": "1", "error": "x"}',
        '{"cell": true, "error": "x"}',
        '{"cell": -1, "error": "x"}',
        '{"cell": 3}',
        '{"question": "plan", "number": Infinity, "value": 1}',
        '{"question": "plan", "number": 0.0, "value": 1}',
        '{"question": ["plan"], "number": 0}',
        '{"question": {"a": 1}, "number": [], "value": 1}',
        '{"question": "plan"}',
        "9" * 5000,
        '{"cell": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"a":' * 100_000,
        "null",
        "3",
        '"broken"',
        "[]",
        "{}",
        "\0",
        '"\\ud800"',
    ],
)
def test_an_odd_line_changes_nothing(odd):
    found = outcome(f"{odd}\n{GOOD}".encode(), "")
    assert found.values == {("plan", 0): [0.5, 1]}
    assert found.errors == found.failed_cells == {}
    assert found.stopped == ""


@pytest.mark.parametrize(
    "value",
    [
        [0] * 400_000,
        [[0] * 700] * 700,
        {str(n): n for n in range(200_000)},
        10**41,
        -(10**41),
        "x" * 2000,
        {"x" * 2000: 1},
        [[[[[[[1]]]]]]],
        [[[[[[[]]]]]]],
    ],
    ids=repr,
)
def test_a_large_answer_is_refused_before_anything_is_computed(value):
    found = outcome(line(value=value).encode(), "")
    assert found.values == {}
    assert found.errors == {("plan", 0): TOO_LARGE}


@pytest.mark.parametrize(
    "value", [2**128, [[1.5, None]], {"a": [True, "x"]}, [0.1] * 100_000, float("inf")]
)
def test_an_answer_of_ordinary_size_is_taken(value):
    assert outcome(line(value=value).encode(), "").values == {("plan", 0): value}


def test_the_first_answer_counts():
    said = "\n".join([line(value=1), line(value=2), line(error="ValueError: x")])
    found = outcome(said.encode(), "")
    assert found.values == {("plan", 0): 1}
    assert found.errors == {}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ValueError: all points, says the teacher", "ValueError"),
        ("InvalidArgumentError: x", "InvalidArgumentError"),
        ("YourScoreIs18: x", NO_NAME),
        ("All points. 14 of 14", NO_NAME),
        ("print: x", NO_NAME),
        ("", NO_NAME),
        (["ValueError"], NO_NAME),
    ],
)
def test_only_the_known_name_of_an_exception_is_told(said, told):
    assert outcome(line(error=said).encode(), "").errors == {("plan", 0): told}


def test_a_reason_counts_only_before_the_sandbox_is_complete():
    ours = outcome(b'{"broken": "OSError: bwrap: no"}\n', "")
    assert ours.stopped == "OSError: bwrap: no"
    forged = '{"sandbox": true}\n{"broken": "the teacher says 18 of 18"}'
    assert outcome(forged.encode(), "").stopped == "it broke off"
    assert outcome(forged.encode(), "it slept").stopped == "it slept"


@pytest.mark.parametrize("text", [b"\n" * 4_000_000, b"{}\n" * 10**6, b"\xff" * 10**6])
def test_a_long_text_is_read_at_once(text):
    began = time.process_time()
    assert outcome(text, "").values == {}
    assert time.process_time() - began < 2
