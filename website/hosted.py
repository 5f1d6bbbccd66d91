"""Where a file of the project can be opened, from the address of the project alone.

The address stands in one place, ``pyproject.toml``: ``[project.urls]``, ``Source``, and
that of the site beside it, as ``Homepage``. A workflow on GitHub knows both by itself.
"""

import os
import tomllib
from urllib.parse import quote, urlsplit

from tools.places import ROOT

PROJECT = ROOT / "pyproject.toml"
COLAB = "https://colab.research.google.com/github"
BINDER = "https://mybinder.org/v2"


def address(text=None, name="Source"):
    """Return the address that the text of ``pyproject.toml`` names, or ""."""
    text = PROJECT.read_text("utf-8") if text is None else text
    project = tomllib.loads(text)["project"]
    return project.get("urls", {}).get(name, "").removesuffix("/")


def source_address(environ=os.environ):
    """Return where the project is hosted: as it says, or as a workflow knows, or ""."""
    server, repository = (
        environ.get(f"GITHUB_{n}") for n in ("SERVER_URL", "REPOSITORY")
    )
    return address() or (f"{server}/{repository}" if server and repository else "")


def site_address(environ=os.environ):
    """Return where the site is, with "/" at its end: as the project says, or ""."""
    owner, _, name = environ.get("GITHUB_REPOSITORY", "").lower().partition("/")
    home = address(name="Homepage")
    if not home and owner and environ.get("GITHUB_SERVER_URL") == "https://github.com":
        home = f"https://{owner}.github.io/" + (
            name if name != f"{owner}.github.io" else ""
        )
    return f"{home.removesuffix('/')}/" if home else ""


def services(address, notebook):
    """Return the address of a notebook, by service; none where there is no address.

    Colab opens what lies on GitHub, Binder what lies on any public git server.
    """
    if not address:
        return {}
    host, path = urlsplit(address).hostname, urlsplit(address).path.strip("/")
    path = path.removesuffix(".git")
    place = f"HEAD?labpath={quote(notebook, safe='')}"
    if host == "github.com":
        return {
            "Colab": f"{COLAB}/{path}/blob/HEAD/{notebook}",
            "Binder": f"{BINDER}/gh/{path}/{place}",
        }
    return {"Binder": f"{BINDER}/git/{quote(address, safe='')}/{place}"}


def source(address, file):
    """Return where a file can be read: on GitHub itself, elsewhere with the project."""
    if urlsplit(address).hostname != "github.com":
        return address
    return f"{address.removesuffix('.git')}/blob/HEAD/{file}"
