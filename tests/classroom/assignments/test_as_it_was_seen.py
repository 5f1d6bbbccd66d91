"""What a student has seen to be right in the own notebook gets its points."""

import pytest

from tests.classroom.assignments.handed_in.submission import (
    name,
)

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments import judging
from classroom.assignments.course import Course
from classroom.assignments.names import same_name
from classroom.assignments.one_submission import run
from tests.classroom.assignments.changed import Handed

pytestmark = pytest.mark.slow


def imports_in_the_setup():
    ours = Handed("plan")
    ours.cell("plan_setup")["source"] += "\nfrom itertools import chain"
    answer = ours.cell("plan_answer_1")
    answer["source"] = answer["source"].replace(
        "np.concatenate([rise, fall])", "[*chain(rise, fall)]"
    )
    return ours


def repaired_where_it_was_pasted():
    ours = Handed("repair")
    answer = ours.cell("repair_answer")
    pasted = answer["source"].replace("WarmRestarts", "PastedRestarts")
    ours.cell("repair_pasted")["source"] = pasted
    answer["source"] = "WarmRestarts = PastedRestarts"
    return ours


def replaced_where_it_was_pasted():
    ours = Handed("repair")
    answer = ours.cell("repair_answer")
    ours.cell("repair_pasted")["source"] = answer["source"]
    answer["source"] = "# see above"
    return ours


def typed_into_the_check():
    ours = Handed("plan")
    answer, check = ours.cell("plan_answer_3"), ours.cell("plan_translation")
    check["source"] = f"{answer['source']}\n\n\n{check['source']}"
    answer["source"] = "# YOUR CODE HERE\nraise NotImplementedError()"
    return ours


def names_used_again():
    ours = Handed("prove")
    ours.add("means = {pair: np.mean(d) for pair, d in differences.items()}")
    ours.add("seeds = len(seeds)\ndel intervals")
    return ours


def given_names_used_again():
    ours = Handed("repair")
    ours.add("plan, run, train = [0.1, 0.2], 3, np.array([0.1])")
    return ours


def half_width_by_a_table():
    ours = Handed("prove")
    answer = ours.cell("prove_answer_4")
    seeds = ours.cell("prove_answer_3")
    seeds["source"] = seeds["source"].replace("range(100, 116)", "range(100, 120)")
    answer["source"] = (  # 2.43344 by a computer
        "intervals = {pair: (np.mean(d), 2.433 * np.std(d, ddof=1) / len(d) ** 0.5)\n"
        "             for pair, d in differences.items()}"
    )
    return ours


def rounded_to_three_digits():
    ours = Handed("prove")
    for number, names in ((2, "means"), (3, "differences")):
        answer = ours.cell(f"prove_answer_{number}")
        answer["source"] += (
            f"\n{names} = {{k: np.round(v, 3).tolist() for k, v in {names}.items()}}"
        )
    return ours


def axes_in(*labels):
    ours = Handed("plan")
    answer = ours.cell("plan_answer_4")
    answer["source"] = answer["source"].replace(
        'xlabel="epoch", ylabel="learning rate"',
        "xlabel={!r}, ylabel={!r}".format(*labels),
    )
    return ours


RIGHT = {
    "imports in the setup": imports_in_the_setup,
    "repaired where it was pasted": repaired_where_it_was_pasted,
    "replaced where it was pasted": replaced_where_it_was_pasted,
    "typed into the check": typed_into_the_check,
    "names used again": names_used_again,
    "given names used again": given_names_used_again,
    "half-width by a table": half_width_by_a_table,
    "rounded to three digits": rounded_to_three_digits,
    "short labels": lambda: axes_in("epoch", "lr"),
    "Korean labels": lambda: axes_in("에폭", "학습률"),
}


@pytest.mark.parametrize("way", RIGHT)
def test_a_right_way_gets_all_points(way):
    assert RIGHT[way]().lost() == []


@pytest.mark.parametrize(
    "labels", [("learning rate", "epoch"), ("", "rate"), ("update", "rate"), ("1", "2")]
)
def test_axes_without_their_names_lose_a_point(labels):
    [lost] = axes_in(*labels).lost()
    assert "axes" in lost.lower() or "axis" in lost.lower()


def test_what_counts_is_the_better_of_two_answers_at_the_check_and_in_the_end():
    ours = Handed("prove")
    right = ours.cell("prove_answer_5")["source"]
    ours.cell("prove_answer_5")["source"] = "verdicts = dict.fromkeys(PAIRS, 'worse')"
    assert len(ours.lost()) in (1, 2)
    ours.add(right)
    assert ours.lost() == []
    ours.add("verdicts = dict.fromkeys(PAIRS, 'worse')")
    assert len(ours.lost()) in (1, 2)  # nobody has seen the right ones at a check
    ours = Handed("prove")
    ours.add("verdicts = dict.fromkeys(PAIRS, 'worse')")
    assert ours.lost() == []


