"""The languages of the site: English, and each that has a catalogue in ``locale``.

A catalogue is ``locale/CODE/LC_MESSAGES/PAGE.po``, its template what ``python -m
website.build --catalogues FOLDER`` writes.
"""

from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent / "locale"
ENGLISH = "en"


def found(locale=LOCALE):
    """Return the codes of all languages, English first."""
    catalogues = Path(locale).glob("*/LC_MESSAGES/**/*.po")
    codes = {path.relative_to(locale).parts[0] for path in catalogues}
    return [ENGLISH, *sorted(codes)]


def folder(site, language):
    """Return the folder of a language within the folder of the site."""
    return site if language == ENGLISH else site / language


def elsewhere(language, pagename, up, locale=LOCALE):
    """Return code, own name and address of the same page in each other language.

    ``up`` leads from the page to the first page of its own language.
    """
    root = up if language == ENGLISH else f"{up}../"
    return [
        (
            code,
            Locale.parse(code).display_name,
            f"{root}{'' if code == ENGLISH else f'{code}/'}{pagename}.html",
        )
        for code in found(locale)
        if code != language
    ]


def everywhere(language, pagename, home, up, locale=LOCALE):
    """Return code and address of a page in all languages, its own too; none for one.

    The addresses are whole where it is known where the site is, ``home``.
    """
    codes = found(locale)
    root = home or (up if language == ENGLISH else f"{up}../")
    page = "" if pagename == "index" and home else f"{pagename}.html"
    places = [
        (code, f"{root}{'' if code == ENGLISH else f'{code}/'}{page}") for code in codes
    ]
    return places if len(places) > 1 else []


def translated(language, page, text, locale=LOCALE):
    """Return a text of a page in a language, or as it is where no catalogue has it."""
    catalogue = Path(locale) / language / "LC_MESSAGES" / f"{page}.po"
    if not catalogue.is_file():
        return text
    with catalogue.open("rb") as file:
        entry = read_po(file).get(text)
    return (entry and entry.string) or text
