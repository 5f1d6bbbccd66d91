"""A mistake costs its points once, and the sentence about it is true."""

import numpy as np
import pytest

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments.repair.schedule import planned
from tests.classroom.assignments.changed import Handed
from tests.classroom.assignments.handed_in.mistakes import (
    CONSTANT,
    COUNTED,
    MISTAKES,
    counter_that_is_never_reset,
    plan,
    repair,
    with_lines,
    with_list,
)
from tests.classroom.assignments.marked import executed

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("mistake", MISTAKES)
def test_one_mistake_costs_its_points_once(mistake):
    make, sentences = MISTAKES[mistake]
    lost = make().lost()
    assert len(lost) == len(sentences), lost
    for said, sentence in zip(lost, sentences, strict=True):
        assert sentence in said


def test_differences_without_any_spread_have_no_interval():
    """Their half-width of 0 would be right by any formula."""
    line = "differences = {p: [sum(d) / len(d)] * 16 for p, d in differences.items()}"
    marks = with_lines(3, line).marks()
    assert marks["prove_intervals"][0] == 1  # the means
    assert marks["prove_verdicts"][0] == 0


@pytest.mark.parametrize("listed", ["'x'", "0.01", "10**400"])
def test_a_list_that_no_training_changed_is_no_list_of_its_own(listed):
    """Though it is the same before another object trains and after."""
    ours = Handed("repair")
    answer = ours.cell("repair_answer")
    answer["source"] = CONSTANT.replace("'x'", listed)
    points, said = ours.marks()["repair_lists"]
    assert points == 0
    assert not any("share" in sentence for sentence in said)


def test_rates_that_change_within_epochs_begin_nothing_anew():
    ours = Handed("repair")
    ours.cell("repair_answer")["source"] = COUNTED
    assert ours.marks()["repair_again"][0] == 0


def test_invented_differences_are_told():
    """Small ones are near to many others."""
    from classroom.assignments.prove.answers import doubt

    line = "differences = {p: [1e-9 * (i + 1) for i in range(16)] for p in PAIRS}"
    marks = with_lines(3, line).marks()
    assert marks["prove_differences"][0] == 0
    assert doubt({name: points for name, (points, _) in marks.items()})


def test_a_mark_does_not_depend_on_the_name():
    """With one plan in four, one rate of a second fit is the plan's by chance."""
    marks = set()
    for student in ("ana", "ben", "carla", "dora", "emil", "fritz", "gina", "hugo"):
        ours = counter_that_is_never_reset()
        ours.student = student
        marks.add(tuple(points for points, _ in ours.marks().values()))
    assert len(marks) == 1


def test_the_check_shows_how_cycles_grow():
    """What is right at the check is right with other settings."""
    for old, new in (
        ("length *= self.multiplier", "length += self.cycle * (self.multiplier - 1)"),
        ("length *= self.multiplier", "length *= 2"),
    ):
        ours = repair(old, new)
        points, _ = ours.marks()["repair_rates"]
        assert points < 5
        names = {}
        for one in ours.notebook["cells"]:
            if one["cell_type"] == "code":
                executed(names, one["source"])
        setting = {"plan": names["plan"], "run": names["run"]}
        rates = names["repair_rates"](setting)
        right, _ = planned(setting["plan"], setting["run"]["epochs"])
        assert not np.allclose(rates, right, atol=1e-4)


def test_kinds_of_data_that_the_check_takes_are_right():
    ours = with_list("Decimal(self.rate(epoch))")
    answer = ours.cell("repair_answer")
    answer["source"] = "from decimal import Decimal\n\n\n" + answer["source"]
    assert ours.lost() == []
    ours = Handed("plan")
    ours.cell("plan_answer_3")["source"] += (
        "\n\nfrom types import MappingProxyType\nfirst = cosine_arguments\n\n"
        "def cosine_arguments(*given, **named):\n"
        "    return MappingProxyType(first(*given, **named))"
    )
    assert ours.lost() == []


def test_capitals_in_a_legend_are_the_same_name():
    assert plan("label=name", "label=name.upper()", 4).lost() == []


def test_a_column_of_one_cycle_s_two_ends_has_no_restarts():
    ours = Handed("plan")
    answer = ours.cell("plan_answer_2")
    head = answer["source"].partition("    ### BEGIN")[0]
    answer["source"] = f"{head}    return [peak, 0.0]"
    points, _ = ours.marks()["plan_restarts"]
    assert points == 0


def test_two_ends_of_an_interval_cost_a_point_and_not_the_verdicts():
    ours = Handed("prove")
    ours.cell("prove_answer_5")["source"] += (
        "\nintervals = {p: (m - h, m + h) for p, (m, h) in intervals.items()}"
    )
    assert ours.lost() == []  # at the check of the intervals they were right
    ours = Handed("prove")
    ours.cell("prove_answer_4")["source"] += (
        "\nintervals = {p: (m - h, m + h) for p, (m, h) in intervals.items()}"
    )
    ours.replace("prove_answer_5", "*limits)", "sum(limits) / 2, np.ptp(limits) / 2)")
    [lost] = ours.lost()
    assert "two ends each, not a mean and a half-width" in lost


