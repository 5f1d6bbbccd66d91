"""A figure, judged by the data of its lines: task 4 of *Plan it*."""

import numpy as np

from classroom.assignments.asking import Look, Question, close, column


def draw_figures(random, student):
    """Return columns to draw, by their names."""
    names = random.choice(
        ["cosine", "linear", "steps", "warm", "flat", "own"], 3, False
    )
    rows = int(random.integers(30, 60))
    columns = {str(name): random.uniform(0, 0.1, rows).tolist() for name in names}
    return [{"columns": columns, "updates_per_epoch": int(random.integers(4, 9))}]


def line_of(rates, figure):
    """Return the line of a figure that shows these rates, or None."""
    shown = (line for line in figure["lines"] if close(line["y"], rates, 1e-2))
    return next(shown, None)


def draws_all_columns(setting, value):
    """Return whether each column is a line."""
    return all(line_of(rates, value) for rates in setting["columns"].values())


def draws_over_epochs(setting, value):
    """Return whether each rate stands within the time of its update, in epochs."""
    lines = [line_of(rates, value) for rates in setting["columns"].values()]
    updates = setting["updates_per_epoch"]
    shifts = [updates * column(line["x"]) - np.arange(len(line["x"])) for line in lines]
    return all(((shift > -1e-6) & (shift < 1 + 1e-6)).all() for shift in shifts)


def names_what_it_draws(setting, value):
    """Return whether axes have their labels, and lines their names on the page."""
    labels = "epoch" in value["xlabel"].lower(), "rate" in value["ylabel"].lower()
    page = " ".join(value["words"])
    lines = setting["columns"].items()
    right = (name == line_of(rates, value)["label"] for name, rates in lines)
    named = all(name in page for name in setting["columns"])
    beside = named and not value["legend"]
    return all(labels) and (beside or (named and all(right)))


QUESTIONS = (
    Question(
        "plan_figure",
        draw_figures,
        (
            Look("Not every column is drawn with all its rates.", draws_all_columns),
            Look("The rates do not stand where their epochs are.", draws_over_epochs),
            Look("An axis or a line is without its name.", names_what_it_draws),
        ),
    ),
)
