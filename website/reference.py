"""The reference: a page for each door of ``helpers``, from its docstrings.

The order is from the ground up: doors as the docstring of ``helpers`` names them, parts
as that of their package does, and names as they stand in their file. ``__all__`` says
which names are public. Docstrings are read without an import, so that no page waits
for TensorFlow, and are taken as Markdown, whose examples are doctests.
"""

import itertools
import re
import textwrap
from dataclasses import dataclass

import griffe

from website import curves, definitions

NAME = re.compile(r"``(\w+)``")
DOCTEST = re.compile(r"^ *>>> .*(?:\n *\S.*)*", re.M)
FENCE = "`" * 8


def write(folder):
    """Write the pages, and the list of doors that the page above them includes."""
    folder.mkdir()
    package = definitions.package()
    doors = re.findall(r"^- .*(?:\n  .*)*", package.docstring.value, re.M)
    linked = [NAME.sub(r"[`\1`](api/\1.md)", door) for door in doors]
    names = [name for door in doors for name in NAME.findall(door.partition(": ")[0])]
    (folder / "doors.md").write_text("\n".join(linked) + "\n", "utf-8")
    (folder / "contents.md").write_text(contents(names), "utf-8")
    sections = {name: sections_of(package[name]) for name in names}
    known = {
        path
        for section in itertools.chain(*sections.values())
        for member in section.members
        for path in (member.path, f"{section.shown_as}.{member.name}")
    }
    for name in names:
        text = page(package[name], sections[name], known)
        (folder / f"{name}.md").write_text(text, "utf-8")
    curves.write(folder / "curves")
    family = curves.family(f"{folder.name}/curves")
    (folder / "family.md").write_text(family, "utf-8")


def contents(names):
    """Return the directive that puts the pages into the navigation."""
    places = [f"/api/{name}" for name in names]
    return "\n".join(["```{toctree}", ":hidden:", "", *places, "```", ""])


@dataclass(frozen=True)
class Section:
    """A module, the public names that it defines, and from where they are imported."""

    module: griffe.Module
    members: list
    shown_as: str


def sections_of(door):
    """Return the sections of a page: the module itself, or the parts of a package.

    Their names are those that the package defines and exports, or all of a package
    without exports. What it has from another package stands there.
    """
    if not door.is_init_module:
        return [Section(door, public(door), door.path)]
    modules = {name: one for name, one in door.members.items() if is_part(one)}
    named = NAME.findall(door.docstring.value)
    order = [*dict.fromkeys(name for name in [*named, *modules] if name in modules)]
    parts = [modules[name] for name in order]
    if not door.exports:
        return [Section(part, public(part), part.path) for part in parts]
    members = public(door)
    sections = [
        Section(part, [one for one in members if is_in(part, one)], door.path)
        for part in parts
    ]
    return [section for section in sections if section.members]


def is_part(member):
    """Tell whether a member of a package is a module, or a package, of its own."""
    return not member.is_alias and member.is_module


def is_in(part, member):
    """Tell whether a name is defined in a module, or in one of a package."""
    return f"{member.module.path}.".startswith(f"{part.path}.")


def public(module):
    """Return what a module exports and ``helpers`` defines, as it stands in files."""
    if not module.exports:
        raise ValueError(f"{module.path} has no __all__, which the reference goes by.")
    own = [module[name] for name in module.exports if not is_foreign(module, name)]
    return sorted(map(definitions.definition, own), key=lambda member: member.lineno)


def is_foreign(module, name):
    """Tell whether a module has a name from outside ``helpers``."""
    origin = module.imports.get(name, module.path)
    return not f"{origin}.".startswith("helpers.")


def page(door, sections, known):
    """Return the page of a module or package: what it says, and its public names."""
    pieces = [f"# {door.name}", markdown(door)]
    for section in sections:
        if section.module is not door:
            pieces += [f"## {section.module.name}", markdown(section.module)]
        pieces += [entry(one, section.shown_as, known) for one in section.members]
    return "\n\n".join(pieces) + "\n"


def entry(member, module, known, fence=FENCE):
    """Return the directive that describes a function, class, method or constant."""
    kind = definitions.kind(member)
    lines = [
        f"{fence}{{py:{kind}}} {definitions.signature(member, known)}",
        f":module: {module}",
    ]
    if len(definitions.signature(member)) <= definitions.ONE_LINE:
        lines.append(":single-line-parameter-list:")
    if kind == "type":
        lines.append(f":canonical: {member.value}")
    elif kind in ("data", "property") and member.annotation:
        lines.append(f":type: {definitions.annotation(member.annotation, known)}")
    elif kind in ("class", "function") and member.module.path != module:
        lines.append(f":canonical: {member.path}")
    lines += ["", *curves.figure(member.path), markdown(member)]
    if member.is_class:
        for method in definitions.methods(member):
            lines += ["", entry(method, module, known, fence[1:])]
    return "\n".join([*lines, fence])


def markdown(documented):
    """Return the docstring of what is documented; each doctest is a block of code."""
    if not documented.docstring:
        return ""
    return DOCTEST.sub(as_code, documented.docstring.value)


def as_code(found):
    """Return a doctest between fences."""
    return f"```pycon\n{textwrap.dedent(found[0])}\n```"
