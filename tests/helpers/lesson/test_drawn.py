"""What is seen in a figure of columns."""

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.transforms import Affine2D, ScaledTranslation

from helpers.lesson.drawn import (
    axes_are_named,
    columns_found,
    in_time,
    is_named,
    seen_in,
)
from helpers.plots import draw_rates

COLUMNS = {"falling": np.linspace(0.1, 0, 12), "flat": np.full(12, 0.05)}


def staircase(axes, rates, name):
    drawn = draw_rates(axes, rates, label=name)
    drawn.set_xdata(np.arange(len(rates) + 1) / 4)


def twice(axes, rates, name):
    edges = np.repeat(np.arange(len(rates) + 1), 2)[1:-1] / 4
    axes.plot(edges, np.repeat(rates, 2), label=name)


def patch(axes, rates, name):
    axes.stairs(rates, np.arange(len(rates) + 1) / 4, label=name)


def plain(axes, rates, name, shift=0.0, scale=4):
    axes.plot((np.arange(len(rates)) + shift) / scale, rates, label=name)


def seen(draw, legend="axes", **how):
    """Return what is seen of both columns, drawn in one way."""
    figure, axes = plt.subplots()
    for name, rates in COLUMNS.items():
        draw(axes, rates, name, **how)
    axes.axhline(0.07)
    (figure if legend == "figure" else axes).legend()
    found = seen_in(axes)
    plt.close(figure)
    return found


@pytest.mark.parametrize("draw", [staircase, twice, patch, plain])
@pytest.mark.parametrize("legend", ["axes", "figure"])
def test_each_way_to_draw_a_column_shows_it(draw, legend):
    found = seen(draw, legend)
    lines = columns_found(found, COLUMNS)
    assert lines.keys() == COLUMNS.keys()
    for name, line in lines.items():
        assert in_time(line, COLUMNS[name], 4)
        assert is_named(found, line, name)


def by_numbers(axes, rates, name):
    axes.plot(rates, label=name)
    axes.set_xticks(range(0, 12, 4), range(3))


def by_a_formatter(axes, rates, name):
    axes.plot(rates, label=name)
    axes.xaxis.set_major_formatter(lambda at, place: f"{at / 4:.2f}")


def rounded(axes, rates, name):
    axes.plot(rates, label=name)
    axes.set_xticks(range(0, 12, 3), ["0", "0.8", "1.5", "2.3"])


def cut_off(axes, rates, name):
    axes.plot(rates, label=name)
    axes.set_xticks(range(0, 12, 3), ["0", "0", "1", "2"])


def with_commas(axes, rates, name):
    axes.plot(rates, label=name)
    axes.set_xticks(
        range(0, 12, 2), [f"{at / 4}".replace(".", ",") for at in range(0, 12, 2)]
    )


def after_a_word(axes, rates, name):
    axes.plot(rates, label=name)
    axes.set_xticks(range(0, 12, 4), ["epoch 0", "epoch 1", "epoch 2"])


def before_a_word(axes, rates, name):
    axes.plot(rates, label=name)
    axes.set_xticks(range(0, 12, 4), ["0 epochs", "1 epoch", "2 epochs"])


def moved(axes, rates, name):
    axes.plot(np.arange(12) / 4 + 5, rates, label=name)
    axes.set_xticks([5, 6, 7], ["0", "1", "2"])


def by_words(axes, rates, name):
    axes.plot(rates, label=name)
    axes.set_xticks(range(0, 12, 4), ["first", "second", "third"])


def with_an_exponent(axes, rates, name):
    axes.plot(np.arange(12) / 4, rates, label=name)
    axes.ticklabel_format(style="sci", scilimits=(-1, -1), axis="x")


