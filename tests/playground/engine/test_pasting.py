"""Columns out of pasted texts: taken, asked about, or refused."""

import pytest

from tests.playground.engine.printed import PRINTED, RATES, STEPS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]

# JavaScript: what a text gives, without what is as usual.
READ = """((text) => or(() => {
  const found = m.pasted(text, given.answers ?? {});
  if (found.question) return { ask: found.question.about,
    options: found.question.options.map((one) => one.answer) };
  const { rates, steps, named, skipped, empty, cut } = found;
  const lines = skipped.map((one) => one.line);
  return { rates: plain(rates), ...(steps && { steps }), ...(named && { named }),
    ...(empty && { empty }), ...(cut && { cut }),
    ...(lines.length && { skipped: lines }) };
}))"""

NUMBERS = {
    "0.1\n0.05\n": [0.1, 0.05],
    "0.1\r\n 5e-2 \r\n\r\n1.": [0.1, 0.05, 1],
    "[0.1, .05, 1E-3]": [0.1, 0.05, 0.001],
    "array([1.0000e-01, 0.0000e+00])": [0.1, 0],
    "0.1; 0.2\t0.3": [0.1, 0.2, 0.3],
    "0, 1": [0, 1],
    "-0\n1": [0, 1],
    "0.1,\n0.05,\n": [0.1, 0.05],
    "0.1 0.2 0.3\n0.4": [0.1, 0.2, 0.3, 0.4],
    # Decimal commas, where nothing else can be meant.
    "0,1\n0,05": [0.1, 0.05],
    "0,1\n0,05\n0": [0.1, 0.05, 0],
    "0,1;0,05;0,01": [0.1, 0.05, 0.01],
    "0,1\t0,05\t0,01": [0.1, 0.05, 0.01],
    "1,0E-03\n5,0E-04": [0.001, 0.0005],
    "1.000,5\n900,05": [1000.5, 900.05],
    "10%\n5%": [0.1, 0.05],
    "10 %\n7 %": [0.1, 0.07],
}
TABLES = {
    "0\t0.1\n1\t0.05\n2\t0.01": {"rates": [0.1, 0.05, 0.01]},
    "step,lr\n0,0.1\n10,0.05": {"rates": [0.1, 0.05], "steps": [0, 10]},
    "1,000\t0.1\n2,000\t0.05": {"rates": [0.1, 0.05], "steps": [1000, 2000]},
    '"Step","lr"\n"0","0.1"\n"1,000","0.09"\n"2,000","0.08"': {
        "rates": [0.1, 0.09, 0.08],
        "steps": [0, 1000, 2000],
    },
    'Step,Value\n"1,500",0.09\n"1,234,567",0.08': {
        "rates": [0.09, 0.08],
        "steps": [1500, 1234567],
    },
    # Thousands that a comma groups, where it parts the cells too.
    "step,lr\n998,0.1\n999,0.2\n1,000,0.3\n1,001,0.4": {
        "rates": [0.1, 0.2, 0.3, 0.4],
        "steps": [998, 999, 1000, 1001],
    },
    "step,lr\n1,000,0.3\n1,001,0.4": {"rates": [0.3, 0.4], "steps": [1000, 1001]},
    "step,lr\n1,234,0.3\n1,345,0.4": {"rates": [0.3, 0.4], "steps": [1234, 1345]},
    "loss,step,lr\n2.1,998,0.1\n2.0,1,000,0.2": {
        "rates": [0.1, 0.2],
        "steps": [998, 1000],
    },
    "999,0.1\n1,000,0.2\n1,001,0.3": {
        "rates": [0.1, 0.2, 0.3],
        "steps": [999, 1000, 1001],
    },
    # Rows that are counted without a heading.
    "step,lr\n1,100,0.3\n2,200,0.2": {"rates": [0.3, 0.2], "steps": [100, 200]},
    "Schritt\tLernrate\n0\t0,1\n100\t0,09\n250\t0,08": {
        "rates": [0.1, 0.09, 0.08],
        "steps": [0, 100, 250],
        "named": "Schritt",
    },
    "Schritt;Loss;LR\n0;2,3;0,1\n100;2,1;0,09": {
        "rates": [0.1, 0.09],
        "steps": [0, 100],
        "named": "Schritt",
    },
    "updates\tlr\n10\t0.1\n20\t0.05": {
        "rates": [0.1, 0.05],
        "steps": [10, 20],
        "named": "updates",
    },
    "step;lr (%)\n0;10,0\n10;9,0": {
        "rates": [0.1, 0.09],
        "steps": [0, 10],
    },
    "step\tlr in percent\n0\t10\n10\t9 %": {
        "rates": [0.1, 0.09],
        "steps": [0, 10],
    },
    "lr (%)\n10\n7": {"rates": [0.1, 0.07]},
    # Whole numbers that rise, and are no steps.
    "batch size,lr\n32,0.1\n64,0.2": {"rates": [0.1, 0.2]},
    "_timestamp,lr\n1700000000,0.1\n1700000009,0.05": {
        "rates": [0.1, 0.05],
    },
    "1.000;0,1\n2.000;0,05": {"rates": [0.1, 0.05], "steps": [1000, 2000]},
    "lr;step\n0,1;0\n0,05;10": {
        "rates": [0.1, 0.05],
        "steps": [0, 10],
    },
    "step,lr\n10,0.1\n20,\n30,0.05": {
        "rates": [0.1, 0.05],
        "steps": [10, 30],
        "empty": 1,
    },
    "lr,momentum\n0.1,0.9\n0.05,0.9": {"rates": [0.1, 0.05]},
    "[0.1, 0.05": {"rates": [0.1, 0.05], "cut": True},
    "{0: 0.1, 10: 0.05}": {"rates": [0.1, 0.05], "steps": [0, 10]},
    "[[0, 0.1], [10, 0.05]]": {"rates": [0.1, 0.05], "steps": [0, 10]},
    "My run\nstep,lr\n0,0.1\n10,0.05": {
        "rates": [0.1, 0.05],
        "steps": [0, 10],
        "skipped": [1],
    },
}
STAMP = "2026-11-29 10:00:00"
LOGS = {  # of a row: what stands around its step and its rate
    f"[{STAMP}] step %s | loss 1.000 | lr %s": [0, 10],
    f"{STAMP},123 - INFO - step %s lr %s": [0, 10],
    f"[{STAMP},123][INFO] step: %s, learning_rate: %s": [0, 10],
    "[10:00:00] (main) Step [%s/9000], lr=%s": [0, 10],
    "[0] {'step': %s, 'lr': %s}": [0, 10],
    f"{STAMP},123 - INFO - step %s, lr %s": [500, "1,000", "10,000"],
}
ASKED = {
    "0,1\n0,2": ("style", ["parted", "decimal"]),
    "1.000,5\n900,25": ("style", ["parted", "decimal"]),
    "1,000\n900\n800": ("style", ["decimal", "grouped"]),
    "0.1 0.2\n0.3 0.4": ("column", [0, 1, "all"]),
    "lr-a,lr-b,step\n0.1,0.01,0\n0.05,0.005,1": ("column", [0, 1, 2]),
    "17.5\t0\t0.1\n18.5\t10\t0.05": ("column", [0, 1, 2, "all"]),
}
REFUSED = {
    "": ("pastedEmpty", {}),
    " \n[]\n": ("pastedEmpty", {}),
    "0.1\nabc\n": ("pastedText", {"line": 2, "text": "abc"}),
    "0.1\n\n0x10": ("pastedText", {"line": 3, "text": "0x10"}),
    "1_000": ("pastedText", {"line": 1, "text": "1_000"}),
    "x" * 99: ("pastedText", {"line": 1, "text": "x" * 40 + "…"}),
    "foo(0.1)": ("pastedText", {"line": 1, "text": "foo(0.1)"}),
    "0.1 -0.1": ("pastedNegative", {"line": 1, "text": "-0.1"}),
    "1\n\N{MINUS SIGN}2": (
        "pastedNegative",
        {"line": 2, "text": "\N{MINUS SIGN}2"},
    ),
    "1\nNaN": ("pastedNotFinite", {"line": 2, "text": "NaN"}),
    "inf": ("pastedNotFinite", {"line": 1, "text": "inf"}),
    "1e999": ("pastedNotFinite", {"line": 1, "text": "1e999"}),
    "step,lr\n10,0.1\n5,0.2": ("pastedSteps", {"line": 3, "text": "5", "before": 10}),
    "0 0.1\n10": ("pastedUneven", {"line": 2, "cells": 1, "expected": 2}),
    "step 0 lr 1,5e-04\nstep 9 lr 1,4e-04": (
        "pastedText",
        {"line": 1, "text": "lr 1,5e-04"},
    ),
    "step,lr\n999,999,0.3\n1,000,000,0.2": (
        "pastedUneven",
        {"line": 3, "cells": 4, "expected": 3},
    ),
    "0.1\n0.05\n...\n": ("pastedShortened", {"line": 3}),
}


