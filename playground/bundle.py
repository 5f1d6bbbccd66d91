"""Make the playground one file: from a folder, a browser loads no modules.

``index.html`` names a style sheet and the first module. Both are written into the
page, with all modules that they need but without their comments, and a worker gets its
program from the page's own text. The sentences are written in too, so that a page says
what it is before a script runs, or without one. The data stand last: the page works
while they arrive. Nothing else is needed: no network, no Node.

``modules.py`` says what of the language is understood.

    python -m playground.bundle [FILE]      # build/site/playground.html
"""

import gzip
import sys
from pathlib import Path

from playground import modules, sentences

SOURCES = Path(__file__).resolve().parent
LANGUAGE = "en"
STYLE = '<link rel="stylesheet" href="style.css">'
SCRIPT = '<script type="module" src="page/main.js"></script>'


def write(target, language=LANGUAGE):
    """Write the page to ``target`` and return its path.

    ``language`` names the file in ``strings`` that the page's text is taken from.
    Raises ValueError if a module holds something that the bundler doesn't understand,
    and FileNotFoundError if a module is missing; both name the module.
    """
    target = Path(target)
    page = single_page(SOURCES, language)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, "utf-8", newline="\n")
    return target


def single_page(sources, language=LANGUAGE):
    """Return the text of the page that the folder ``sources`` describes."""
    page = (sources / "index.html").read_text("utf-8")
    for needed in (STYLE, SCRIPT):
        if page.count(needed) != 1:
            raise ValueError(f"index.html must hold once: {needed}")
    words = sentences.read(sources / "strings" / f"{language}.js")
    page = sentences.fill_in(page, words, language)
    style = (sources / "style.css").read_text("utf-8")
    bundle = modules.Bundle(sources.resolve(), language)
    scripts = "\n".join(
        [
            script(bundle.program(), ' class="modules"'),
            script(f"{modules.WORKER_OF}{modules.exports_of(modules.MAIN)};"),
            script(bundle.last(), ' class="modules"'),
        ]
    )
    return page.replace(STYLE, f"<style>\n{style}</style>").replace(SCRIPT, scripts)


def script(program, attributes=""):
    """Return a program as a script of a page."""
    # A page's parser would take these for the end of the script.
    program = program.replace("</script", r"<\/script").replace("<!--", r"<\!--")
    return f"<script{attributes}>\n{program}</script>"


def sizes(path):
    """Return a page's weight in bytes: as it is, and compressed as a server does."""
    content = path.read_bytes()
    return len(content), len(gzip.compress(content, 9))


def main(target=None):
    """Write the page and print what it weighs."""
    from tools.places import BUILD

    written = write(target or BUILD / "site" / "playground.html")
    whole, compressed = sizes(written)
    print(f"{written}: {whole / 1000:.0f} kB, {compressed / 1000:.0f} kB compressed")


if __name__ == "__main__":
    main(*sys.argv[1:2])