@pytest.mark.parametrize(
    ("draw", "right"),
    [
        (by_numbers, True),
        (by_a_formatter, True),
        (rounded, True),
        (cut_off, True),
        (with_commas, True),
        (after_a_word, True),
        (before_a_word, True),
        (moved, True),
        (by_words, False),
        (with_an_exponent, True),
    ],
)
def test_a_line_stands_where_the_numbers_of_the_axis_say(draw, right):
    lines = columns_found(seen(draw), COLUMNS)
    assert in_time(lines["falling"], COLUMNS["falling"], 4) is right
    assert in_time(lines["falling"], COLUMNS["falling"], 1) is not right


@pytest.mark.parametrize(
    "labels",
    [
        ["0\nupdate 0", "1\nupdate 4", "2\nupdate 8"],
        ["0 of 2", "1 of 2", "2 of 2"],
        ["epoch-0", "epoch-1", "epoch-2"],
        ["update 0", "update 4", "update 8"],
        ["cycle 1", "cycle 2", "cycle 4"],
    ],
)
def test_words_below_the_epochs_change_nothing(labels):
    def draw(axes, rates, name):
        axes.plot(np.arange(12) / 4, rates, label=name)
        axes.set_xticks([0, 1, 2], labels)

    line = columns_found(seen(draw), COLUMNS)["falling"]
    assert in_time(line, COLUMNS["falling"], 4)


@pytest.mark.parametrize("labels", [["0", "0", "0"], ["0", "1", "1"]])
def test_numbers_that_say_nothing_make_no_epochs_of_updates(labels):
    def draw(axes, rates, name):
        axes.plot(rates, label=name)
        axes.set_xticks([0, 1, 2], labels)

    line = columns_found(seen(draw), COLUMNS)["falling"]
    assert not in_time(line, COLUMNS["falling"], 4)


def by_a_colour_map(axes):
    axes.plot(COLUMNS["falling"], color=plt.cm.viridis([0.1, 0.9])[0])


def on_nothing(axes):
    axes.set_facecolor("none")
    axes.plot(COLUMNS["falling"], "k-")


def by_edges(axes):
    axes.plot(COLUMNS["falling"], "wo", mec="k")


def white_on_black(axes):
    axes.set_facecolor("k")
    axes.plot(COLUMNS["falling"], "w-")


def moved_aside(axes):
    aside = ScaledTranslation(2 / 72, 2 / 72, axes.figure.dpi_scale_trans)
    axes.plot(COLUMNS["falling"], transform=axes.transData + aside)
    axes.set(xlim=(-1, 12), ylim=(-0.01, 0.11))


@pytest.mark.parametrize(
    "draw", [by_a_colour_map, on_nothing, by_edges, white_on_black, moved_aside]
)
def test_a_line_in_any_look_is_seen(draw):
    figure, axes = plt.subplots()
    draw(axes)
    assert len(seen_in(axes)["lines"]) == 1
    plt.close(figure)


@pytest.mark.parametrize("numbers", [["100", "101", "102"], ["0", "7", "90"]])
def test_false_numbers_below_a_line_are_no_epochs(numbers):
    def draw(axes, rates, name):
        axes.plot(np.arange(12) / 4, rates, label=name)
        axes.set_xticks([0, 1, 2], numbers)

    line = columns_found(seen(draw), COLUMNS)["falling"]
    assert not in_time(line, COLUMNS["falling"], 4)


def test_a_line_has_the_name_of_the_one_that_looks_like_it_in_the_legend():
    found = seen(plain)
    lines = columns_found(found, COLUMNS)
    assert not is_named(found, lines["flat"], "falling")


def hidden(axes):
    for line in axes.get_lines():
        line.set_visible(False)


def transparent(axes):
    for line in axes.get_lines():
        line.set_alpha(0)


def without_a_line(axes):
    for line in axes.get_lines():
        line.set_linestyle("")


def nearly_transparent(axes):
    for line in axes.get_lines():
        line.set_alpha(0.001)


def of_no_width(axes):
    for line in axes.get_lines():
        line.set_linewidth(1e-9)


def of_its_background(axes):
    for line in axes.get_lines():
        line.set_color(axes.get_facecolor())


