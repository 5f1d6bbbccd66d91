"""Make the playground one file: from a folder, a browser loads no modules.

``index.html`` names a style sheet and the first module. Both are written into the
page, with all modules that they need, and a worker is started from the page's own
text. Nothing else is needed: no network, no Node.

Each module becomes a function, called when it is first needed, that returns what the
module exports. So two modules may use the same name for different things, and page and
worker share one copy of the text. The part of the language that the playground uses is
understood: ``import { a, b as c } from "./x.js"``, ``import * as x from "./x.js"``,
``export`` before a function, class or constant, or before names in braces, and ``new
Worker(new URL("./x.js", import.meta.url), { type: "module" })``. Anything else is
refused by an error that names the module.

    python -m playground.bundle [FILE]      # build/site/playground.html
"""

import gzip
import re
import sys
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).resolve().parent
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
    style = (sources / "style.css").read_text("utf-8")
    program = Bundle(sources.resolve(), language).program()
    # A page's parser would take these for the end of the script.
    program = program.replace("</script", r"<\/script").replace("<!--", r"<\!--")
    scripts = f"""<script id="modules">
{program}</script>
<script>{exports_of(MAIN)};</script>"""
    return page.replace(STYLE, f"<style>\n{style}</style>").replace(SCRIPT, scripts)


def sizes(path):
    """Return a page's weight in bytes: as it is, and compressed as a server does."""
    content = path.read_bytes()
    return len(content), len(gzip.compress(content, 9))


@dataclass(frozen=True)
class Bundle:
    """The modules below a folder, with the strings of one language."""

    sources: Path
    language: str

    def program(self):
        """Return all modules that the page needs, as a program that runs none."""
        functions = "\n".join(map(self.function, self.needed()))
        return f"{EXPORTS_OF}const modules = {{\n{functions}\n}};\n"

    def needed(self):
        """Return the paths of all modules that the page needs, those needed first."""
        order, under_way = [], []

        def visit(path):
            if path in order:
                return
            if path in under_way:
                ring = " → ".join(map(self.name, [*under_way, path]))
                raise ValueError(f"modules import each other in a ring: {ring}")
            under_way.append(path)
            text = path.read_text("utf-8")
            for found in IMPORT.finditer(text):
                visit(self.imported(path, found[3]))
            under_way.pop()
            for found in WORKER.finditer(text):
                visit(self.imported(path, found[1]))
            order.append(path)

        visit(self.sources / MAIN)
        return order

    def function(self, path):
        """Return a module as an entry of the table: a function that gives its exports.

        In its text, imports and workers are replaced, and ``export`` is left out.
        """

        def imported(found):
            names = found[2] or "{ " + ", ".join(pairs(found[1], " as ", ": ")) + " }"
            source = self.name(self.imported(path, found[3]))
            return f"const {names} = {exports_of(source)};"

        def started(found):
            return worker_of(self.name(self.imported(path, found[1])))

        text = path.read_text("utf-8")
        exports = [found[2] for found in EXPORT.finditer(text)]
        for found in EXPORT_NAMES.finditer(text):
            exports += [
                ": ".join(reversed(pair.split(": ")))
                for pair in pairs(found[1], " as ", ": ")
            ]
        body = EXPORT_NAMES.sub("", WORKER.sub(started, IMPORT.sub(imported, text)))
        body = EXPORT.sub(lambda found: f"{found[1]} {found[2]}", body)
        name = self.name(path)
        if left := NOT_UNDERSTOOD.search(body):
            raise ValueError(f"{name}: not understood: {left[0].strip()}")
        return f'"{name}": () => {{\n{body}return {{ {", ".join(exports)} }};\n}},'

    def imported(self, path, relative):
        """Return the path of a module that the module ``path`` imports."""
        if not relative.startswith("."):
            raise ValueError(f"{self.name(path)} imports {relative!r}: not a file")
        target = (path.parent / relative).resolve()
        strings = self.sources / "strings"
        if target.parent == strings:
            target = strings / f"{self.language}.js"
        if not target.is_file():
            raise FileNotFoundError(
                f"{self.name(path)} imports {relative!r}, which is missing"
            )
        return target

    def name(self, path):
        """Return the name of a module inside the playground."""
        return path.relative_to(self.sources).as_posix()


def exports_of(name):
    """Return the expression that gives a module's exports."""
    return f'exportsOf("{name}")'


def worker_of(name):
    """Return the expression that starts a module as a worker from the page's own text.

    As a plain script: from a folder, a browser starts no worker that is a module.
    """
    text = 'document.getElementById("modules").textContent'
    blob = f"new Blob([{text}, '{exports_of(name)};'], {{ type: \"text/javascript\" }})"
    return f"new Worker(URL.createObjectURL({blob}))"


def pairs(names, between, instead):
    """Return the names in an import's or export's braces, renamings rewritten."""
    found = (" ".join(name.split()) for name in names.split(","))
    return [name.replace(between, instead) for name in found if name]


def main(target=None):
    """Write the page and print what it weighs."""
    from tools.places import BUILD

    written = write(target or BUILD / "site" / "playground.html")
    whole, compressed = sizes(written)
    print(f"{written}: {whole / 1000:.0f} kB, {compressed / 1000:.0f} kB compressed")


if __name__ == "__main__":
    main(*sys.argv[1:2])
