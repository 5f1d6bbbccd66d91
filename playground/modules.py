"""The modules of the playground as programs that a page holds.

Each module becomes a function, called when it is first needed, that returns what the
module exports. So two modules may use the same name for different things, and page and
worker share one copy of the text. The part of the language that the playground uses is
understood: ``import { a, b as c } from "./x.js"``, ``import * as x from "./x.js"``,
``export`` before a function, class or constant, or before names in braces, and ``new
Worker(new URL("./x.js", import.meta.url), { type: "module" })``. Anything else is
refused by an error that names the module.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from playground import javascript

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
MAIN = "page/main.js"
# What is long, and needed late: it is imported as a whole, ``import * as name``.
LAST = ("engine/mnist1d.js",)
EXPORTS_OF = """"use strict";
const given = {};
function exportsOf(name) {
  return (given[name] ??= modules[name]());
}
function exportsLater(name) {
  return new Proxy({}, { get: (_, key) => exportsOf(name)[key] });
}
"""
# A worker is there at once, and gets its program when the page is whole: what comes
# before that waits. The program is a blob, which costs the page's thread no copy.
WORKER_OF = """
const first = `const early = [];
onmessage = ({ data, ports }) => {
  if (!data?.program) return early.push({ data, ports: [...ports] });
  data.program.text().then((program) => setTimeout(begin, 0, program));
};
function begin(program) { // from a timer, so what it throws is an error of the worker
  onmessage = null;
  (0, eval)(program);
  for (const one of early) dispatchEvent(new MessageEvent("message", one));
}`;
let wholeText;
function whole() {
  const texts = document.querySelectorAll("script.modules");
  return (wholeText ??= new Blob([...texts].map((script) => script.textContent)));
}
function workerOf(name) {
  const blob = new Blob([first], { type: "text/javascript" });
  const address = URL.createObjectURL(blob);
  const worker = new Worker(address);
  const release = () => URL.revokeObjectURL(address);
  worker.addEventListener("message", release, { once: true });
  worker.addEventListener("error", release, { once: true });
  worker.terminate = () => {
    release();
    Worker.prototype.terminate.call(worker);
  };
  const give = () =>
    worker.postMessage({ program: new Blob([whole(), `exportsOf("${name}");`]) });
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", give);
  else give();
  return worker;
}
"""


@dataclass(frozen=True)
class Bundle:
    """The modules below a folder, with the strings of one language."""

    sources: Path
    language: str

    def program(self):
        """Return what the page needs at once, as a program that runs no module."""
        first = [path for path in self.needed() if self.name(path) not in LAST]
        functions = ",\n".join(map(self.function, first))
        return f"{EXPORTS_OF}const modules = {{\n{functions}\n}};\n"

    def last(self):
        """Return the modules that may come last, as a program that runs none."""
        last = [path for path in self.needed() if self.name(path) in LAST]
        functions = ",\n".join(map(self.function, last))
        return f"Object.assign(modules, {{\n{functions}\n}});\n"

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
            text = self.text(path)
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
            if source not in LAST:
                return f"const {names} = {exports_of(source)};"
            if not found[2]:
                raise ValueError(f"{self.name(path)}: import {source} as a whole")
            return f'const {names} = exportsLater("{source}");'

        def started(found):
            return f'workerOf("{self.name(self.imported(path, found[1]))}")'

        text = self.text(path)
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
        return f'"{name}": () => {{\n{body}return {{ {", ".join(exports)} }};\n}}'

    def text(self, path):
        """Return a module without its comments."""
        return javascript.without_comments(path.read_text("utf-8"))

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


def pairs(names, between, instead):
    """Return the names in an import's or export's braces, renamings rewritten."""
    found = (" ".join(name.split()) for name in names.split(","))
    return [name.replace(between, instead) for name in found if name]