def elsewhere(axes):
    for line in axes.get_lines():
        line.set_transform(Affine2D().scale(50, 1) + axes.transData)


def off_the_page(axes):
    axes.set_position([5, 5, 0.1, 0.1])


@pytest.mark.parametrize(
    "how",
    [
        hidden,
        transparent,
        nearly_transparent,
        without_a_line,
        of_no_width,
        of_its_background,
        elsewhere,
        off_the_page,
        lambda axes: axes.set_visible(False),
        lambda axes: axes.set_xlim(100, 200),
    ],
)
def test_what_nobody_can_see_is_not_seen(how):
    figure, axes = plt.subplots()
    for name, rates in COLUMNS.items():
        plain(axes, rates, name)
    assert len(seen_in(axes)["lines"]) == 2
    how(axes)
    assert seen_in(axes)["lines"] == []
    plt.close(figure)


def test_rates_that_lie_within_a_pixel_are_not_seen():
    figure, axes = plt.subplots()
    plain(axes, COLUMNS["falling"], "falling")
    axes.set_ylim(-1e9, 1e9)
    assert seen_in(axes)["lines"] == []
    plt.close(figure)


def test_axes_and_legends_that_are_switched_off_name_nothing():
    figure, axes = plt.subplots()
    plain(axes, COLUMNS["flat"], "flat")
    axes.set(xlabel="epoch", ylabel="rate")
    axes.legend().set_visible(False)
    axes.text(0, 0, "flat", alpha=0)
    axes.set_axis_off()
    found = seen_in(axes)
    assert found | {"lines": []} == {
        "lines": [],
        "xlabel": "",
        "ylabel": "",
        "words": [],
    }
    assert found["lines"][0]["names"] == []
    plt.close(figure)


def test_one_text_with_all_names_names_one_line():
    figure, axes = plt.subplots()
    for rates in COLUMNS.values():
        axes.plot(rates, label="flat falling")
    axes.legend()
    found = seen_in(axes)
    lines = columns_found(found, COLUMNS)
    named = [name for name in COLUMNS if is_named(found, lines[name], name, COLUMNS)]
    assert named == ["flat"]
    plt.close(figure)


@pytest.mark.parametrize(
    ("x", "y", "right"),
    [
        ("époque (8 batchs par époque)", "taux d'apprentissage", True),
        ("Durchläufe durch die Daten", "Schrittweite je Epoche", True),
        ("에포크", "학습률", True),
        ("x", "y", False),
        ("epoch", "epochs", False),
    ],
)
def test_axes_are_named_in_any_language(x, y, right):
    assert axes_are_named({"xlabel": x, "ylabel": y}) is right


@pytest.mark.parametrize(
    "how", [{"scale": 1}, {"shift": 1.5}, {"shift": -0.5}, {"scale": 5}]
)
def test_rates_at_another_time_are_not_in_time(how):
    line = columns_found(seen(plain, **how), COLUMNS)["falling"]
    assert not in_time(line, COLUMNS["falling"], 4)


def test_a_line_without_all_rates_is_no_column():
    half = {"x": [0, 1, 2], "y": [0.1, 0.05, 0], "names": []}
    assert not columns_found({"lines": [half]}, {"falling": COLUMNS["falling"]})
    short = {"x": [0, 1], "y": [0.05, 0.05], "names": []}
    assert not in_time(short, COLUMNS["flat"], 4)


def test_axes_are_named_in_any_letters():
    assert axes_are_named({"xlabel": "Epochs", "ylabel": "RATE"})
    assert not axes_are_named({"xlabel": "update", "ylabel": "rate"})


def test_the_labels_of_a_whole_figure_are_those_of_its_axes():
    figure, axes = plt.subplots()
    plain(axes, COLUMNS["falling"], "falling")
    axes.set(xlabel="", ylabel="")
    figure.supxlabel("epoch")
    figure.supylabel("learning rate")
    assert axes_are_named(seen_in(axes))
    plt.close(figure)
