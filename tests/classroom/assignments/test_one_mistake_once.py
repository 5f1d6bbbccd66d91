"""A mistake costs its points once, and the sentence about it is true."""

import numpy as np
import pytest

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments.repair.schedule import planned
from tests.classroom.assignments.changed import Handed
from tests.classroom.assignments.marked import executed

pytestmark = pytest.mark.slow

INTERVAL = "interval(values, comparisons=len(PAIRS))"
MEAN = "np.mean(values), "
HALF = "stats.t.ppf(1 - 0.0125, len(values) - 1) * np.std(values, ddof=1) / "
HALF += "len(values) ** 0.5"


def repair(old, new):
    ours = Handed("repair")
    ours.replace("repair_answer", old, new)
    return ours


def plan(old, new, number=1):
    ours = Handed("plan")
    ours.replace(f"plan_answer_{number}", old, new)
    return ours


def half_width(old, new):
    assert old in HALF
    ours = Handed("prove")
    ours.replace("prove_answer_4", INTERVAL, f"({MEAN}{HALF.replace(old, new)})")
    ours.cell("prove_answer_4")["source"] += "\nfrom scipy import stats"
    answer = ours.cell("prove_answer_4")
    *lines, last = answer["source"].splitlines()
    answer["source"] = "\n".join([last, *lines])
    return ours


def cycles_one_epoch_late():
    ours = repair("epoch < self.warmup", "epoch <= self.warmup")
    ours.replace("repair_answer", "epoch - self.warmup,", "epoch - self.warmup - 1,")
    return ours


def over_updates():
    ours = plan(" / updates_per_epoch", "", 4)
    ours.replace("plan_answer_4", 'xlabel="epoch"', 'xlabel="update"')
    return ours


def in_answer(ours, number, *changes):
    for old, new in changes:
        ours.replace(f"{ours.assignment}_answer_{number}", old, new)
    return ours


def counter_that_is_never_reset():
    ours = repair("        self.lrates = []\n\n    def rate", COUNTS)
    ours.replace("repair_answer", "self.rate(epoch)", "self.rate(self.done)")
    ours.replace("repair_answer", "def on_epoch_end(self, epoch, logs=None):\n", DONE)
    return ours


def rounded_once():
    """Return a plan whose updates are counted for the whole run, and not by epochs."""
    ours = Handed("plan")
    answer = ours.cell("plan_answer_1")
    head = answer["source"].partition("    ### BEGIN")[0]
    answer["source"] = head + ROUNDED_ONCE
    return ours


def with_list(listed):
    """Return a repair whose list has something, and whose rates are right."""
    ours = repair("append(self.rate(epoch))", f"append({listed})")
    for place in ("learning_rate = ", 'logs["learning_rate"] = '):
        ours.replace(
            "repair_answer", f"{place}self.lrates[-1]", f"{place}self.rate(epoch)"
        )
    return ours


def with_lines(number, line, then=None):
    """Return an answer to *Prove it* with one more line, and another cell after it."""
    ours = Handed("prove")
    ours.cell(f"prove_answer_{number}")["source"] += f"\n{line}"
    if then:
        ours.cell(f"prove_answer_{number + 1}")["source"] = then
    return ours


def repair_lines(*changes):
    """Return a repair with several changes."""
    ours = Handed("repair")
    for old, new in changes:
        ours.replace("repair_answer", old, new)
    return ours


RECORDED = """self.lrates.append(self.rate(epoch))
        self.model.optimizer.learning_rate = self.lrates[-1]"""
