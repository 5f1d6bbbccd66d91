"""Make the playground one file: from a folder, a browser loads no modules.

``index.html`` names a style sheet and the first module. Both are written into the
page, with all modules that they need, and a worker is started from the page's own
text. Nothing else is needed: no network, no Node.

Each module becomes a function, called when it is first needed, that returns what the
module exports. So two modules may use the same name for different things, and page and
worker share one copy of the text. What is understood is the part of the language that
the playground uses: ``import { a, b as c } from "./x.js"``, ``import * as x from
"./x.js"``, and ``export`` before a function, class or constant, or before names in
braces. Anything else is refused by an error that names the module.

    python -m playground.bundle [FILE]      # build/site/playground.html
"""

import gzip
import re
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parent
TARGET = SOURCES.parent / "build" / "site" / "playground.html"
LANGUAGE = "en"

NAMES = r"\{([^{}]*)\}"
IMPORT = re.compile(
    rf'^import\s+(?:{NAMES}|\*\s+as\s+(\w+))\s+from\s+"([^"]+)";[^\S\n]*$', re.M
)
EXPORT_NAMES = re.compile(rf"^export\s+{NAMES};[^\S\n]*$", re.M)
EXPORT = re.compile(
    r"^export\s+((?:async\s+)?function\b\s*\*?|class\b|const\b)\s*(\w+)", re.M
)
WORKER = re.compile(
    r'new Worker\(\s*new URL\("([^"]+)", import\.meta\.url\),\s*'
    r'\{\s*type: "module",?\s*\},?\s*\)'
)
NOT_UNDERSTOOD = re.compile(r"^(?:(?:import|export)\b.*|.*\bimport\.meta\b.*)$", re.M)
STYLE = '<link rel="stylesheet" href="style.css">'
SCRIPT = '<script type="module" src="page/main.js"></script>'
MAIN = "page/main.js"
EXPORTS_OF = """"use strict";
const given = {};
function exportsOf(name) {
  return (given[name] ??= modules[name]());
}
"""


def write(target=TARGET, language=LANGUAGE):
    """Write the page to ``target`` and return its path.

    ``language`` names the file in ``strings`` that the page's text is taken from.
    Raises ValueError if a module holds what the joiner doesn't understand, and
    FileNotFoundError if one is missing; both name the module.
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
    style = (sources / "style.css").read_text("utf-8")
    strings = sources / "strings" / f"{language}.js"
    program = joined(sources / MAIN, sources, strings)
    # A page's parser would take these for the end of the script.
    program = program.replace("</script", r"<\/script").replace("<!--", r"<\!--")
    scripts = f"""<script id="modules">
{program}</script>
<script>{exports_of(MAIN)};</script>"""
    return page.replace(STYLE, f"<style>\n{style}</style>").replace(SCRIPT, scripts)


def joined(entry, sources, strings):
    """Return ``entry`` and all modules that it needs as one program that runs none."""
    modules = "\n".join(
        as_function(path, sources, strings)
        for path in in_order(entry, sources, strings)
    )
    return f"{EXPORTS_OF}const modules = {{\n{modules}\n}};\n"


def in_order(entry, sources, strings):
    """Return the paths of all modules that ``entry`` needs, those needed first."""
    order, open_ones = [], []

    def visit(path):
        if path in order:
            return
        if path in open_ones:
            ring = " → ".join(label(x, sources) for x in [*open_ones, path])
            raise ValueError(f"modules import each other in a ring: {ring}")
        open_ones.append(path)
        for found in IMPORT.finditer(text_of(path)):
            visit(resolved(path, found[3], sources, strings))
        open_ones.pop()
        for found in WORKER.finditer(text_of(path)):
            visit(resolved(path, found[1], sources, strings))
        order.append(path)

    visit(entry.resolve())
    return order


def resolved(path, relative, sources, strings):
    """Return the path of a module that the module ``path`` imports."""
    if not relative.startswith("."):
        raise ValueError(f"{label(path, sources)} imports {relative!r}: not a file")
    target = (path.parent / relative).resolve()
    if target.parent == strings.parent.resolve():
        target = strings.resolve()
    if not target.is_file():
        raise FileNotFoundError(
            f"{label(path, sources)} imports {relative!r}, which is missing"
        )
    return target


def as_function(path, sources, strings):
    """Return a module as an entry of the table: a function that gives its exports."""

    def imported(found):
        source = resolved(path, found[3], sources, strings)
        names = found[2] or "{ " + ", ".join(pairs(found[1], " as ", ": ")) + " }"
        return f"const {names} = {exports_of(label(source, sources))};"

    def started(found):
        source = resolved(path, found[1], sources, strings)
        return from_memory(label(source, sources))

    text = text_of(path)
    exports = [found[2] for found in EXPORT.finditer(text)]
    for found in EXPORT_NAMES.finditer(text):
        exports += [
            ": ".join(reversed(pair.split(": ")))
            for pair in pairs(found[1], " as ", ": ")
        ]
    body = EXPORT_NAMES.sub("", WORKER.sub(started, IMPORT.sub(imported, text)))
    body = EXPORT.sub(lambda found: f"{found[1]} {found[2]}", body)
    if left := NOT_UNDERSTOOD.search(body):
        raise ValueError(f"{label(path, sources)}: not understood: {left[0].strip()}")
    name = label(path, sources)
    return f'"{name}": () => {{\n{body}return {{ {", ".join(exports)} }};\n}},'


def exports_of(name):
    """Return the expression that gives a module's exports."""
    return f'exportsOf("{name}")'


def from_memory(name):
    """Return the expression that starts a worker from the page's own text.

    As a plain script: from a folder, a browser starts no worker that is a module.
    """
    text = 'document.getElementById("modules").textContent'
    blob = f"new Blob([{text}, '{exports_of(name)};'], {{ type: \"text/javascript\" }})"
    return f"new Worker(URL.createObjectURL({blob}))"


def pairs(names, between, instead):
    """Return the names in an import's or export's braces, renamings rewritten."""
    found = (" ".join(name.split()) for name in names.split(","))
    return [name.replace(between, instead) for name in found if name]


def text_of(path):
    """Return a module's text."""
    return path.read_text("utf-8")


def label(path, sources):
    """Return the name of a module inside the playground."""
    return path.relative_to(sources.resolve()).as_posix()


def sizes(path):
    """Return a page's weight in bytes: as it is, and compressed as a server does."""
    content = path.read_bytes()
    return len(content), len(gzip.compress(content, 9))


if __name__ == "__main__":
    written = write(*sys.argv[1:2])
    whole, compressed = sizes(written)
    print(f"{written}: {whole / 1000:.0f} kB, {compressed / 1000:.0f} kB compressed")