def test_differences_without_their_signs_lose_the_pairs_alone():
    ours = Handed("prove")
    ours.cell("prove_answer_3")["source"] += (
        "\ndifferences = {p: np.abs(d) for p, d in differences.items()}"
    )
    lost = ours.lost()
    assert len(lost) == 2
    assert all("have lost their signs" in said for said in lost)


FORMS = {
    "of square roots": "np.sqrt({}) - np.sqrt({})",
    "of logarithms": "np.log({}) - np.log({})",
    "relative ones": "1 - {1} / {0}",
}


@pytest.mark.parametrize("form", FORMS)
def test_differences_of_other_numbers_lose_the_pairs_alone(form):
    losses = [f'loss(data, {arm}, tuned[{arm}], s, "test")' for arm in ("one", "other")]
    ours = Handed("prove")
    ours.cell("prove_answer_3")["source"] += (
        f"\ndifferences = {{p: [{FORMS[form].format(*losses)} for s in seeds]"
        " for p, (one, other) in PAIRS.items()}"
    )
    lost = ours.lost()
    assert len(lost) == 2
    assert all(f"are {form}, and not those of the losses" in said for said in lost)


ROUNDINGS = {
    "all in float32": "np.array({}, 'float32').round(3)",
    "significant digits": "np.array([float(f'{{x:.4g}}') for x in {}])",
    "by exponents": "np.array([float(f'{{x:.3e}}') for x in {}])",
    "five digits in float32": "np.round(np.float32({}), 5)",
}


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_rounded_numbers_are_right(rounding):
    ours, how = Handed("prove"), ROUNDINGS[rounding]
    means, differences = how.format("means[a]"), how.format("differences[p]")
    ours.cell("prove_answer_2")["source"] += f"\nmeans = {{a: {means} for a in ARMS}}"
    ours.cell("prove_answer_3")["source"] += (
        f"\ndifferences = {{p: {differences} for p in PAIRS}}"
    )
    assert ours.lost() == []


REPAIRED = {
    "a number": ("plan", "plan_answer_1", "SCALE = 2.0", "SCALE = 1.0"),
    "a function": (
        "plan",
        "plan_answer_1",
        "def _scale():\n    return 2.0",
        "def _scale():\n    return 1.0",
    ),
}


@pytest.mark.parametrize("kind", REPAIRED)
def test_what_is_repaired_later_counts(kind):
    assignment, cell, wrong, right = REPAIRED[kind]
    scale = "_scale()" if "def" in wrong else "SCALE"
    ours = Handed(assignment)
    ours.replace(cell, "np.concatenate(", f"{scale} * np.concatenate(")
    ours.cell(cell)["source"] = f"{wrong}\n\n\n{ours.cell(cell)['source']}"
    assert ours.lost()
    ours.add(right)
    assert ours.lost() == []


def test_a_class_that_is_repaired_in_place_counts():
    ours = repair("(epoch + 1) / (self.warmup + 1)", "(epoch + 1) / self.warmup")
    assert len(ours.lost()) == 2
    rate = Handed("repair").cell("repair_answer")["source"]
    rate = rate.partition("    def rate(")[2].partition("\n\n")[0]
    lines = ("def rate(" + rate).replace("\n    ", "\n")
    ours.add(f"{lines}\n\nWarmRestarts.rate = rate")
    assert ours.lost() == []


def test_numbers_that_need_no_training_get_no_points():
    ours = Handed("prove")
    ours.cell("prove_answer_2")["source"] = "tuned = dict.fromkeys(ARMS, 1e-9)"
    ours.cell("prove_answer_3")["source"] = (
        "seeds = list(range(100, 110))\ndifferences = {p: [0.0] * 10 for p in PAIRS}"
    )
    ours.cell("prove_answer_4")["source"] = "intervals = {p: (0.0, 0.0) for p in PAIRS}"
    ours.cell("prove_answer_5")["source"] = (
        "verdicts = {p: 'no difference detected' for p in PAIRS}"
    )
    assert sum(points for points, _ in ours.marks().values()) == 0


def test_what_follows_must_follow_from_what_counts():
    ours = Handed("prove")
    ours.cell("prove_answer_4")["source"] = (
        "differences = {p: [0.0] * len(seeds) for p in PAIRS}\n"
        "intervals = {p: (0.0, 0.0) for p in PAIRS}"
    )
    ours.cell("prove_answer_5")["source"] = (
        "verdicts = {p: 'no difference detected' for p in PAIRS}"
    )
    ours.add("del differences")
    points = [points for points, _ in ours.marks().values()]
    assert points == [3, 4, 0, 0]
    assert "the differences are others than in the task before" in ours.lost()[0]
