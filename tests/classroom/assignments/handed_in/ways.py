"""Right ways that are unusual, and wrong ones that are not: what each deserves."""

from tests.classroom.assignments.handed_in.plan import plan
from tests.classroom.assignments.handed_in.prove import (
    CORRECTED,
    MEAN,
    prove,
)

COLUMN = "    return np.concatenate([rise, fall])"
DRAWN = (
    "        axes.plot(np.arange(len(rates)) / updates_per_epoch, rates, label=name)\n"
)
LEGEND = "    axes.legend()\n"
STAIRS = (
    "        from helpers.plots import draw_rates\n\n"
    "        line = draw_rates(axes, rates, label=name)\n"
    "        line.set_xdata(np.arange(len(rates) + 1) / updates_per_epoch)\n"
)
TWICE = (
    "        x = np.repeat(np.arange(len(rates) + 1), 2)[1:-1] / updates_per_epoch\n"
    "        axes.plot(x, np.repeat(rates, 2), label=name)\n"
)
PATCH = (
    "        edges = np.arange(len(rates) + 1) / updates_per_epoch\n"
    "        axes.stairs(rates, edges, label=name)\n"
)
LATER = "    axes.set(xlabel"
FLOOR = '"alpha": eta_min / lr'
PLAN_WAYS = {
    "column-vector": plan((COLUMN, COLUMN + "[:, None]"),
                          ("return rates[: epochs * updates]",
                           "return np.array(rates[: epochs * updates])[:, None]")),
    "series": plan((COLUMN, "    import pandas as pd\n\n"
                    "    return pd.Series(np.concatenate([rise, fall]))")),
    "six-digits": plan((COLUMN, COLUMN.replace("np.conc", "np.round(np.conc")
                        .replace("])", "]), 6)")),
                       ("return rates[: epochs", "return np.round(rates, 6)[: epochs")),
    "alpha-rounded": plan((FLOOR, '"alpha": round(eta_min / lr, 6)')),
    "rate-float32": plan(('"initial_learning_rate": lr',
                          '"initial_learning_rate": np.float32(lr)'),
                         ('"warmup_target": lr', '"warmup_target": np.float32(lr)')),
    "draw-rates": plan((DRAWN, STAIRS)),
    "stairs-by-hand": plan((DRAWN, TWICE)),
    "stairs": plan((DRAWN, PATCH)),
    "steps-post": plan(("rates, label=name)",
                        'rates, label=name, drawstyle="steps-post")')),
    "more-words": plan(("label=name", 'label=f"{name} schedule"')),
    "legend-of-texts": plan((", label=name)", ")"),
                            ("axes.legend()", "axes.legend(list(columns))")),
    "figure-legend": plan(("axes.legend()", "axes.figure.legend()")),
    "helper-lines": plan((LATER, '    axes.axhline(0.1, ls=":")\n'
                          '    axes.axvline(2, color="k")\n' + LATER)),
    "names-beside": plan((LEGEND, ""), (DRAWN, DRAWN + "        axes.annotate("
                          "name, (0, rates[0]), (5, 5))\n")),
    # Wrong.
    "wrong-names": plan((", label=name)", ")"), ("axes.legend()",
                        "axes.legend(list(columns)[::-1])"), plan_figure=1),
    "axes-turned": plan(("np.arange(len(rates)) / updates_per_epoch, rates,",
                         "rates, np.arange(len(rates)) / updates_per_epoch,"),
                        plan_figure=3),
    "every-second-rate": plan(("updates_per_epoch, rates, label",
                               "updates_per_epoch)[::2], rates[::2], label"),
                              ("axes.plot(np.ar", "axes.plot((np.ar"), plan_figure=3),
    "no-list": plan((COLUMN, "    return (x for x in rise)"), plan_column=4),
}  # fmt: skip
SEEDS = "seeds = list(range(100, 116))"
FRESH = "prove_differences"
PROVE_WAYS = {
    "tuned-series": prove(("\ntuned = {", "\nimport pandas as pd\n\ntuned = {"),
                          ("means[arm]))] for arm in ARMS}",
                           "means[arm]))] for arm in ARMS}\ntuned = pd.Series(tuned)")),
    "data-frame": prove(
        ("for pair, (one, other) in PAIRS.items()\n}",
         "for pair, (one, other) in PAIRS.items()\n}\nimport pandas as pd\n\n"
         "differences = pd.DataFrame(differences, index=seeds)")),
    "large-seeds": prove((SEEDS, "seeds = [2**127 + s**7 for s in range(12)]")),
    "whole-floats": prove((SEEDS, "seeds = np.linspace(100, 115, 16)"),
                          ("seed, \"test\"", "int(seed), \"test\"")),
    "four-digits": prove(
        ("for pair, (one, other) in PAIRS.items()\n}",
         "for pair, (one, other) in PAIRS.items()\n}\n"
         "differences = {p: np.round(v, 4) for p, v in differences.items()}"),
        (CORRECTED, f"np.round({CORRECTED}, 4)")),
    "means-rounded": prove((f"return {MEAN}", f"return round({MEAN}, 4)")),
    "capitals": prove(("word(*limits)", "word(*limits).capitalize()")),
    "column-vectors": prove(
        ("for seed in seeds\n    ]", "for seed in seeds\n    ])[:, None]"),
        ("    pair: [\n", "    pair: np.array([\n"),
        (CORRECTED, "interval(np.ravel(values), comparisons=len(PAIRS))")),
    # Wrong.
    "many-seeds": prove((SEEDS, "seeds = list(range(100, 141))"), prove_differences=1),
    "one-seed": prove((SEEDS, "seeds = [100] * 20"),
                      prove_differences=1, prove_intervals=2, prove_verdicts=2),
    "seeds-twice": prove((SEEDS, "seeds = [*range(100, 110)] * 2"),
                         prove_differences=1, prove_intervals=1),
    "sign-turned": prove(("for pair, (one, other) in PAIRS",
                          "for pair, (other, one) in PAIRS"), prove_differences=2),
    "another-peak": prove(
        ("differences = {\n", "tuned = dict.fromkeys(ARMS, 0.03)\ndifferences = {\n"),
        prove_differences=4),
    "untuned": prove(("tuned[one]", "0.04"), ("tuned[other]", "0.04"),
                     prove_differences=4),
}  # fmt: skip
