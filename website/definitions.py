"""What stands in the files of ``helpers``: names, how they are called, and where.

The files are read by griffe, and not imported.
"""

from functools import cache

import griffe

from tools.places import ROOT

ONE_LINE = 66  # a longer signature has a line for each argument
STARS = {"variadic positional": "*", "variadic keyword": "**"}


@cache
def package():
    """Return ``helpers`` as griffe reads it."""
    return griffe.load("helpers", search_paths=[str(ROOT)])


def definition(member):
    """Return what defines a name, also one that is imported from another module.

    Where a module and a function in it have one name, that is the function.
    """
    member = member.final_target if member.is_alias else member
    return member[member.name] if member.is_module else member


def kind(member):
    """Return the word by which Sphinx knows such a name."""
    if member.is_class:
        return "class"
    if member.parent.is_class:
        return "method" if member.is_function else "property"
    if member.is_function:
        return "function"
    return "type" if str(member.annotation) == "TypeAlias" else "data"


def methods(member):
    """Return the public methods and properties that say what they do.

    Those that Keras calls by itself, such as ``on_train_begin``, are left out.
    """
    return [
        method
        for name, method in member.members.items()
        if method.docstring
        and not name.startswith(("_", "on_"))
        and (method.is_function or "property" in method.labels)
    ]


def signature(member, known=()):
    """Return how a name is called, with types and without ``self``.

    ``known`` has the names that types are linked to.
    """
    if not (member.is_class or member.is_function):
        return member.name
    given, before = [], ""
    for parameter in member.parameters:
        how = parameter.kind.value
        if before == "positional-only" != how:
            given.append("/")
        if how == "keyword-only" and before not in (how, "variadic positional"):
            given.append("*")
        if parameter.name not in ("self", "cls"):
            given.append(argument(parameter, known))
        before = how
    returned = member.returns if member.is_function else None
    arrow = "" if returned is None else f" -> {annotation(returned, known)}"
    return f"{member.name}({', '.join(given)}){arrow}"


def argument(parameter, known):
    """Return a parameter as a signature has it: its name, type and default."""
    stars = STARS.get(parameter.kind.value, "")
    name = stars + parameter.name
    if parameter.annotation is not None:
        name += f": {annotation(parameter.annotation, known)}"
    if stars or parameter.default is None:
        return name
    sign = "=" if parameter.annotation is None else " = "
    return f"{name}{sign}{parameter.default}"


def annotation(expression, known=()):
    """Return a type as it is written, known names with their modules."""
    if not isinstance(expression, griffe.Expr):
        return str(expression)
    pieces = expression.iterate(flat=True)
    paths = ((getattr(piece, "canonical_path", None), str(piece)) for piece in pieces)
    return "".join(path if path in known else piece for path, piece in paths)


def file(page):
    """Return the file whose source a page shows, or None."""
    folder, _, module = page.partition("/helpers/")
    if folder != "_modules":
        return None
    read = package()[module.replace("/", ".")]
    return read.filepath.relative_to(ROOT).as_posix()


def find_source(app, module):
    """Give ``sphinx.ext.viewcode`` the text of a module, and the lines of its names."""
    read = package()[module.removeprefix("helpers.")]
    lines = {
        one.path.removeprefix(f"{module}."): ("def", one.lineno, one.endlineno)
        for member in read.members.values()
        if not (member.is_alias or member.is_module)
        for one in [member, *(methods(member) if member.is_class else [])]
    }
    return read.filepath.read_text("utf-8"), lines


def find_module(app, module, name):
    """Tell ``sphinx.ext.viewcode`` in which module a name is defined."""
    first, _, _ = name.partition(".")
    return definition(package()[module.removeprefix("helpers.")][first]).module.path
