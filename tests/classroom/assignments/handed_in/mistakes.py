"""Hand-ins with one mistake each, and the sentences that they get."""

from tests.classroom.assignments.changed import Handed

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
