"""One browser for all tests of the playground that a worker runs."""

import pytest

from tests.browsers import real_browser


@pytest.fixture(scope="package")
def browser():
    """Give a real browser, where there are Playwright and a Chromium."""
    with real_browser() as browser:
        yield browser
