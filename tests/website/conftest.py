"""The site, built once by its own command for all files that look at it."""

import os
import re
import subprocess
import sys
from functools import cache
from urllib.parse import urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup

from tests.website.visiting import DESKTOP
from tools.places import NOTEBOOKS, ROOT


@pytest.fixture(scope="session")
def run():
    """Give a function that runs a module of Python, as its command line does."""

    mine = {name: os.environ[name] for name in os.environ if "GITHUB" not in name}

    def run(*arguments, cwd=ROOT):
        return subprocess.run(
            [sys.executable, "-m", *map(str, arguments)],
            cwd=cwd,
            env=dict(mine, PYTHONDONTWRITEBYTECODE="1"),
            capture_output=True,
            encoding="utf-8",
        )

    return run


@pytest.fixture(scope="session")
def work(tmp_path_factory):
    """Where the sources are put together, and what Sphinx has read is kept."""
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="session")
def site(run, tmp_path_factory, work):
    """The folder of a site, whose path has a space and letters from elsewhere."""
    for package in ("sphinx", "myst_nb", "furo", "griffe", "sphinx_copybutton"):
        pytest.importorskip(package, reason="needs the extra site")
    folder = tmp_path_factory.mktemp("site") / "학습률 site"
    done = run("website.build", folder, work)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"\d+ pages, \d+\.\d MB, in \d+ s: open .*index.html\n", done.stdout
    )
    return folder


@pytest.fixture(scope="session")
def soup():
    """Give a function that reads a page, once."""

    @cache
    def soup(path):
        return BeautifulSoup(path.read_text("utf-8"), "html.parser")

    return soup


@pytest.fixture(scope="session")
def notebooks():
    """The paths of all notebooks, in order."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="session")
def called():
    """Give a function that returns the alternative texts of a notebook's figures."""

    def called(notebook):
        return [
            cell.metadata["mystnb"]["image"]["alt"]
            for cell in nbformat.read(notebook, 4).cells
            if cell.cell_type == "code"
            for output in cell.outputs
            if "image/png" in output.get("data", {})
        ]

    return called


@pytest.fixture
def visit(browser):
    """Open a page; at the end nothing went wrong, and no other host was asked."""
    wrong, contexts = [], []

    def opened(address, **options):
        contexts.append(browser.new_context(**({"viewport": DESKTOP} | options)))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda m: m.type == "error" and wrong.append(m.text))
        page.on("request", lambda request: look(request.url))
        page.goto(address)
        return page

    def look(url):
        scheme, host = urlsplit(url).scheme, urlsplit(url).hostname
        if scheme not in ("data", "blob", "file") and host != "127.0.0.1":
            wrong.append(url)

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
