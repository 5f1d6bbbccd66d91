"""The detective says of hundreds of drawn logs what Python's says."""

import re
from decimal import Decimal

import numpy as np
import pytest

from helpers.schedules import call_of, recognize
from helpers.schedules.recognition.rounding import (
    digits_of,
    halves_of_a_digit,
    roundest,
    to_digits,
)
from tests.helpers.schedules.recognition.drawn import (
    KINDS,
    OUTSIDE,
    draw,
    draw_outside,
    rounded,
)
from tests.helpers.schedules.recognition.test_problems import FAULTS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]

LOGS, WHOLE, OTHERS, FAULTY = 240, 24, 200, 4
LONG = 5  # digits
NEAR = 1e-6  # between the results of two solvers of least squares
NUMBER = re.compile(r"-?\d+\.?\d*(?:e[+-]?\d+)?")
ASKED = """(await import("/page/recognizedText.js").then((text) =>
  given.map(([steps, rates]) => {
    const seen = m.recognize(rates.map((one) => one ?? NaN), steps);
    const said = text.findingText;
    const problems = seen.problems.map((one) => `${one.rule}: ${said(one)}`);
    const notes = seen.notes.map(said);
    const clock = [seen.first, seen.each, ...seen.again];
    return { ...seen, problems, notes, clock };
  })))"""


def of_the_family():
    generator = np.random.default_rng(26)
    for row in range(LOGS):
        log = draw(generator, KINDS[row % len(KINDS)]).log()
        yield log[:, 0], log[:, 1]


def whole_columns():
    generator = np.random.default_rng(27)
    for row in range(WHOLE):
        rates = draw(generator, KINDS[row % len(KINDS)]).column()
        yield np.arange(len(rates)), rounded(rates, 4) if row % 2 else rates


def outside():
    generator = np.random.default_rng(29)
    for row in range(OTHERS):
        rates = draw_outside(generator, OUTSIDE[row % len(OUTSIDE)])
        rates *= 10 ** generator.uniform(-5, 0)
        steps = np.arange(0, len(rates), 10 if row % 3 else 1)
        yield steps, rounded(rates[steps], 4) if row % 2 else rates[steps]


def with_faults():
    for rule, faulty in FAULTS.items():
        for every in (1, 10):
            generator = np.random.default_rng(len(rule))
            for _ in range(FAULTY):
                _, rates = faulty(generator)
                steps = np.arange(0, len(rates), every)
                yield steps, rounded(rates[steps], 4)


def unusual():
    """Columns of Python's own tests, and some that show too little."""
    yield from (
        ([0, 1], [0.1, 0.05]),
        ([0, 1, 2], [0.1, 0.05, 0.01]),
        ([0, 1, 2], [np.nan, -1.0, 0.1]),
        (np.arange(0, 100, 10), np.zeros(10)),
        (
            np.arange(5000, 5200),
            draw(np.random.default_rng(1), "cosine").column()[:200],
        ),
        (np.arange(1, 201), np.linspace(0.1, 0.0505, 200)),
        (np.arange(90), np.arange(90) / 900),
        (np.arange(7), [0.1, 0.1, 0.1, 0.01, 0.01, 0.01, np.nan]),
        (np.arange(400), np.tile(0.1 - np.arange(100) / 3000, 4)),
        (np.arange(30), rounded(0.05 * (1 + np.cos(np.pi * np.arange(30) / 30)), 3)),
    )


def is_near(ours, theirs):
    """Tell whether two texts are one, but for the last digits of their numbers."""
    if NUMBER.sub("#", ours) != NUMBER.sub("#", theirs):
        return False
    pairs = zip(NUMBER.findall(ours), NUMBER.findall(theirs), strict=True)
    return all(abs(float(a) - float(b)) <= allowed(b) for a, b in pairs)


def allowed(number):
    """Return how far two solvers may be apart at a number, as it is written.

    Between two roundings of five digits or more the least difference decides.
    """
    value = Decimal(number).normalize()
    digits, place = len(value.as_tuple().digits), value.as_tuple().exponent
    last = 1.01 * 10.0**place if "." in number and digits >= LONG else 0.0
    return max(NEAR * abs(float(value)), last)


def differences(seen, python):
    """Return what differs between the engine's answer and Python's."""
    call = str(call_of(python.nearest)) if python.nearest is not None else ""
    problems = [f"{problem.rule}: {problem.text}" for problem in python.problems]
    clock = [python.first_step, python.updates_per_step, *python.again]
    texts = [
        ([seen["call"]], [call]),
        (seen["problems"], problems),
        (seen["notes"], [*python.notes]),
    ]
    different = [
        pair
        for pair in texts
        if len(pair[0]) != len(pair[1]) or not all(map(is_near, *pair))
    ]
    if seen["fits"] != (python.schedule is not None) or seen["clock"] != clock:
        different.append((seen, python))
    same = seen["call"] == call
    if same and seen["distance"] is not None and np.isfinite(python.distance):
        off = abs(seen["distance"] - python.distance)
        if off > NEAR * max(python.distance, NEAR):
            different.append((seen["distance"], python.distance))
    return different


def answers(engine, drawn):
    """Return the logs, with the engine's answers and Python's."""
    logs = [(np.asarray(s, int), np.asarray(r, float)) for s, r in drawn()]
    given = [
        (s.tolist(), [r if np.isfinite(r) else None for r in rates.tolist()])
        for s, rates in logs
    ]
    seen = engine("recognition/recognizing", ASKED, given)
    return [
        (one, recognize(rates, steps))
        for one, (steps, rates) in zip(seen, logs, strict=True)
    ]


@pytest.mark.parametrize("drawn", [of_the_family, whole_columns, with_faults, unusual])
def test_the_same_call_the_same_warnings_and_notes(engine, drawn):
    wrong = [differences(*pair) for pair in answers(engine, drawn)]
    wrong = [one for one in wrong if one]
    assert not wrong, (len(wrong), wrong[:3])


def test_what_is_outside_the_family_is_so_for_both(engine):
    """Where nothing fits, a fit may end elsewhere: the nearest is mostly the same."""
    same = 0
    for seen, python in answers(engine, outside):
        assert not seen["fits"]
        assert python.schedule is None
        rules = [problem.rule for problem in python.problems]
        assert [text.split(": ")[0] for text in seen["problems"]] == rules
        same += is_near(seen["call"], str(call_of(python.nearest)))
    assert same >= 0.8 * OTHERS


def test_rounding_is_read_as_in_python(engine):
    generator = np.random.default_rng(4)
    values = (10 ** generator.uniform(-9, 9, size=400)).tolist()
    columns = [rounded(values[i::8], i + 1).tolist() for i in range(7)]
    ranges = generator.integers([0, 1], [9000, 300], size=(300, 2)).tolist()
    asked = """[given[0].map((one) => [1, 3, 6].map((d) => m.toDigits(one, d))),
      given[0].map((one) => m.digitsOf(one)),
      given[1].map((one) => plain(m.halvesOfADigit(Float64Array.from(one)))),
      given[2].map(([low, width]) => m.roundest(low, low + width))]"""
    digits, counts, halves, rounds = engine(
        "recognition/rounding", asked, [values, columns, ranges]
    )
    assert digits == [[float(to_digits(v, d)) for d in (1, 3, 6)] for v in values]
    assert counts == [digits_of(value) for value in values]
    for ours, column in zip(halves, columns, strict=True):
        np.testing.assert_allclose(ours, halves_of_a_digit(np.array(column)), 1e-14)
    assert rounds == [roundest(low, low + width) for low, width in ranges]
