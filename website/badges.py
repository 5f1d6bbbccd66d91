"""Offer every notebook on hosted services, once the project has an address.

    python -m website.badges

In README.md, each notebook of the map gets a badge for each service, and the cell to
run first gets the address. Each notebook gets that cell too, folded: what is opened on
Colab has nothing beside it, and its first import would fail. Without an address nothing
is written. Run it again when the address changes, or a notebook is new.
"""

import re
import sys

import nbformat
from nbformat.v4 import new_code_cell

from tools.places import ROOT
from website import hosted

ROW = re.compile(
    r"(\[(\w+)\]\((notebooks/\2\.ipynb)\)(?:\*\*)?)"  # the link of a row of the map
    r"(?: \[!\[.*?\]\(.*?\)\]\(.*?\))*"  # its badges of another time
    r"(?= \| \d+ \| \d+ \|$)",
    re.M,
)
BADGES = "website/static/badges"
LINE = re.compile(r"^ADDRESS = .*$", re.M)
CELL = """\
# On a hosted service, Colab for instance, this gets what the notebook imports.
import importlib

ADDRESS = "{address}"
try:
    importlib.import_module("helpers.schedules")
except ImportError:
    get_ipython().run_line_magic("pip", f"install --quiet git+{{ADDRESS}}")
    importlib.import_module("helpers_guard")"""
CELL_ID = "hosted"
FOLDED = {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]}


def main(root=ROOT):
    """Write what a collection offers, and say what was written."""
    address = hosted.address((root / "pyproject.toml").read_text("utf-8"))
    if not address:
        print("pyproject.toml has no Source under [project.urls]: nothing is written.")
        return
    readme = root / "README.md"
    readme.write_text(offered(readme.read_text("utf-8"), address), "utf-8")
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    for path in notebooks:
        notebook = nbformat.read(path, as_version=4)
        put_first(notebook, CELL.format(address=address))
        nbformat.write(notebook, path)
    print(f"README.md and {len(notebooks)} notebooks lead to {address}")


def offered(readme, address):
    """Return the README with badges in its map, and the address in its cell."""

    def with_badges(row):
        link, name, notebook = row.groups()
        services = hosted.services(address, notebook)
        return link + "".join(
            f" [![Open {name} in {service}]({BADGES}/{service.lower()}.svg)]({target})"
            for service, target in services.items()
        )

    return LINE.sub(f'ADDRESS = "{address}"', ROW.sub(with_badges, readme))


def put_first(notebook, source):
    """Put a folded cell before a notebook's code, as executed; renew one there."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if code[0].id == CELL_ID:
        code[0].source = source
        return
    first = notebook.cells.index(code[0])
    cell = new_code_cell(source, id=CELL_ID, metadata=FOLDED)
    notebook.cells.insert(first, cell)
    for count, executed in enumerate([cell, *code], 1):
        executed.execution_count = count
        for output in executed.outputs:
            if "execution_count" in output:
                output.execution_count = count


if __name__ == "__main__":
    sys.exit(main())