def test_words_below_the_question_in_its_cell_are_the_answer():
    ours = Handed("plan")
    ours.cell("plan_task_5")["source"] += "\n\nThe cosine is over after 20 updates."
    ours.cell("plan_written")["source"] = "YOUR ANSWER HERE"
    made, remarks = ours.merged()
    assert remarks == []
    assert made.cells[-1].source == "The cosine is over after 20 updates."


def test_all_answers_in_one_cell_are_not_said_to_be_missing():
    ours = Handed("prove")
    gone = [f"prove_answer_{number}" for number in (2, 3, 4, 5)]
    answers = "\n".join(ours.cell(own)["source"] for own in gone)
    kept = [one for one in ours.notebook["cells"] if name(one) not in gone]
    ours.notebook["cells"] = kept
    ours.add(answers)
    assert ours.merged()[1] == []
    assert ours.lost() == []


def test_what_is_missing_is_named_by_its_task():
    ours = Handed("prove")
    kept = [c for c in ours.notebook["cells"] if name(c) != "prove_answer_3"]
    ours.notebook["cells"] = kept
    assert ours.merged()[1] == ["has no answer to: 2. Compare on fresh seeds"]


def test_a_name_that_is_asked_for_is_told_to_the_teacher():
    ours = Handed("prove")
    ours.cell("prove_answer_1")["source"] = "student = input('your name')"
    made, _ = ours.merged()
    said = judging.assignment("prove").remark("eve", made)
    assert said.startswith('has no line student = "…"')


@pytest.mark.parametrize(
    ("typed", "file"),
    [
        ("Anna Müller", "annamuller"),
        ("Müller, Anna", "mulleranna"),
        ("Jan Müller", "mullerjan"),
        ("Kim Minjun", "kimminjun"),
    ],
)
def test_a_name_that_canvas_joins_is_the_same(typed, file):
    assert same_name(typed, file)
    assert same_name(file, typed)
    assert not same_name(typed, f"{file}s")
    assert not same_name(file, f"{file}s")


def test_one_grade_at_a_time(tmp_path):
    course, again = Course(tmp_path), Course(tmp_path)
    with (
        course.alone(),
        pytest.raises(ValueError, match="another 'grade'"),
    ):
        again.alone().__enter__()
    with again.alone():
        pass


ASKED = {
    "assignment": "plan",
    "student": "eve",
    "secret": "x",
    "seconds": 4,
    "memory": 1,
}


def job(*cells, after=1):
    """Return a job in which all questions stand behind the first cell or so."""
    names = [question.name for question in judging.assignment("plan").QUESTIONS]
    asks = {name: f"def {name}(setting):\n    return answer()" for name in names}
    places = dict.fromkeys(names, after)
    return ASKED | {"cells": [*cells], "functions": asks, "places": places}


def test_a_long_search_at_the_end_costs_no_points(sandbox):
    ends = "import time\ntime.sleep(60)"
    found = run(job("def answer():\n    return 'text'", ends))
    assert {lost for _, [lost] in found.values() if "column" in lost}
    assert not any("stopped" in lost for _, [lost] in found.values())
    found = run(job(ends, "def answer():\n    return 'text'"))
    assert all("stopped" in lost for _, [lost] in found.values())


def test_a_backend_of_another_system_is_not_loaded(sandbox):
    shows = "%matplotlib tk\nimport matplotlib.pyplot as plt"
    asked = "def answer():\n    plt.subplots()\n    return 'text'"
    for _, [lost] in run(job(shows, asked, after=2)).values():
        assert "ImportError" not in lost


def test_a_module_beside_the_notebook_is_found(sandbox):
    writes = "with open('own.py', 'w') as f:\n    f.write('def answer(): return 1')"
    found = run(job(writes, "from own import answer", after=2))
    assert not any("NameError" in lost for _, [lost] in found.values())


def test_a_blank_cell_is_not_filled_in_and_no_name_error():
    ours = Handed("repair")
    answer = ours.cell("repair_answer")
    for source, said in (
        (
            "# YOUR CODE HERE\nraise NotImplementedError()",
            "this, or an answer that it needs, is not filled in.",
        ),
        ("class WarmRestarts:\n    a = 1 +", "a cell before this ended in SyntaxError"),
        ("import not_there\nWarmRestarts = 1", "ended in ModuleNotFoundError"),
    ):
        answer["source"] = source
        assert all(said in lost for lost in ours.lost())


def test_points_for_what_follows_from_alien_numbers_are_told_to_the_teacher():
    doubt = judging.assignment("prove").doubt
    points = {"prove_tuned": 0, "prove_differences": 0}
    points |= {"prove_intervals": 3, "prove_verdicts": 2}
    assert "not those of this student's data" in doubt(points)
    assert doubt(points | {"prove_differences": 1}) == ""
    assert doubt(dict.fromkeys(points, 0)) == ""


def test_a_peak_of_zero_tunes_nothing():
    ours = Handed("prove")
    ours.cell("prove_answer_2")["source"] += "\ntuned = dict.fromkeys(ARMS, 0.0)"
    assert all("a tuned peak is far from the peaks" in said for said in ours.lost())
