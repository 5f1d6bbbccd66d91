"""Submissions to *Plan it*: right ones, wrong ones, and files that changed form."""

from tests.classroom.assignments.handed_in.submission import (
    Submission,
    edited,
    extra,
    name,
    with_tests,
)


def plan(*changes, **lost):
    """Return a submission to *Plan it*."""
    return Submission("plan", changes, lost)


def moved(notebook):
    """Put an answer into a cell of one's own, before the one that was handed out."""
    at = [name(cell) for cell in notebook["cells"]].index("plan_answer_1")
    cell = notebook["cells"][at]
    own = "%matplotlib inline\n" + "".join(cell["source"])
    notebook["cells"].insert(at, extra(own))
    cell["source"] = "# see above"
    return notebook


def split(notebook):
    """Copy a cell, as students do to keep a first attempt: two have one name."""
    at = [name(cell) for cell in notebook["cells"]].index("plan_answer_2")
    second = notebook["cells"][at]
    first = second | {"source": "def warm_restarts(**setting):\n    return []"}
    notebook["cells"].insert(at, first)
    return notebook


def without_names(notebook):
    """Lose what nbgrader wrote into the cells, as some editors do."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return notebook


WARM, CEIL = "rise = peak * np.arange(warmup) / warmup", "math.ceil(images / batch)"
PLAN = {
    "reference": plan(),
    # Right in another way.
    "loops": plan(
        (
            "    return np.concatenate([rise, fall])",
            "    return [float(rate) for part in (rise, fall) for rate in part]",
        )
    ),
    "float32": plan(
        ("np.concatenate([rise, fall])", "np.float32(np.concatenate([rise, fall]))")
    ),
    "collection": plan(
        (
            "    return np.concatenate([rise, fall])",
            "    from helpers.schedules import cosine, table, with_warmup\n"
            "    fall = cosine(peak, total - warmup, floor)\n"
            "    return table(with_warmup(fall, warmup), total)",
        )
    ),
    "named-beside": plan(
        ("label=name)", ")\n        axes.text(0, rates[0], name)"),
        ("    axes.legend()\n", ""),
        ("axes.plot(np", "axes.step(np"),
    ),
    "positional": plan(
        ('"alpha": eta_min / lr,', '"alpha": eta_min / lr, "name": "cosine",'),
    ),
    "own-cell": Submission("plan", change_file=moved),
    "without-names": Submission("plan", change_file=without_names),
    # Wrong.
    "last-batch": plan((CEIL, "images // batch"), plan_column=1, plan_restarts=1),
    "epochs-for-updates": plan(
        ("length, rates = first_epochs * updates", "length, rates = first_epochs"),
        plan_restarts=2,
    ),
    "same-cycles": plan(("        length *= multiplier\n", ""), plan_restarts=1),
    "absolute-floor": plan(
        ("floor = floor_share * peak", "floor = floor_share"), plan_column=1
    ),
    "early-warmup": plan(
        (WARM, "rise = peak * np.arange(1, warmup + 1) / warmup"), plan_column=1
    ),
    "at-the-floor": plan(
        ("progress = np.arange(total - warmup) / (total - warmup)",
         "progress = np.linspace(0, 1, total - warmup)"),
        plan_column=1,
    ),
    "alpha-as-rate": plan(
        ('"alpha": eta_min / lr', '"alpha": eta_min'),
        plan_translation=1, plan_warm_translation=1,
    ),
    "steps-as-epochs": plan(
        ('"decay_steps": t_max * updates_per_epoch', '"decay_steps": t_max'),
        plan_translation=1,
    ),
    "warmup-counted": plan(
        ('"decay_steps": t_max,\n        "alpha"',
         '"decay_steps": t_max + total_iters,\n        "alpha"'),
        plan_warm_translation=1,
    ),
    "over-updates": plan((" / updates_per_epoch, rates", ", rates"), plan_figure=1),
    "no-labels": plan(('axes.set(xlabel="epoch"', "axes.set(xlabel=''"), plan_figure=1),
    "one-line": plan(("label=name)\n", "label=name)\n        break\n"), plan_figure=1),
    "one-cell-fails": plan(
        ("    updates = math.ceil(images / batch)\n    warmup",
         "    updates = math.Ceil(images / batch)\n    warmup"),
        plan_column=4,
    ),
    # Honest, with cells that are not as they were handed out.
    "tests-edited": Submission("plan", change_file=with_tests(edited)),
    "tests-deleted": Submission("plan", change_file=with_tests(lambda cell: None)),
    "copied-cell": Submission("plan", change_file=split),
}  # fmt: skip
