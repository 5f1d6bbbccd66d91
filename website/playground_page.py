"""The playground as a page of the site: its language, previews and links."""

import html
import re

import nbformat

from playground import bundle, sentences
from tools.places import NOTEBOOKS
from website import hosted, languages, previews

# What to read on, by the part of the page.
FURTHER = {
    "shape": ["02_toy_plot", "03_builtin_schedules"],
    "train": ["05_does_it_help"],
    "predict": ["11_what_the_column_foretells", "11b_predicted_and_measured"],
    "take": ["04_mnist", "15_other_libraries"],
    "descend": ["06_local_minima"],
}
PAGE = "playground"


def write(folder, language):
    """Write the page into the folder of a language.

    Its words are English where ``playground/strings`` has no file of the language.
    """
    spoken = language if strings(language).is_file() else languages.ENGLISH
    words = sentences.read(strings(spoken))["page"]
    page = bundle.single_page(bundle.SOURCES, spoken)
    page = page.replace("</title>", f"</title>\n{head(words, language)}", 1)
    page = page.replace("<header>", f"{ways(words, language)}\n<header>", 1)
    for part, names in FURTHER.items():
        line = further(words, names, language)
        pattern = re.compile(rf'(<section id="{part}".*?)(\s*</section>)', re.S)
        page = pattern.sub(lambda found: f"{found[1]}\n{line}{found[2]}", page, count=1)  # noqa: B023
    (folder / f"{PAGE}.html").write_text(page, "utf-8", newline="\n")


def strings(language):
    """Return where the sentences of a language are."""
    return bundle.SOURCES / "strings" / f"{language}.js"


def head(words, language):
    """Return the tags of the page's head."""
    home = hosted.site_address()
    own = "" if language == languages.ENGLISH else f"{language}/"
    return previews.tags(
        words["title"],
        words["site"],
        words["lead"],
        f"{home}{own}{PAGE}.html" if home else "",
        languages.everywhere(language, PAGE, home, ""),
        home,
    )


def ways(words, language):
    """Return the links to the site, to the source and to other languages."""
    links = [("index.html", words["site"]), ("index.html#the-map", words["notebooks"])]
    if source := hosted.source_address():
        links.append((source, words["source"]))
    found = [
        f'<a href="{html.escape(place)}">{html.escape(name)}</a>'
        for place, name in links
    ]
    found += [
        f'<a href="{place}" lang="{code}" hreflang="{code}">{html.escape(name)}</a>'
        for code, name, place in languages.elsewhere(language, PAGE, "")
    ]
    label = html.escape(words["ways"])
    return f'<nav class="ways" aria-label="{label}">{" ".join(found)}</nav>'


def further(words, names, language):
    """Return a line with the notebooks to read on, each by its number and title."""
    links = []
    for name in names:
        cells = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells
        title = cells[0].source.splitlines()[0].lstrip("# ")
        title = languages.translated(language, f"notebooks/{name}", title)
        number, _, _ = name.partition("_")
        shown = html.escape(f"{number} {title}")
        links.append(f'<a href="notebooks/{name}.html">{shown}</a>')
    return f'<p class="further">{html.escape(words["further"])} {", ".join(links)}</p>'
