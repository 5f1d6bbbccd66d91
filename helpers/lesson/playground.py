"""The browser playground, shown inside a notebook."""

import html
import os

import ipywidgets
from IPython.display import display

__all__ = ["show_playground"]

# The frame lets the page's script run, but keeps it out of the notebook around it.
FRAME = (
    '<iframe title="Playground" sandbox="allow-scripts" allow="clipboard-write" '
    'style="border: 0; width: 100%; height: {height}px" srcdoc="{page}"></iframe>'
)


def show_playground(
    height: int = 900, schedule: str = "cosine(0.1, 1000)", steps: int | None = None
) -> None:
    """Show the playground in a frame, ``height`` pixels high, with a schedule set.

    ``schedule`` is the text of a call of ``helpers.schedules``, such as
    ``"cosine_restarts(0.1, 1000, cycles=3)"``; ``steps`` says how long one is shown
    that has no end.

    The page is made from its sources when this is called. It is the value of a widget,
    so it is not stored in the notebook, and a sentence stands in its place where the
    variable NOTEBOOKS_WITHOUT_WIDGETS is set. An installed ``helpers`` has no
    ``playground`` beside it: there a sentence says where the page is.

    >>> os.environ["NOTEBOOKS_WITHOUT_WIDGETS"] = "1"
    >>> show_playground(schedule="one_cycle(0.1, 100, warmup=30)")
    Run this cell, and the playground appears here.
    """
    if os.environ.get("NOTEBOOKS_WITHOUT_WIDGETS"):
        print("Run this cell, and the playground appears here.")
        return
    try:
        from playground.bundle import SOURCES, single_page
        from playground.links import state_of
    except ImportError:
        print("The page is in the project's folder playground, which is not here.")
        return
    # As text in a frame the page has no address until it is given the part after "#".
    begin = f'<script>location.hash = "{state_of(schedule, steps)}";</script>'
    page = single_page(SOURCES).replace("<script", f"{begin}<script", 1)
    frame = FRAME.format(height=height, page=html.escape(page))
    display(ipywidgets.HTML(frame, layout=ipywidgets.Layout(width="100%")))
