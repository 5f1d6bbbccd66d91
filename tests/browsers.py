"""A real browser for the fixtures of any scope."""

from contextlib import ExitStack, contextmanager

import pytest

from tools.chromium import NoChromiumError, open_chromium


@contextmanager
def real_browser():
    """Give a Chromium; skip the test where there is no Playwright, or no Chromium."""
    pytest.importorskip("playwright.sync_api", reason="needs the extra browser")
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(open_chromium())
        except NoChromiumError as problem:
            pytest.skip(str(problem))
        yield browser
