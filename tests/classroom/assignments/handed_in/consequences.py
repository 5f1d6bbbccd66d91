"""Hand-ins whose mistake is seen by later tasks too, and the points for each task."""

from tests.classroom.assignments.changed import Handed
from tests.classroom.assignments.handed_in.mistakes import (
    half_width,
    in_answer,
    plan,
    repair_lines,
    with_lines,
)

LATE = (
    (  # the rate of an epoch is set at its end, and listed there
        "        self.lrates.append(self.rate(epoch))\n"
        "        self.model.optimizer.learning_rate = self.lrates[-1]\n",
        "        pass\n",
    ),
    (
        '        logs["learning_rate"] = self.lrates[-1]\n',
        "        self.lrates.append(self.rate(epoch))\n"
        '        logs["learning_rate"] = self.lrates[-1]\n'
        "        self.model.optimizer.learning_rate = self.lrates[-1]\n",
    ),
)
IN_USE = (
    "(self.peak - self.floor)",
    "(float(self.model.optimizer.learning_rate) - self.floor)",
)
FROM_ZERO = "(epoch + 1) / (self.warmup + 1)", "epoch / self.warmup"


def not_rounded(cut, warmup=""):
    """Return columns of epochs whose updates are no whole number, but for the rows."""
    ours = Handed("plan")
    ours.cell("plan_answer_1")["source"] = f"""def warm_cosine(
    images, batch, epochs, warmup_epochs, peak, floor_share
):
    total, warmup = epochs * images / batch, {warmup}(warmup_epochs * images / batch)
    floor, rates = floor_share * peak, []
    for t in range({cut}(total)):
        wave = (1 + np.cos(np.pi * (t - warmup) / (total - warmup))) / 2
        rise = peak * t / warmup
        rates.append(rise if t < warmup else floor + (peak - floor) * wave)
    return rates
"""
    ours.cell("plan_answer_2")["source"] = f"""def warm_restarts(
    images, batch, epochs, first_epochs, multiplier, peak
):
    total, rates = epochs * images / batch, []
    start, length = 0, first_epochs * images / batch
    for t in range({cut}(total)):
        while t >= start + length:
            start, length = start + length, length * multiplier
        rates.append(peak * (1 + np.cos(np.pi * (t - start) / length)) / 2)
    return rates
"""
    return ours


def with_verdicts(ours, word):
    """Return an answer to *Prove it* with verdicts by this expression."""
    ours.cell("prove_answer_5")["source"] = (
        f"verdicts = {{p: {word} for p, (m, h) in intervals.items()}}"
    )
    return ours


def few_seeds_of_a_table(quantile):
    """Return half-widths of 20 seeds by a quantile that was looked up."""
    ours = half_width("stats.t.ppf(1 - 0.0125, len(values) - 1)", quantile)
    return in_answer(ours, 3, ("range(100, 116)", "range(100, 120)"))


CONSEQUENCES = {  # (the hand-in, its points)
    "updates that are not rounded": (lambda: not_rounded("math.ceil"), [3, 2, 2, 2, 3]),
    "updates that are cut off": (lambda: not_rounded("int"), [3, 2, 2, 2, 3]),
    "updates that are rounded in the warm-up alone": (
        lambda: not_rounded("math.ceil", "math.ceil"), [3, 2, 2, 2, 3]
    ),
    "updates that are not rounded in the warm-up": (
        lambda: in_answer(
            Handed("plan"), 1,
            ("warmup, total = warmup_epochs * updates, epochs * updates",
             "warmup, total = warmup_epochs * images / batch, epochs * updates"),
            ("np.arange(warmup) / warmup", "np.arange(math.ceil(warmup)) / warmup"),
            ("np.arange(total - warmup) / (total - warmup)",
             "(np.arange(math.ceil(warmup), total) - warmup) / (total - warmup)"),
        ),
        [3, 3, 2, 2, 3],
    ),
    "no factor of the peak": (
        lambda: in_answer(
            Handed("plan"), 1,
            ("floor_share * peak", "floor_share"), ("(peak - floor)", "(1 - floor)"),
            ("rise = peak * ", "rise = "),
        ),
        [3, 3, 2, 2, 3],
    ),
    "a quarter of a wave": (
        lambda: plan("(1 + np.cos(np.pi * progress)) / 2",
                     "np.cos(np.pi / 2 * progress)"),
        [3, 3, 2, 2, 3],
    ),
    "cycles one row ahead": (
        lambda: plan("np.arange(length) / length", "np.arange(1, length + 1) / length",
                     2),
        [4, 2, 2, 2, 3],
    ),
    "a half-width and a mean": (
        lambda: with_lines(4, "intervals = {p: i[::-1] for p, i in intervals.items()}",
                           "verdicts = {p: word(i[1], i[0]) "
                              "for p, i in intervals.items()}"),
        [3, 4, 2, 2],
    ),
    "a half-width and a mean, and its verdict": (
        lambda: with_lines(4, "intervals = {p: i[::-1] for p, i in intervals.items()}",
                           "verdicts = {p: word(*i) for p, i in intervals.items()}"),
        [3, 4, 2, 2],
    ),
    "the verdict of a gain, of differences": (
        lambda: with_verdicts(Handed("prove"), "word(-m, h)"), [3, 4, 3, 1]
    ),
    "a gain, and not a difference": (
        lambda: with_verdicts(
            with_lines(3, "differences = {p: [-x for x in d] "
                          "for p, d in differences.items()}"),
            "word(-m, h)",
        ),
        [3, 2, 3, 2],
    ),
    "the whole width, halved for the verdict": (
        lambda: with_lines(4, "intervals = {p: (m, 2 * h) "
                              "for p, (m, h) in intervals.items()}",
                           "verdicts = {p: word(m, h / 2) "
                              "for p, (m, h) in intervals.items()}"),
        [3, 4, 2, 2],
    ),
    "two digits of a quantile": (lambda: few_seeds_of_a_table("2.43"), [3, 4, 3, 2]),
    "three digits of a quantile": (lambda: few_seeds_of_a_table("2.433"), [3, 4, 3, 2]),
    "another quantile": (lambda: few_seeds_of_a_table("2.41"), [3, 4, 1, 2]),
    "one more peak": (
        lambda: in_answer(
            Handed("prove"), 2, ("means =", "PEAKS = (*PEAKS, 0.32)\nmeans =")
        ),
        [3, 4, 3, 2],
    ),
    "sorted differences": (
        lambda: with_lines(
            3, "differences = {p: sorted(d) for p, d in differences.items()}"
        ),
        [3, 2, 3, 2],
    ),
    "the rate in use": (lambda: repair_lines(IN_USE), [2, 2, 3]),
    "late": (lambda: repair_lines(*LATE), [3, 2, 3]),
    "late, and a warm-up from 0": (lambda: repair_lines(*LATE, FROM_ZERO), [2, 2, 3]),
    "late, and the rate in use": (lambda: repair_lines(*LATE, IN_USE), [0, 2, 3]),
    "rates by their epochs": (
        lambda: repair_lines(("self.lrates = []", "self.lrates = {}"),
                             ("self.lrates.append(self.rate(epoch))",
                              "self.lrates[epoch] = self.rate(epoch)"),
                             ("self.lrates[-1]", "self.lrates[epoch]")),
        [5, 2, 3],
    ),
}  # fmt: skip
