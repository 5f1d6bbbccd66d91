"""A figure, judged by the data of its lines: task 4 of *Plan it*."""

import numpy as np

from classroom.assignments.questions import (
    FormError,
    Point,
    Question,
    column,
)
from helpers.lesson.drawn import axes_are_named, columns_found, in_time, is_named

MOST_LINES = 50
MOST_TICKS = 200
FARTHEST = 1e9


def draw_figures(random, student):
    """Return columns to draw, by their names."""
    names = random.choice(
        ["cosine", "linear", "steps", "warm", "flat", "own"], 3, False
    )
    rows = int(random.integers(30, 60))
    columns = {str(name): random.uniform(0, 0.1, rows).tolist() for name in names}
    return [{"columns": columns, "updates_per_epoch": int(random.integers(4, 9))}]


def read_figure(setting, value):
    """Return what was seen in a figure, or raise FormError."""
    if not value["lines"]:
        raise FormError("no line is drawn")
    if len(value["lines"]) > MOST_LINES:
        raise FormError(f"there are more than {MOST_LINES} lines")
    lines = []
    for line in value["lines"]:
        in_legend = line.get(
            "names", [line.get("label")] if value.get("legend") else []
        )
        x, y = line["x"], line["y"]
        if len(x) == len(y) and all(type(number) is float for number in [*x, *y]):
            kept = {"x": column(x), "y": column(y), "names": list(map(str, in_legend))}
            lines.append(kept | {"ticks": read_ticks(line.get("ticks", []))})
    words = list(map(str, value["words"]))
    axes = {label: str(value[label]) for label in ("xlabel", "ylabel")}
    return axes | {"lines": [line for line in lines if len(line["y"])], "words": words}


def read_ticks(given):
    """Return the ticks below a line: place, number, room, and 1 for epochs."""
    ticks = [column(tick) for tick in given[:MOST_TICKS]]
    for tick in ticks:
        if len(tick) != 4 or np.abs(tick).max() > FARTHEST or not 0 <= tick[2] <= 1:
            raise FormError("a tick is not a place, a number and its room")
    return ticks


def drawn(setting, figure):
    """Return the lines that show columns, by their names."""
    return columns_found(figure, setting["columns"])


def draws_all_columns(setting, value):
    """Return whether each column is a line."""
    return drawn(setting, value).keys() == setting["columns"].keys()


def draws_over_epochs(setting, value):
    """Return whether each rate stands within the time of its update, in epochs."""
    updates, columns = setting["updates_per_epoch"], setting["columns"]
    lines = drawn(setting, value)
    if not lines:
        return "No line has all rates of a column, so none stands over its epochs."
    return all(in_time(line, columns[name], updates) for name, line in lines.items())


def names_what_it_draws(setting, value):
    """Return whether axes have their labels, and lines their names on the page."""
    lines = drawn(setting, value)
    over_epochs = draws_over_epochs(setting, value) is True
    # Rates over updates lose another point: a true name of their axis costs none.
    seen = value if over_epochs or not value["xlabel"] else value | {"xlabel": "epoch"}
    if not axes_are_named(seen):
        return "The label of an axis does not say epoch, or learning rate."
    if not lines:
        return "No line has all rates of a column, so none has its name."
    columns = setting["columns"]
    return all(is_named(value, line, name, columns) for name, line in lines.items())


QUESTIONS = (
    Question(
        "plan_figure",
        draw_figures,
        (
            Point("Not every column is drawn with all its rates.", draws_all_columns),
            Point("The rates do not stand where their epochs are.", draws_over_epochs),
            Point(
                "A line has not its own name in a legend or beside it.",
                names_what_it_draws,
            ),
        ),
        read_figure,
    ),
)
