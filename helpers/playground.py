"""The browser playground of ``site/playground``, shown inside a notebook."""

import html
import importlib.util
import os
from pathlib import Path

import ipywidgets
from IPython.display import display

JOINER = Path(__file__).resolve().parents[1] / "site" / "single_page.py"
# A frame of its own: the page's script may run, but can't reach the notebook around it.
FRAME = (
    '<iframe title="Playground" sandbox="allow-scripts" allow="clipboard-write" '
    'style="border: 0; width: 100%; height: {height}px" srcdoc="{page}"></iframe>'
)


def show_playground(height=900):
    """Show the playground in a frame so many pixels high.

    The page is made from its sources when this is called. It is the value of a widget,
    so it is not stored in the notebook, and it is left out where the variable
    NOTEBOOKS_WITHOUT_WIDGETS is set. An installed ``helpers`` has no ``site`` beside
    it: there a sentence says where the page is.
    """
    if os.environ.get("NOTEBOOKS_WITHOUT_WIDGETS"):
        return
    if not JOINER.is_file():
        print("The playground lies in the project's folder site, which is not here.")
        return
    page = joiner().single_page(JOINER.with_name("playground"))
    frame = FRAME.format(height=height, page=html.escape(page))
    display(ipywidgets.HTML(frame, layout=ipywidgets.Layout(width="100%")))


def joiner():
    """Return the module ``site/single_page.py``; Python has a ``site`` of its own."""
    spec = importlib.util.spec_from_file_location("single_page", JOINER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
