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


def show_playground(height: int = 900) -> None:
    """Show the playground in a frame, ``height`` pixels high.

    The page is made from its sources when this is called. It is the value of a widget,
    so it is not stored in the notebook, and it is left out where the variable
    NOTEBOOKS_WITHOUT_WIDGETS is set. An installed ``helpers`` has no ``playground``
    beside it: there a sentence says where the page is.

    >>> os.environ["NOTEBOOKS_WITHOUT_WIDGETS"] = "1"
    >>> show_playground()
    """
    if os.environ.get("NOTEBOOKS_WITHOUT_WIDGETS"):
        return
    try:
        from playground.bundle import SOURCES, single_page
    except ImportError:
        print("The page is in the project's folder playground, which is not here.")
        return
    page = single_page(SOURCES)
    frame = FRAME.format(height=height, page=html.escape(page))
    display(ipywidgets.HTML(frame, layout=ipywidgets.Layout(width="100%")))
