"""Columns out of pasted texts."""

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]

PASTED = {
    "0.1\n0.05\n": [0.1, 0.05],
    "0.1\r\n 5e-2 \r\n\r\n1.": [0.1, 0.05, 1],
    "[0.1, .05, 1E-3]": [0.1, 0.05, 0.001],
    "array([1.0000e-01, 0.0000e+00])": [0.1, 0],
    "0.1; 0.2\t0.3": [0.1, 0.2, 0.3],
    "0, 1": [0, 1],
    "-0\n1": [0, 1],
    "": {"refused": "pastedEmpty"},
    " \n[]\n": {"refused": "pastedEmpty"},
    "0.1\nabc\n": {"refused": "pastedText", "line": 2, "text": "abc"},
    "0.1\n\n0x10": {"refused": "pastedText", "line": 3, "text": "0x10"},
    "1_000": {"refused": "pastedText", "line": 1, "text": "1_000"},
    "x" * 99: {"refused": "pastedText", "line": 1, "text": "x" * 40 + "…"},
    "0.1 -0.1": {"refused": "pastedNegative", "line": 1, "text": "-0.1"},
    "1\n\N{MINUS SIGN}2": {
        "refused": "pastedNegative",
        "line": 2,
        "text": "\N{MINUS SIGN}2",
    },
    "1\nNaN": {"refused": "pastedNotFinite", "line": 2, "text": "NaN"},
    "inf": {"refused": "pastedNotFinite", "line": 1, "text": "inf"},
    "1e999": {"refused": "pastedNotFinite", "line": 1, "text": "1e999"},
    "0,1\n0,05": {"refused": "pastedCommas", "line": 1, "text": "0,1"},
}


def test_a_pasted_text_is_a_column_or_is_refused_with_its_line(engine):
    seen = engine(
        "parseColumn", "given.map((text) => or(() => m.parseColumn(text)))", [*PASTED]
    )
    assert dict(zip(PASTED, seen, strict=True)) == PASTED


def test_of_a_million_rows_the_first_too_many_is_named(engine):
    made = """["1\\n", "0.1 "].map((row) => or(() => m.parseColumn(row.repeat(1e6))))
      .concat(or(() => m.parseColumn("1\\n".repeat(100000))).length)"""
    lines, words, most = engine("parseColumn", made)
    assert most == 100_000
    assert lines == {"refused": "pastedTooLong", "line": most + 1, "atMost": most}
    assert words == {"refused": "pastedTooLong", "line": 1, "atMost": most}
