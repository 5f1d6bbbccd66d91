"""A small picture of each schedule's curve: in the reference, and on the first page."""

import matplotlib
import matplotlib.style
from matplotlib.figure import Figure

from helpers import plots, schedules
from playground.links import state_of

STEPS = 100
# By the name of a schedule: a call, and the name of its line in all figures.
CALLS = {
    "constant": ("constant(0.1)", "constant"),
    "step_decay": ("step_decay(0.1, [50, 80])", "step decay"),
    "linear": ("linear(0.1, 100)", "linear"),
    "cosine": ("cosine(0.1, 100)", "cosine"),
    "cosine_restarts": ("cosine_restarts(0.1, 100, 3)", "restarts"),
    "with_warmup": ("with_warmup(cosine(0.1, 80), 20)", "warm-up + cosine"),
    "warmup_stable_decay": (
        "warmup_stable_decay(0.1, 100, warmup=10, decay=30)",
        "warm-up, stable, decay",
    ),
    "one_cycle": ("one_cycle(0.1, 100, warmup=30)", "one-cycle"),
}
LOOK = {"svg.hashsalt": "curves", "svg.fonttype": "path", "axes.labelsize": 9}

UNSAID = dict.fromkeys(["Creator", "Date", "Format", "Type"])


def write(folder):
    """Draw the picture of each schedule into a folder; drawn again it is the same."""
    folder.mkdir()
    for name, (call, line) in CALLS.items():
        with matplotlib.style.context([plots.STYLE_SHEET, LOOK]):
            draw(rates(call), line).savefig(folder / f"{name}.svg", metadata=UNSAID)


def rates(call):
    """Return the column of rates of a call."""
    return schedules.table(eval(call, {**vars(schedules)}), STEPS)


def draw(column, line):
    """Return the figure of a column, in the look of a line."""
    figure = Figure(figsize=(2.3, 1.25))
    axes = figure.subplots()
    plots.draw_rates(axes, column, **plots.line(line))
    axes.set(xticks=[0, STEPS], yticks=[0, 0.1], xlabel="step", ylabel="rate")
    axes.xaxis.labelpad = axes.yaxis.labelpad = -8
    return figure


def figure(path):
    """Return the lines that show the picture of a schedule; none for other names."""
    module, _, name = path.rpartition(".")
    if name not in CALLS or not module.startswith(schedules.__name__):
        return []
    call, _ = CALLS[name]
    return [
        f":::{{figure}} curves/{name}.svg",
        f":alt: {describe(name, rates(call))}",
        ":figclass: curve",
        "",
        f"`{call}`",
        ":::",
        "",
    ]


def family(folder):
    """Return a list of all pictures, each a link that shows its schedule to play with.

    ``folder`` is where they lie, from the page that includes the list.
    """
    return "".join(
        f"- [![{describe(name, rates(call))}]({folder}/{name}.svg) {line}]"
        f"(playground:{state_of(call, STEPS)})\n"
        for name, (call, line) in CALLS.items()
    )


def describe(name, column):
    """Return in words what a picture shows."""
    first, highest, last = column[0], column.max(), column[-1]
    return (
        f"The curve of {name}: {first:.2g} at step 0, at most {highest:.2g}, "
        f"{last:.2g} at step {STEPS - 1}."
    )
