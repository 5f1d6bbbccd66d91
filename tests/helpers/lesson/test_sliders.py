import matplotlib.pyplot as plt
import pytest
from IPython.display import Image, Javascript
from ipywidgets import IntSlider

from helpers.lesson import sliders


class Picture:
    def __init__(self):
        self.updates = []

    def update(self, image):
        self.updates.append(image)


@pytest.fixture
def shown(monkeypatch):
    shown = []

    def display(thing, display_id=False):
        shown.append(thing)
        return Picture() if display_id else None

    monkeypatch.setattr(sliders, "display", display)
    return shown


@pytest.fixture
def heights():
    return []


@pytest.fixture
def draw(heights):
    def draw(height):
        heights.append(height)
        return plt.figure()

    return draw


def test_moving_a_slider_draws_the_figure_again(shown, draw, heights):
    slider = IntSlider(2)
    sliders.explore(draw, height=slider)
    slider.value = 5
    assert heights == [2, 5]
    assert plt.get_fignums() == []


def test_no_widget_is_shown_where_no_one_watches(shown, draw, monkeypatch):
    monkeypatch.setenv("NOTEBOOKS_WITHOUT_WIDGETS", "1")
    sliders.explore(draw, height=IntSlider(2))
    assert [type(thing) for thing in shown] == [Image]


def test_the_sliders_are_shown_to_a_reader(shown, draw, monkeypatch):
    monkeypatch.delenv("NOTEBOOKS_WITHOUT_WIDGETS")
    box = sliders.explore(draw, height=IntSlider(2))
    assert [type(thing) for thing in shown] == [Image, Javascript, type(box)]


def test_a_slider_shows_its_description_or_its_name_in_full(shown, draw):
    sliders_by_name = {"height": IntSlider(2, description="height of a bar (m)")}
    labels = ["height of a bar (m)", "width"]
    box = sliders.explore(
        lambda height, width: draw(height), **sliders_by_name, width=IntSlider(1)
    )
    for slider, label in zip(box.children, labels, strict=True):
        assert (slider.description, slider.tooltip) == (label, label)
        assert slider.style.description_width == f"{len(labels[0])}ch"
