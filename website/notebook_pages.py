"""What a notebook has on the site: a number, folded code, a schedule to play with."""

import re

from website import playground_links

NAME = re.compile(r"(?:^|/)(\d\d[a-z]?)_\w+(?:\.html)?$")
ENTRY = re.compile(r'(<a class="[^"]*\breference internal" href="([^"#]*)#?">)')
# What folds a cell's code in MyST-NB: its label would be in English always.
SUMMARY = re.compile(
    r'<details class="admonition hide above-input">\s*<summary.*?</summary>', re.S
)
FIGURE = re.compile(r'<img [^>]*?src="((?:\.\./)*_images/[^"]+\.png)"[^>]*>(?!</a>)')
FOLDED = '<details class="folded-code"><summary></summary>'


def number(place):
    """Return the number of a notebook from the name or address of its page, or ""."""
    found = NAME.search(place)
    return found[1] if found else ""


def with_numbers(navigation, pagename):
    """Return the navigation on a page; each notebook has its number before its title.

    The page itself has no address in it.
    """

    def with_number(entry):
        shown = number(entry[2] or pagename)
        return entry[1] + (f'<span class="number">{shown}</span> ' if shown else "")

    return ENTRY.sub(with_number, navigation)


def with_folds(page):
    """Return the HTML of a page, its folded code without a label: a template has it."""
    return SUMMARY.sub(FOLDED, page)


def with_full_sizes(page):
    """Return the HTML of a page, each of its figures a link to its full size."""
    return FIGURE.sub(r'<a class="full-size" href="\1">\g<0></a>', page)


def playground(pagename):
    """Return what a page's link into the playground sets there, or ""."""
    setting = playground_links.NOTEBOOKS.get(pagename.removeprefix("notebooks/"))
    return setting.state if setting else ""
