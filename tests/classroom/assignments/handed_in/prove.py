"""Submissions to *Prove it*: right ones and wrong ones."""

from tests.classroom.assignments.handed_in.submission import Submission


def prove(*changes, **lost):
    """Return a submission to *Prove it*."""
    return Submission("prove", changes, lost)


MEAN = 'np.mean([loss(data, arm, peak, s, "validation") for s in TUNING_SEEDS])'
SECOND = 'loss(data, other, tuned[other], seed, "test")'
CORRECTED = "interval(values, comparisons=len(PAIRS))"
PROVE = {
    "reference": prove(),
    "by-hand": prove(
        (CORRECTED, "by_hand(np.array(values))"),
        (
            "intervals = {",
            "from scipy import stats\n\n\n"
            "def by_hand(values):\n"
            "    error = values.std(ddof=1) / len(values) ** 0.5\n"
            "    limit = stats.t.ppf(1 - 0.0125, len(values) - 1)\n"
            "    return values.mean(), limit * error\n"
            "\n\nintervals = {",
        ),
    ),
    "arrays": prove(
        ("seeds = list(range(100, 116))", "seeds = np.arange(50, 90)"),
        ("    pair: [\n", "    pair: np.array([\n"),
        ("for seed in seeds\n    ]", "for seed in seeds\n    ])"),
    ),
    "tuned-on-test": prove((MEAN, MEAN.replace("validation", "test")), prove_tuned=3),
    "on-validation": prove(('seed, "test"', 'seed, "validation"'), prove_differences=1),
    "same-seeds": prove(("range(100, 116)", "range(12)"), prove_differences=1),
    "too-few-seeds": prove(("range(100, 116)", "range(100, 105)"), prove_differences=1),
    "unpaired": prove(
        (SECOND, SECOND.replace("seed,", "seeds[-1 - seeds.index(seed)],")),
        prove_differences=2,
    ),
    "uncorrected": prove((CORRECTED, "interval(values)"), prove_intervals=1),
    "normal": prove(
        (
            CORRECTED,
            "(np.mean(values), 2.2414 * np.std(values, ddof=1) / len(values) ** 0.5)",
        ),
        prove_intervals=1,
    ),
    # On the data of this name, one of the two intervals holds 0.
    "verdict-turned": prove(
        ("word(*limits)", "word(-limits[0], limits[1])"), prove_verdicts=1
    ),
    "by-the-mean": prove(("word(*limits)", "word(limits[0], 0)"), prove_verdicts=1),
    "another-s": Submission(
        "prove",
        (('student = "another-s"', 'student = "reference"'),),
        gained="nothing",
    ),
}  # fmt: skip
