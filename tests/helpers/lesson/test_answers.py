"""What a check says of right answers, of wrong ones, and of what is no answer."""

import numpy as np
import pytest

from helpers.lesson import answers as checks
from helpers.lesson import digests
from helpers.lesson.answers import check, check_answer, noting
from helpers.lesson.digests import sealed, shape_digest
from helpers.lesson.observers import FormError
from helpers.schedules import table


class Nameless:
    def __repr__(self):
        raise RuntimeError("no words for it")


class UnsaidError(Exception):
    def __str__(self):
        raise RuntimeError("no words for it")


def cell(source):
    """Return the names that a cell defines, as Jupyter runs it."""
    names = {"__name__": "__main__"}
    exec(compile(source, f"<{source}>", "exec"), names)
    return names


@pytest.fixture
def column(monkeypatch):
    """Make an exercise, "column", whose right answer is 1, 2, 3."""
    right, wrong = np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 4.0])
    stored = sealed("column", right, 1e-4) | {
        "shape": shape_digest("column", right),
        "hints": [sealed("column", wrong, 1e-4) | {"hint": "Count from 0."}],
    }
    monkeypatch.setattr(digests.json, "loads", lambda text: {"column": stored})
    return right


def said(capsys):
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    "answer", [[1, 2, 3], (1.0, 2, 3), np.arange(1, 4), [[1, 2, 3]]]
)
def test_equal_numbers_are_right_in_their_shape_alone(answer, column, capsys):
    check("column", answer, "three numbers")
    right = np.shape(answer) == (3,)
    assert (said(capsys) == ["Right."]) is right


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        ([1, 2, 4], "[1 2 4]"),
        ([1, 2], "2 numbers, [1 2]"),
        ([[1], [2], [3]], "3 × 1 numbers, [[1]"),
        (5, "one number, 5"),
        (2 / 3, "one number, 0.666667"),
        ([5], "one number, 5"),
        ([], "0 numbers, []"),
        ([1, 2, np.nan], "[1 2 nan]"),
        ([1, 2, np.inf], "[1 2 inf]"),
        (np.zeros(3_000_000), "3000000 numbers, [0 0 0 ... 0 0 0]"),
    ],
)
def test_a_wrong_answer_is_shown_and_its_shape_if_that_is_wrong(
    answer, seen, column, capsys
):
    check("column", answer, "three numbers")
    lines = said(capsys)
    first, last = lines[0], lines[-1]
    assert first == f"Not yet. What the check sees: {seen}"
    assert (last == checks.ANOTHER_SHAPE) is (np.shape(answer) != (3,))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("1 2 3", "str"),
        (["1", "2", "3"], "list"),
        ([1, 2, "3"], "list"),
        (b"123", "bytes"),
        ({1, 2, 3}, "set"),
        ({"a": 1}, "dict"),
        ([[1], [2, 3]], "list"),
        (map(float, "123"), "map"),
        pytest.param(10**400, "int", id="huge"),
        (print, "builtin_function_or_method"),
        (Nameless(), "Nameless"),
        ([Nameless()], "list"),
        (Nameless, "the class Nameless"),
        (np.array("2020-01-01", "datetime64[D]"), "ndarray"),
    ],
)
def test_what_is_no_number_is_named_in_one_line(answer, kind, column, capsys):
    check("column", answer, "three numbers")
    assert said(capsys) == [
        f"Not yet. What the check sees: {kind}, which is not three numbers"
    ]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ([1, None, 3], "There is a None in it."),
        ([1, 2j, 3], "Its numbers are complex."),
        (np.array([1, 2, 3 + 0j]), "Its numbers are complex."),
    ],
)
def test_what_is_no_number_gets_a_reason_where_one_helps(answer, why, column, capsys):
    check("column", answer, "three numbers")
    first, second = said(capsys)
    assert first.startswith("Not yet.")
    assert second.startswith(why)


def test_a_usual_wrong_answer_gets_its_hint_and_another_gets_none(column, capsys):
    check("column", [2, 3, 4], "three numbers")
    assert said(capsys)[1:] == ["Count from 0."]
    check("column", [2, 3, 4.1], "three numbers")
    assert said(capsys)[1:] == []
    check("column", column, "three numbers")
    assert said(capsys) == ["Right."]


def test_a_failure_in_the_answers_own_code_is_told(column, capsys):
    names = cell("def share(x):\n    return inner(x)\ndef inner(x):\n    return x / 0")
    check("column", names["share"], "a share", lambda share: share(1))
    assert said(capsys) == [
        "Not yet. What the check sees: function that fails, which is not a share",
        "Python says: ZeroDivisionError: division by zero",
    ]


