"""The languages of the site: English, and each that has a catalogue in ``locale``."""

from pathlib import Path

LOCALE = Path(__file__).resolve().parent / "locale"
ENGLISH = "en"


def found(locale=LOCALE):
    """Return the codes of all languages, English first."""
    catalogues = locale.glob("*/LC_MESSAGES/*.po")
    return [ENGLISH, *sorted({path.parents[1].name for path in catalogues})]


def folder(site, language):
    """Return the folder of a language within the folder of the site."""
    return site if language == ENGLISH else site / language


def elsewhere(language, pagename, up):
    """Return code and address of the same page in each other language.

    ``up`` leads from the page to the first page of its own language.
    """
    root = up if language == ENGLISH else f"{up}../"
    return {
        code: f"{root}{'' if code == ENGLISH else f'{code}/'}{pagename}.html"
        for code in found()
        if code != language
    }
