"""A figure, judged by the data of its lines: task 4 of *Plan it*."""

import numpy as np

from classroom.assignments.questions import Point, Question, close, column


def draw_figures(random, student):
    """Return columns to draw, by their names."""
    names = random.choice(
        ["cosine", "linear", "steps", "warm", "flat", "own"], 3, False
    )
    rows = int(random.integers(30, 60))
    columns = {str(name): random.uniform(0, 0.1, rows).tolist() for name in names}
    return [{"columns": columns, "updates_per_epoch": int(random.integers(4, 9))}]


def drawn(setting, figure):
    """Return the lines that show columns, by their names; at least one."""
    found = {}
    for name, rates in setting["columns"].items():
        for line in figure["lines"]:
            if close(line["y"], rates, 1e-2):
                found[name] = line
    if not found:
        raise ValueError("no column is drawn")
    return found


def draws_all_columns(setting, value):
    """Return whether each column is a line."""
    return drawn(setting, value).keys() == setting["columns"].keys()


def draws_over_epochs(setting, value):
    """Return whether each rate stands within the time of its update, in epochs."""
    updates = setting["updates_per_epoch"]
    columns = [column(line["x"]) for line in drawn(setting, value).values()]
    shifts = [updates * x - np.arange(len(x)) for x in columns]
    return all(((shift > -1e-6) & (shift < 1 + 1e-6)).all() for shift in shifts)


def names_what_it_draws(setting, value):
    """Return whether axes have their labels, and lines their names on the page."""
    labels = "epoch" in value["xlabel"].lower() and "rate" in value["ylabel"].lower()
    lines, page = drawn(setting, value), " ".join(value["words"])
    named = all(name in page for name in lines)
    right = all(line["label"] == name for name, line in lines.items())
    return labels and named and (right or not value["legend"])


QUESTIONS = (
    Question(
        "plan_figure",
        draw_figures,
        (
            Point("Not every column is drawn with all its rates.", draws_all_columns),
            Point("The rates do not stand where their epochs are.", draws_over_epochs),
            Point("An axis or a line is without its name.", names_what_it_draws),
        ),
    ),
)