def read(engine, texts, **answers):
    given = {"texts": texts, "answers": answers}
    return engine("pasting/pasted", f"given.texts.map({READ})", given)


def test_a_pasted_text_is_a_column_or_is_refused_with_its_line(engine):
    expected = {text: {"rates": rates} for text, rates in NUMBERS.items()} | TABLES
    expected |= {text: {"ask": a, "options": o} for text, (a, o) in ASKED.items()}
    expected |= {text: {"refused": key} | v for text, (key, v) in REFUSED.items()}
    seen = read(engine, [*expected])
    assert dict(zip(expected, seen, strict=True)) == expected


@pytest.mark.parametrize("row", LOGS)
def test_of_a_log_the_words_step_and_rate_are_taken_whatever_stamps_it(engine, row):
    steps, given = LOGS[row], ["1.99e-04", "1.98e-04", "0.0001"]
    lines = [row % pair for pair in zip(steps, given, strict=False)]
    whole = [int(str(step).replace(",", "")) for step in steps]
    expected = {"rates": [float(rate) for rate in given[: len(steps)]], "steps": whole}
    assert read(engine, ["\n".join(lines)]) == [expected]


def test_an_answer_is_what_is_taken(engine):
    (parted,) = read(engine, ["0,1\n0,2"], style="parted", column="all")
    assert parted["rates"] == [0, 1, 0, 2]
    (decimal,) = read(engine, ["0,1\n0,2"], style="decimal")
    assert decimal["rates"] == [0.1, 0.2]
    (third,) = read(engine, ["17.5\t0\t0.1\n18.5\t10\t0.05"], column=2)
    assert (third["rates"], third["steps"]) == ([0.1, 0.05], [0, 10])


def test_of_a_million_rows_the_first_too_many_is_named(engine):
    made = """["1\\n", "0.1 "].map((row) => or(() => m.pasted(row.repeat(1e6))))
      .concat(or(() => m.pasted("1\\n".repeat(100000)).rates.length))"""
    lines, words, most = engine("pasting/pasted", made)
    assert most == 100_000
    assert lines == {"refused": "pastedTooLong", "line": most + 1, "atMost": most}
    assert words == {"refused": "pastedTooLong", "line": 1, "atMost": most}


@pytest.mark.parametrize("tool", PRINTED)
def test_what_a_tool_prints_is_taken_or_is_refused_with_what_to_do(engine, tool):
    text, steps, digits = PRINTED[tool]()
    (seen,) = read(engine, [text])
    if digits is None:
        assert seen["refused"] == "pastedShortened"
        return
    assert seen.get("steps", list(range(len(RATES)))) == (steps or STEPS)
    assert seen["rates"] == pytest.approx(RATES, rel=10.0**-digits)