def test_a_call_with_other_arguments_is_told(column, capsys):
    names = cell("def share(x): return x") | cell(
        "def observe(share): return share(1, 2)"
    )
    check("column", names["share"], "a function of two numbers", names["observe"])
    assert said(capsys)[1].startswith("Python says: TypeError: share() takes 1 pos")


def test_a_call_with_other_arguments_is_told_wherever_it_is_made(column, capsys):
    names = cell("def share(a, b): return a")
    names |= cell("class Rates:\n    def __init__(self, a, b): pass")
    for answer in (names["share"], names["Rates"]):
        check("column", answer, "a schedule", lambda answer: table(answer, 2))
        assert "() missing 1 required positional argument" in said(capsys)[1]


@pytest.mark.parametrize("given", ["Mine", "Mine()"])
def test_a_method_with_other_arguments_is_told(given, column, capsys):
    names = cell("class Mine:\n    def begin(self, epoch): pass")

    def observe(answer):
        made = answer() if isinstance(answer, type) else answer
        return made.begin(0, None)  # as Keras calls its callbacks

    check("column", eval(given, names), "a callback", observe)
    assert said(capsys)[1].startswith("Python says: TypeError: Mine.begin() takes 2")


@pytest.mark.parametrize("body", ["None", "1 / 0", "'text'"])
def test_a_function_that_is_asked_for_is_not_called_no_function(body, column, capsys):
    share = cell(f"def share(x): return {body}")["share"]
    check("column", share, "a function of x", lambda share: share(1))
    assert said(capsys)[0] == (
        "Not yet. What the check sees: function, which does not work as a function of x"
    )


def test_a_failure_in_the_check_alone_is_not_told(column, capsys):
    observe = cell("def observe(answer): return answer.rates")["observe"]
    check("column", [1, 2, 3], "a callback", observe)
    assert said(capsys) == [
        "Not yet. What the check sees: list, which is not a callback"
    ]


def test_what_an_observer_says_is_told(column, capsys):
    def observe(answer):
        raise FormError("It is a callback.")

    check("column", 1, "a schedule", observe)
    assert said(capsys)[1:] == ["It is a callback."]


@pytest.mark.parametrize(
    ("raised", "line"),
    [
        ("ValueError('one\\ntwo   three')", "Python says: ValueError: one two three"),
        ("UnsaidError()", "Python says: UnsaidError: "),
        ("RecursionError()", "Python says: RecursionError: "),
        ("MemoryError('x' * 9)", "Python says: MemoryError: xxxxxxxxx"),
    ],
)
def test_any_exception_is_told_in_one_line(raised, line, column, capsys):
    names = cell(f"def fails():\n    raise {raised}")
    names["UnsaidError"] = UnsaidError
    check("column", names["fails"], "a function", lambda fails: fails())
    assert said(capsys)[1:] == [line]


def test_a_long_message_is_cut(column, capsys):
    names = cell("def fails():\n    raise ValueError('long ' * 1000)")
    check("column", names["fails"], "a function", lambda fails: fails())
    assert len(said(capsys)[1]) < 400


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_what_stops_a_program_stops_a_check(stop, column):
    def stopped(answer):
        raise stop

    with pytest.raises(stop):
        check("column", 1, "a number", stopped)


@pytest.mark.parametrize("answer", [None, (None, None), (500, None)])
def test_what_is_missing_is_waited_for(answer, capsys):
    check("03-2", answer, "two numbers", lambda given: 1 / 0)
    assert said(capsys) == [checks.FILL_IN]


def test_which_name_is_none_still_is_told(monkeypatch, capsys):
    monkeypatch.setattr(checks, "still_none", lambda: "`rate` is still None")
    check("01-1", None, "a rate")
    assert said(capsys) == [checks.FILL_IN, "`rate` is still None"]


def test_an_exercise_without_a_digest_is_a_mistake_of_the_notebook():
    with pytest.raises(KeyError, match="99-9"):
        check("99-9", 1, "a number")


def test_an_assignments_check_describes_and_hints_in_the_same_way(column, capsys):
    assert check_answer("column", lambda: "text", "three numbers") is None
    assert check_answer("column", lambda: [2, 3, 4], "three numbers") == [2, 3, 4]
    assert check_answer("column", lambda: column, "three numbers") is column
    assert said(capsys) == [
        "Not yet. What the check sees: str, which is not three numbers",
        "Not yet. What the check sees: [2 3 4]",
        "Count from 0.",
        "Right.",
    ]


def test_within_the_block_checks_note_and_say_nothing(column, capsys):
    with noting() as notes:
        check("column", [4], "a number", width=0.5)
    assert notes["column"] == (4.0, 0.5)
    assert said(capsys) == []
    check("column", column, "three numbers")
    assert said(capsys) == ["Right."]
