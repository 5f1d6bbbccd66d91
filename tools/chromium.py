"""A Chromium for tests and benchmarks: the system's, or the one of Playwright."""

import shutil
from contextlib import contextmanager

NAMES = ("chromium", "chromium-browser", "google-chrome", "msedge")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


class NoChromiumError(RuntimeError):
    """There is no Chromium on this machine."""


@contextmanager
def open_chromium():
    """Give a browser of Playwright's, which must be installed.

    Raises NoChromiumError where there is no Chromium.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        path = next(filter(None, map(shutil.which, (*NAMES, own))), None)
        if path is None:
            raise NoChromiumError(f"there is no Chromium: none of {', '.join(NAMES)}")
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        try:
            yield browser
        finally:
            browser.close()
