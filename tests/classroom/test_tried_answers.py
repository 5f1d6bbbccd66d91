"""Answers that were tried: each right one passes, each wrong one gets its sentence."""

import json
from functools import cache

import numpy as np
import pytest

from classroom.exercises import exercises, names_for, output_of, paths, read
from classroom.tried import ANSWERS, Tried, parse, tried_answers, with_own_names
from helpers.lesson import digests
from helpers.lesson.answers import FILL_IN
from tests.classroom.notebooks import every_notebook

pytestmark = pytest.mark.slow


class Strange:
    """An object that says nothing of itself."""

    def __repr__(self):
        raise RuntimeError("no words")


def fails(*arguments, **names):
    raise ZeroDivisionError("by hand")


STRANGE = [
    "a text",
    [],
    {},
    [None, 1.0],
    [[1], [2, 3]],
    float("nan"),
    2j,
    -7.25,
    np.zeros((2, 2)),
    Strange(),
    Strange,
    fails,
    lambda: None,
    lambda *arguments: None,
    iter([1.0]),
    np,
]

LEAST, LEAST_IN_ALL = 10, 150
ON_MNIST = ("04-2",)  # the budget follows from the data, and hints from the budget
TRIED = {path: tried_answers(path) for path in paths()}


@cache
def names_of(path):
    """Return the names that the exercises of a notebook build on: never change them."""
    return names_for(read(path))


@cache
def checks_of(path):
    """Return the check of each exercise of a notebook, by its name."""
    notebook = read(path)
    return {
        exercise.name_in(path): notebook.cells[exercise.check].source
        for exercise in exercises(notebook)
    }


def said_of(path, name, answer):
    """Return the lines that the check says of an answer."""
    names = with_own_names(names_of(path))
    output_of([answer], names)
    return output_of([checks_of(path)[name]], names).splitlines()


def is_as_meant(tried, said):
    """Return whether the lines of a check are those that an answer should get."""
    first = [line.split(".")[0].split(",")[0] for line in said]
    if tried.right:
        return "Right" in first and "Not yet" not in first
    if "Right" in first or "Not yet" not in first:
        return False
    return tried.hint in said if tried.hint else tried.says in "\n".join(said)


def cases():
    """Return each answer, those of a notebook in one process: they share its names."""
    return [
        pytest.param(
            path,
            name,
            tried,
            id=f"{name}-{number}",
            marks=pytest.mark.xdist_group(name),
        )
        for path, found in TRIED.items()
        for name, answers in found.items()
        for number, tried in enumerate(answers, 1)
    ]


@pytest.mark.parametrize(("path", "name", "tried"), cases())
def test_a_tried_answer_is_judged_as_it_should_be(path, name, tried):
    said = said_of(path, name, tried.code)
    if tried.hint and name in ON_MNIST and not names_of(path)["data"].is_mnist:
        tried = Tried(tried.code, says="Not yet.")
    assert is_as_meant(tried, said), "\n".join([tried.code, *said])


@every_notebook
def test_each_exercise_has_ten_answers_right_and_wrong(path):
    found = TRIED[path]
    assert found.keys() == checks_of(path).keys()
    for name, answers in found.items():
        assert len(answers) >= LEAST, name
        assert {answer.right for answer in answers} == {True, False}, name
        codes = [answer.code for answer in answers]
        assert len(set(codes)) == len(codes), f"{name}: an answer stands there twice"


def test_there_are_many_and_each_file_belongs_to_a_notebook():
    answers = [tried for found in TRIED.values() for tried in found.values()]
    assert sum(map(len, answers)) >= LEAST_IN_ALL
    stems = {path.stem for path in TRIED}
    assert {file.stem for file in ANSWERS.glob("*.toml")} <= stems


def test_no_seal_and_no_hint_is_left_of_what_is_gone():
    stored = json.loads(digests.SEALS.read_text("utf-8"))
    numbered = {name: seal for name, seal in stored.items() if name[0].isdigit()}
    assert numbered.keys() <= {name for path in TRIED for name in checks_of(path)}
    for found in TRIED.values():
        for name in found.keys() & numbered.keys():
            hints = {one["hint"] for one in numbered[name].get("hints", [])}
            assert hints == {one.hint for one in found[name]} - {""}, name


@pytest.mark.parametrize("change", ["digest", "hint"])
def test_a_wrong_seal_is_found(change, monkeypatch, tmp_path):
    path = next(path for path in TRIED if path.stem.startswith("02"))
    stored = json.loads(digests.SEALS.read_text("utf-8"))
    seal = stored["02-2"]
    if change == "digest":
        seal["digest"] = seal["digest"][::-1]
    else:
        seal["hints"] = [one | {"hint": "No."} for one in seal["hints"]]
    (changed := tmp_path / "seals.json").write_text(json.dumps(stored), "utf-8")
    monkeypatch.setattr(digests, "SEALS", changed)
    answers = TRIED[path]["02-2"]
    wrong = [t for t in answers if not is_as_meant(t, said_of(path, "02-2", t.code))]
    assert wrong == [t for t in answers if (t.right if change == "digest" else t.hint)]


def test_an_answer_does_not_change_what_the_next_one_sees():
    rates, arms = np.ones(2), {"constant": [1, 2]}
    names = {"rates": rates, "arms": arms, "np": np}
    own = with_own_names(names)
    output_of(["rates[0] = 5; arms['constant'].append(3); arms['x'] = 1; np = 3"], own)
    assert names == {"rates": rates, "arms": {"constant": [1, 2]}, "np": np}
    assert rates.tolist() == [1, 1]


@pytest.mark.parametrize(
    "kept", ["", "right = false", "right = true\nhint = 'x'", "wrong = 1"]
)
def test_an_answer_needs_one_word_on_what_it_is(kept):
    with pytest.raises(ValueError, match=r"a\.toml, 01-1: .* needs one of"):
        parse(f"[[01-1]]\nanswer = 'rate = 1'\n{kept}", "a.toml")


@every_notebook
def test_whatever_is_answered_a_check_says_a_sentence(path):
    notebook = read(path)
    for exercise in exercises(notebook):
        check = notebook.cells[exercise.check].source
        blanks = {}
        output_of([notebook.cells[exercise.cell].source], blanks)
        asked = [name for name, value in blanks.items() if value is None]
        names = with_own_names(names_of(path))
        said = output_of([check], names | dict.fromkeys(asked))
        assert said.splitlines() == [FILL_IN]
        for strange in STRANGE:
            said = output_of([check], names | dict.fromkeys(asked, strange))
            assert "\nNot yet. " in f"\n{said}", (strange, said)
            assert "Right" not in said
