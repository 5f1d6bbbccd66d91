import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb

from helpers.plots import (
    LINES,
    SPARE,
    draw_family,
    draw_rates,
    draw_rates_above,
    line,
    looks,
    use_style,
)


def test_no_two_schedules_share_colour_or_line_style_both():
    used = [*LINES.values(), *SPARE]
    both = {(look["color"], str(look["linestyle"])) for look in used}
    assert len({colour for colour, _ in both}) == len(both) == len(used)


def test_every_colour_stands_out_from_white():
    for look in [*LINES.values(), *SPARE]:
        red, green, blue = to_rgb(look["color"])
        assert 0.21 * red + 0.72 * green + 0.07 * blue < 0.7, look


def test_schedules_of_a_readers_own_have_looks_of_their_own():
    names = ["mine", "cosine", "my other", "a third", "mine"]
    given = looks(names)
    assert list(given) == names[:-1]
    assert given["cosine"] == LINES["cosine"]
    assert [given[name] for name in ("mine", "my other", "a third")] == SPARE
    assert len(looks(map(str, range(9)))) == 9
    figure, (above, below) = draw_rates_above({"mine": [0.2]}, {"mine": [1.0]}, "loss")
    assert above.lines[0].get_color() == below.lines[0].get_color()


def test_an_unknown_schedule_is_named_in_the_error():
    with pytest.raises(KeyError, match="sine"):
        line("sine")


def test_the_staircase_holds_each_rate_for_one_step():
    _, axes = plt.subplots()
    drawn = draw_rates(axes, [3.0, 2.0, 1.0])
    assert list(drawn.get_xdata()) == [0, 1, 2, 3]
    assert list(drawn.get_ydata()) == [3, 2, 1, 1]
    assert drawn.get_drawstyle() == "steps-post"


def test_a_second_higher_column_is_not_cut_off():
    _, axes = plt.subplots()
    draw_rates(axes, [0.1, 0.1])
    draw_rates(axes, [0.5, 0.4, 0.3])
    assert axes.get_ylim()[0] == 0
    assert axes.get_ylim()[1] >= 0.5
    assert axes.get_xlim() == (0, 3)


def test_a_column_of_zeros_can_be_drawn():
    _, axes = plt.subplots()
    draw_rates(axes, [0.0, 0.0])
    assert axes.get_ylim() == (0, 1)


def test_what_is_not_a_column_is_refused():
    _, axes = plt.subplots()
    with pytest.raises(ValueError, match=r"rates\[1\]"):
        draw_rates(axes, [1.0, np.nan])


def test_the_family_is_drawn_as_shares_of_budget_and_peak():
    figure = draw_family({"linear": np.array([4.0, 2.0]), "cosine": np.array([8.0])})
    shown = [axes for axes in figure.axes if axes.axison]
    assert [axes.get_title(loc="left") for axes in shown] in (
        ["linear", "cosine"],
        ["", ""],
    )
    assert list(shown[0].lines[0].get_ydata()) == [1, 0.5, 0.5]
    assert list(shown[0].lines[0].get_xdata()) == [0, 50, 100]


def test_rates_and_losses_share_one_axis_of_steps():
    rates = {"cosine": [2.0, 1.0], "linear": [3.0, 1.0]}
    figure, (above, below) = draw_rates_above(rates, {"cosine": [0.5, 0.1]}, "loss")
    assert above.get_shared_x_axes().joined(above, below)
    assert below.get_xlabel() == "update step"
    assert below.get_ylabel() == "loss"
    assert list(below.lines[0].get_xdata()) == [1, 2]
    assert above.get_ylim()[1] >= 3


def test_the_style_changes_the_figures():
    with plt.rc_context():
        use_style()
        assert plt.rcParams["axes.spines.top"] is False
