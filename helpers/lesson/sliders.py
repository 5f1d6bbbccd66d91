"""A figure with sliders, which stays a stored picture where no kernel runs."""

import io
import os
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets
import matplotlib.pyplot as plt
from IPython.display import Image, Javascript, display
from matplotlib.figure import Figure

__all__ = ["explore"]

# ipywidgets shows a label beside a slider, but leaves the slider itself without a name:
# a screen reader says "slider, 5". The sliders come before this script or after it.
NAME_SLIDERS = """
setTimeout(() => {
  const cell = element.closest?.(".jp-OutputArea");
  const name = () => cell.querySelectorAll(".widget-slider").forEach((slider) => {
    const label = slider.querySelector(".widget-label")?.textContent;
    slider.querySelector("[role=slider]")?.setAttribute("aria-label", label);
  });
  if (cell instanceof Node) {
    name();
    new MutationObserver(name).observe(cell, { childList: true, subtree: true });
  }
});
"""


def explore(
    draw: Callable[..., Figure], **sliders: ipywidgets.Widget
) -> ipywidgets.VBox:
    """Show the figure that ``draw`` makes, and sliders that draw it again.

    ``draw`` takes the sliders' values by name and returns a matplotlib figure. Each
    of ``sliders`` is an ipywidgets slider, labelled with its description or else its
    name. The figure is an ordinary stored picture; the sliders are left out where the
    variable NOTEBOOKS_WITHOUT_WIDGETS is set, so that none are stored. Returns the
    sliders' box.

    >>> def draw(slope):
    ...     figure, axes = plt.subplots()
    ...     axes.plot([0, slope])
    ...     return figure
    >>> box = explore(draw, slope=ipywidgets.FloatSlider(1.0))
    <IPython.core.display.Image object>...
    >>> box.children[0].description
    'slope'
    """
    picture = display(_picture(draw, sliders), display_id=True)

    def redraw(_change: Any) -> None:
        picture.update(_picture(draw, sliders))

    _label(sliders)
    for slider in sliders.values():
        slider.observe(redraw, names="value")
    box = ipywidgets.VBox(list(sliders.values()))
    if not os.environ.get("NOTEBOOKS_WITHOUT_WIDGETS"):
        display(Javascript(NAME_SLIDERS))
        display(box)
    return box


def _label(sliders: Mapping[str, ipywidgets.Widget]) -> None:
    for name, slider in sliders.items():
        slider.description = slider.description or name
        slider.tooltip = slider.description
    # As wide as the longest label, so that none is cut and the tracks are in line.
    longest = max(len(slider.description) for slider in sliders.values())
    for slider in sliders.values():
        slider.style.description_width = f"{longest}ch"
        slider.layout.width = "min(36em, 100%)"


def _picture(
    draw: Callable[..., Figure], sliders: Mapping[str, ipywidgets.Widget]
) -> Image:
    figure = draw(**{name: slider.value for name, slider in sliders.items()})
    content = io.BytesIO()
    figure.savefig(content, format="png")
    plt.close(figure)
    return Image(content.getvalue())
