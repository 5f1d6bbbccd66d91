"""Make the playground one file: from a folder, a browser loads no modules.

``index.html`` names a style sheet and the first module. Both are written into the
page, with all modules that the first one imports, and so is each worker, as text that
the page starts from memory. Nothing else is needed: no network, no Node.

Each module becomes a function that is called once and returns what the module exports,
so two modules may use the same name for different things. What is understood is the
part of the language that the playground uses: ``import { a, b as c } from "./x.js"``,
``import * as x from "./x.js"``, and ``export`` before a function, class or constant, or
before names in braces. Anything else is refused by an error that names the module.

    python site/single_page.py [FILE]      # build/site/playground.html
"""

import gzip
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = Path(__file__).with_name("playground")
TARGET = ROOT / "build" / "site" / "playground.html"
LANGUAGE = "en"

NAMES = r"\{([^{}]*)\}"
IMPORT = re.compile(
    rf'^import\s+(?:{NAMES}|\*\s+as\s+(\w+))\s+from\s+"([^"]+)";[^\S\n]*$', re.M
)
EXPORT_NAMES = re.compile(rf"^export\s+{NAMES};[^\S\n]*$", re.M)
EXPORT = re.compile(
    r"^export\s+((?:async\s+)?function\b\s*\*?|class\b|const\b)\s*(\w+)", re.M
)
WORKER = re.compile(r'new URL\("([^"]+)", import\.meta\.url\)')
STYLE = '<link rel="stylesheet" href="style.css">'
SCRIPT = '<script type="module" src="page/main.js"></script>'


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
    strings = sources / "strings" / f"{language}.js"
    program = joined(sources / "page" / "main.js", sources, strings)
    workers = {}
    for relative in WORKER.findall(program):
        path = (sources / "page" / relative).resolve()
        if not path.is_file():
            raise FileNotFoundError(f"a worker is missing: {path.name}")
        workers[relative] = joined(path, sources, strings)
    program = WORKER.sub(lambda found: from_memory(found[1]), program)
    style = (sources / "style.css").read_text("utf-8")
    scripts = [
        f'<script type="text/plain" id="{name}">\n{inside(text)}</script>'
        for name, text in workers.items()
    ]
    scripts.append(f'<script type="module">\n{inside(program)}</script>')
    page = page.replace(STYLE, f"<style>\n{style}</style>")
    return page.replace(SCRIPT, "\n".join(scripts))


def from_memory(name):
    """Return the expression that gives the address of a worker on the page."""
    text = f'document.getElementById("{name}").textContent'
    return f'URL.createObjectURL(new Blob([{text}], {{ type: "text/javascript" }}))'


def inside(program):
    """Return a program so that the page's parser doesn't end it early."""
    return program.replace("</script", r"<\/script").replace("<!--", r"<\!--")


def joined(entry, sources, strings):
    """Return the modules that ``entry`` needs, and itself, as one program."""
    order = in_order(entry, sources, strings)
    names = {path: f"module{number}" for number, path in enumerate(order)}
    written = (as_function(path, names, sources, strings) for path in order)
    return '"use strict";\n' + "\n".join(written)


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


def as_function(path, names, sources, strings):
    """Return a module as a function, called at once, that returns what it exports."""

    def imported(found):
        source = names[resolved(path, found[3], sources, strings)]
        taken = found[2] or "{ " + ", ".join(pairs(found[1], " as ", ": ")) + " }"
        return f"const {taken} = {source};"

    text = text_of(path)
    exports = [found[2] for found in EXPORT.finditer(text)]
    for found in EXPORT_NAMES.finditer(text):
        exports += [
            ": ".join(reversed(pair.split(": ")))
            for pair in pairs(found[1], " as ", ": ")
        ]
    body = EXPORT_NAMES.sub("", IMPORT.sub(imported, text))
    body = EXPORT.sub(lambda found: f"{found[1]} {found[2]}", body)
    if left := re.search(r"^(?:import|export)\b.*$", body, re.M):
        raise ValueError(f"{label(path, sources)}: not understood: {left[0]}")
    returned = ", ".join(exports)
    return (
        f"// {label(path, sources)}\nconst {names[path]} = (() => {{\n{body}"
        f"return {{ {returned} }};\n}})();"
    )


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
