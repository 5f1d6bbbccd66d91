"""The reference: a page for each door of ``helpers``, from its docstrings.

The docstrings are read and not imported, so that no page waits for TensorFlow. They are
taken as Markdown.
"""

import re

import griffe

from tools.places import ROOT

DOOR = re.compile(r"``(\w+)``")
FENCE = "`" * 8


def write(folder):
    """Write the pages, and the list of doors that the page above them includes."""
    folder.mkdir()
    package = griffe.load("helpers", search_paths=[str(ROOT)])
    doors = re.findall(r"^- .*(?:\n  .*)*", package.docstring.value, re.M)
    linked = [DOOR.sub(r"[`\1`](api/\1.md)", door) for door in doors]
    names = [name for door in doors for name in DOOR.findall(door.partition(": ")[0])]
    (folder / "doors.md").write_text("\n".join(linked) + "\n", "utf-8")
    (folder / "contents.md").write_text(contents(names), "utf-8")
    for name in names:
        (folder / f"{name}.md").write_text(page(package[name]), "utf-8")


def contents(names):
    """Return the directive that puts the pages into the navigation."""
    places = [f"/api/{name}" for name in names]
    return "\n".join(["```{toctree}", ":hidden:", "", *places, "```", ""])


def page(module):
    """Return the page of a module or package: what it says, and its public names."""
    parts = [f"# {module.name}", module.docstring.value]
    parts += [entry(member, module.path) for member in public(module)]
    return "\n\n".join(parts) + "\n"


def public(module):
    """Return what a module exports; without ``__all__``, what it defines itself."""
    if module.exports:
        return [behind(module[name]) for name in module.exports]
    return [
        member
        for name, member in module.members.items()
        if not (member.is_alias or name.startswith("_"))
        and (member.is_function or member.is_class)
    ]


def behind(member):
    """Return what stands behind a name: what was imported, not the module around it."""
    member = member.final_target if member.is_alias else member
    return member[member.name] if member.is_module else member


def entry(member, module, fence=FENCE):
    """Return the directive that describes a function, class, method or constant."""
    lines = [
        f"{fence}{{py:{kind(member)}}} {signature(member)}",
        f":module: {module}",
        "",
        member.docstring.value if member.docstring else "",
    ]
    if member.is_class:
        for method in methods(member):
            lines += ["", entry(method, module, fence[1:])]
    return "\n".join([*lines, fence])


def kind(member):
    """Return the word by which Sphinx knows such a name."""
    if member.is_class:
        return "class"
    if member.parent.is_class:
        return "method" if member.is_function else "property"
    return "function" if member.is_function else "data"


def methods(member):
    """Return the public methods and properties that say what they do."""
    return [
        method
        for name, method in member.members.items()
        if method.docstring
        and not name.startswith("_")
        and (method.is_function or "property" in method.labels)
    ]


def signature(member):
    """Return how a name is called, without ``self`` and annotations."""
    if not (member.is_class or member.is_function):
        return member.name
    stars = {"variadic positional": "*", "variadic keyword": "**"}
    given, open_to_places = [], True
    for parameter in member.parameters:
        how = parameter.kind.value
        if how == "keyword-only" and open_to_places:
            given.append("*")
        open_to_places &= how not in ("keyword-only", "variadic positional")
        name = stars.get(how, "") + parameter.name
        has_default = parameter.default is not None and how not in stars
        given.append(f"{name}={parameter.default}" if has_default else name)
    given = [name for name in given if name not in ("self", "cls")]
    return f"{member.name}({', '.join(given)})"