CONSTANT = """class WarmRestarts(keras.callbacks.Callback):
    lrates = ['x']

    def __init__(self, peak, floor, warmup, cycle, multiplier):
        super().__init__()
"""
COUNTED = """class WarmRestarts(keras.callbacks.Callback):
    def __init__(self, peak, floor, warmup, cycle, multiplier):
        super().__init__()
        self.peak, self.done = peak, 0

    def on_train_batch_begin(self, batch, logs=None):
        self.done += 1
        self.model.optimizer.learning_rate = self.peak / self.done
"""
PEAK = "PEAKS[int(np.argmin(means[arm]))]"
COUNTS = "        self.lrates, self.done = [], 0\n\n    def rate"
DONE = "def on_epoch_end(self, epoch, logs=None):\n        self.done += 1\n"
ROUNDED_ONCE = """    import math
    total = math.ceil(images * epochs / batch)
    warmup = math.ceil(images * warmup_epochs / batch)
    floor, fall = floor_share * peak, np.arange(total - warmup)
    wave = (1 + np.cos(np.pi * fall / (total - warmup))) / 2
    rise = peak * np.arange(warmup) / warmup
    return np.append(rise, floor + (peak - floor) * wave)
"""
PROGRESS = "np.arange(total - warmup) / (total - warmup)"
COSINE = "(1 + np.cos(np.pi * progress)) / 2\n    return"
MISTAKES = {  # (the hand-in, the sentences that it gets)
    "a warm-up that ends at the peak": (
        lambda: repair("(epoch + 1) / (self.warmup + 1)", "(epoch + 1) / self.warmup"),
        ["The first epoch does not train", "The warm-up does not rise"],
    ),
    "the peak above the floor": (
        lambda: repair("(self.peak - self.floor) * share", "self.peak * share"),
        ["The first cycle does not fall", "After the first restart"],
    ),
    "cycles one epoch late": (cycles_one_epoch_late, ["is one epoch late"]),
    "a cosine in degrees": (
        lambda: plan("np.cos(np.pi *", "np.cos(180 *"), ["there is no half cosine"]
    ),
    "a straight fall": (
        lambda: plan(COSINE, "(1 - progress)\n    return"), ["there is no half cosine"]
    ),
    "a cosine over the whole training": (
        lambda: plan(PROGRESS, "np.arange(warmup, total) / total"),
        ["there is no half cosine"],
    ),
    "equal cycles": (
        lambda: plan("        length *= multiplier\n", "", 2), ["A restart is missing"]
    ),
    "over updates, and said so": (over_updates, ["do not stand where their epochs"]),
    "z for t": (
        lambda: half_width("t.ppf(1 - 0.0125, len(values) - 1)", "norm.ppf(0.9875)"),
        ["are not Student's"],
    ),
    "the deviation of a population": (
        lambda: half_width(", ddof=1", ""), ["are not Student's"]
    ),
    "a root that is missing": (
        lambda: half_width(" / len(values) ** 0.5", ""), ["are not Student's"]
    ),
    "one look": (lambda: half_width("0.0125", "0.025"), ["are not corrected"]),
    "three looks": (lambda: half_width("0.0125", ".05 / 6"), ["for 3 looks, not for"]),
    "Šidák's correction": (lambda: half_width("0.0125", "(1 - .95**.5) / 2"), []),
    "degrees of freedom": (
        lambda: half_width("len(values) - 1)", "len(values))"), ["are not Student's"]
    ),
    "the whole width": (lambda: half_width("stats", "2*stats"), ["are not Student's"]),
    "divided by n": (lambda: half_width(" ** 0.5", ""), ["are not Student's"]),
    "divided by n - 1": (
        lambda: half_width("len(values) ** 0.5", "(len(values) - 1) ** 0.5"),
        ["are not Student's"],
    ),
    "the variance": (lambda: half_width("np.std", "np.var"), ["are not Student's"]),
    "neither z for t nor two looks": (
        lambda: half_width("stats.t.ppf(1 - 0.0125, len(values) - 1)", "1.96"),
        ["are not Student's", "are not corrected"],
    ),
    "a number of one's own": (
        lambda: half_width("stats.t.ppf(1 - 0.0125, len(values) - 1)", "7"),
        ["are not Student's", "don't show whether they are corrected"],
    ),
    "training data": (
        lambda: in_answer(
            Handed("prove"), 3,
            ('[one], seed, "test")', '[one], seed, "train")'),
            ('[other], seed, "test")', '[other], seed, "train")'),
        ),
        ["are those on the training data"],
    ),
    "places for peaks": (
        lambda: in_answer(
            in_answer(Handed("prove"), 2, ("PEAKS[int(np.argmin(means[arm]))]",
                                           "int(np.argmin(means[arm]))")),
            3,
            ("tuned[one]", "PEAKS[tuned[one]]"),
            ("tuned[other]", "PEAKS[tuned[other]]"),
        ),
        ["is given by its place"] * 3,
    ),
    "peaks beside their losses": (
        lambda: in_answer(
            in_answer(Handed("prove"), 2, (PEAK, f"({PEAK}, min(means[arm]))")),
            3,
            ("tuned[one]", "tuned[one][0]"),
            ("tuned[other]", "tuned[other][0]"),
        ),
        ["stands among other numbers"] * 3,
    ),
    "peaks as lists": (
        lambda: in_answer(
            in_answer(Handed("prove"), 2, (PEAK, f"[{PEAK}]")),
            3,
            ("tuned[one]", "tuned[one][0]"),
            ("tuned[other]", "tuned[other][0]"),
        ),
        [],
    ),
    "differences by their seeds": (
        lambda: with_lines(3, "differences = {p: dict(zip(seeds, d)) "
                              "for p, d in differences.items()}",
                           "intervals = {p: interval(list(d.values()), 2) "
                              "for p, d in differences.items()}"),
        [],
    ),
    "intervals with their names": (
        lambda: with_lines(4, "intervals = {p: {'mean': m, 'half_width': h} "
                              "for p, (m, h) in intervals.items()}",
                           "verdicts = {p: word(*i.values()) "
                              "for p, i in intervals.items()}"),
        [],
    ),
    "intervals of three numbers": (
        lambda: with_lines(4, "intervals = {p: (m, m - h, m + h) "
                              "for p, (m, h) in intervals.items()}",
                           "verdicts = {p: word(i[0], i[2] - i[0]) "
                              "for p, i in intervals.items()}"),
        ["An interval has three numbers"],
    ),
    "arms of another pair": (
        lambda: with_lines(3, "differences['restarts - cosine'] = ["
                              "loss(data, 'restarts', tuned['restarts'], s, 'test') - "
                              "loss(data, 'constant', tuned['constant'], s, 'test') "
                              "for s in seeds]"),
        ["restarts - cosine are not those of your data"],
    ),
    "differences in percent": (
        lambda: with_lines(3, "differences = {p: [100 * x for x in d] "
                              "for p, d in differences.items()}"),
        ["are all multiplied by one number"] * 2,
    ),
    "a hundred seeds": (
        lambda: in_answer(Handed("prove"), 3, ("range(100, 116)", "range(100, 200)")),
        ["There are not 10 to 40 seeds"],
    ),
    "90 % for each": (
        lambda: half_width("0.0125", "0.05"), ["are not those of 95 % for two looks"]
    ),
    "95 % divided by the looks": (
        lambda: half_width("0.0125", ".525 / 2"),
        ["are not those of 95 % for two looks"],
    ),
    "twice the half-width": (
        lambda: half_width("stats.t.ppf(1 - 0.0125", "2 * stats.t.ppf(1 - 0.025"),
        ["are twice those of one look"],
    ),
    "other degrees of freedom": (
        lambda: half_width("len(values) - 1)", "len(values) - 2)"),
        ["are not Student's"],
    ),
    "a counter that is never reset": (
        counter_that_is_never_reset,
        ["A second fit does not begin anew", "fit begins at another row"],
    ),
    "cycles that grow by as many epochs": (
        lambda: repair(
            "length *= self.multiplier", "length += self.cycle * (self.multiplier - 1)"
        ),
        ["After the first restart"],
    ),
    "one epoch early": (
        lambda: repair("rate(epoch))\n", "rate(epoch + 1))\n"),
        ["first epoch does not train", "Each restart is one epoch early"],
    ),
    "an attribute that nothing reads, and a true record": (
        lambda: repair(
            RECORDED,
            "self.model.optimizer.lr = self.rate(epoch)\n        "
            "self.lrates.append(float(self.model.optimizer.learning_rate))",
        ),
        ["all epochs train at one rate", "all epochs train at one rate"],
    ),
    "the last rate alone": (
        lambda: repair("self.lrates.append(self.rate(epoch))",
                       "self.lrates = [self.rate(epoch)]"),
        ["The list lrates is not that"],
    ),
    "a true record of rates that are late": (
        lambda: repair_lines(
            (RECORDED, "self.lrates.append(float(self.model.optimizer.learning_rate))"),
            ('= self.lrates[-1]\n', '= self.lrates[-1]\n        '
             "self.model.optimizer.learning_rate = self.rate(epoch)\n"),
        ),
        ["first epoch does not train", "Each restart is one epoch late"],
    ),
    "rates that change within an epoch": (
        lambda: repair_lines(
            ("self.model.optimizer.learning_rate = self.lrates[-1]\n", "\n"),
            ("    def on_epoch_end", "    def on_train_batch_end(self, b, logs=None):\n"
             "        self.model.optimizer.learning_rate = self.lrates[-1]\n\n"
             "    def on_epoch_end"),
        ),
        [
            "first epoch does not train", "warm-up does not rise",
            "first cycle does not",
            "A restart is missing", "After the first restart",
        ],
    ),
    "rates as texts": (
        lambda: with_list('f"{self.rate(epoch):.4f}"'),
        ["has something else in it than numbers"],
    ),
    "rates that are rounded": (
        lambda: with_list("round(self.rate(epoch), 4)"), ["The list lrates is not that"]
    ),
    "rates with their epochs": (
        lambda: with_list('{"epoch": epoch, "rate": self.rate(epoch)}'),
        ["has something else in it than numbers"],
    ),
    "another word": (
        lambda: with_lines(5, "verdicts = dict.fromkeys(verdicts, 'a little better')"),
        ["is none of the three words"] * 2,
    ),
    "a cosine in degrees, in a class": (
        lambda: repair("math.cos(math.pi *", "math.cos(180 *"),
        ["first cycle does not fall", "After the first restart"],
    ),
    "pairs in the list of rates": (
        lambda: with_list("(epoch, self.rate(epoch))"),
        ["has something else in it than numbers"],
    ),
    "updates that are rounded once": (rounded_once, ["one row for each update"]),
    "a rate that stays": (
        lambda: plan(COSINE, "1 - 1e-9 + 0 * progress\n    return"),
        ["there is no half cosine", "The floor is not"],
    ),
}  # fmt: skip


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
