"""The page as one file, and visits to it."""

import pytest

from playground import bundle
from tests.playground.page.visiting import DESKTOP


@pytest.fixture(scope="package")
def address(tmp_path_factory):
    """The page as one file, and its address."""
    target = tmp_path_factory.mktemp("a folder") / "playground.html"
    return bundle.write(target).as_uri()


@pytest.fixture
def visit(browser, address):
    """Open the page; at the end nothing went wrong on it and nothing was asked for."""
    wrong, contexts = [], []

    def opened(state="", **options):
        context = browser.new_context(**({"viewport": DESKTOP} | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("request", lambda request: wrong.append(request.url))
        page.goto(f"{address}#{state}")
        return page

    yield opened
    for context in contexts:
        context.close()
    own = (address, "blob:", "data:,")  # a worker is started from memory
    assert [what for what in wrong if not what.startswith(own)] == []
