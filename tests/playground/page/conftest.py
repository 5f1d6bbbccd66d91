"""The page as one file, and visits to it."""

import pytest

from playground import bundle
from tests.playground.page.visiting import DESKTOP


@pytest.fixture(scope="package")
def address(tmp_path_factory):
    """The page as one file, and its address."""
    target = tmp_path_factory.mktemp("a folder") / "playground.html"
    return bundle.write(target).as_uri()


def watched(browser, **options):
    """Return a new page, and a list that gets what goes wrong and what is asked for."""
    page = browser.new_context(**({"viewport": DESKTOP} | options)).new_page()
    page.set_default_timeout(60_000)
    noted = []
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("console", lambda message: noted.append(message.text))
    page.on("request", lambda request: noted.append(request.url))
    return page, noted


@pytest.fixture(scope="package")
def tab(browser):
    """One page for the first visit of each test: a new one takes twice the time."""
    page, noted = watched(browser)
    yield page, noted
    page.context.close()


@pytest.fixture
def visit(browser, address, tab):
    """Open the page; at the end nothing went wrong on it and nothing was asked for.

    A second visit, one with options for the browser, and one that is to be ``alone``
    share nothing with any other.
    """
    visits = []

    def opened(state="", alone=False, **options):
        alone = alone or options or visits
        page, noted = watched(browser, **options) if alone else tab
        visits.append((page, noted))
        page.goto(f"{address}#{state}")
        return page

    yield opened
    own = (address, "blob:", "data:,")  # a worker is started from memory
    wrong = []
    for page, noted in visits:
        if page is tab[0]:
            page.evaluate("try { sessionStorage.clear(); } catch {}")
            page.goto("about:blank")
        else:
            page.context.close()
        wrong += [what for what in noted if not what.startswith(own)]
        noted.clear()
    assert wrong == []
