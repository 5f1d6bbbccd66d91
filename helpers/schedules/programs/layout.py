"""Lay out a program as formatters do: calls, comments, imports and blocks."""

import textwrap
from collections.abc import Iterable, Sequence

__all__ = [
    "WIDTH",
    "call",
    "comment",
    "imports",
    "joined",
    "noted",
    "numbers",
    "ratio",
    "row",
]

WIDTH: int = 88
"""The longest line, in characters."""

STANDARD = {"bisect", "math", "os", "pathlib", "pickle"}


def call(opening: str, *arguments: str, closing: str = ")") -> str:
    """Return a call that opens with ``opening``, on one line or on several.

    >>> call("scheduler = LinearLR", "optimizer", "total_iters=10")
    'scheduler = LinearLR(optimizer, total_iters=10)'
    """
    inside = ", ".join(arguments)
    if len(opening) + 1 + len(inside) + len(closing) <= WIDTH:
        return f"{opening}({inside}{closing}"
    outer = " " * (len(opening) - len(opening.lstrip()))
    inner = outer + "    "
    if len(inner) + len(inside) > WIDTH:
        inside = "\n".join(row(argument, inner) for argument in arguments).lstrip()
    return f"{opening}(\n{inner}{inside}\n{outer}{closing}"


def row(argument: str, indent: str) -> str:
    """Return an argument on a line of its own; a list may take several.

    >>> row("steps=3", "    ")
    '    steps=3,'
    """
    if len(indent) + len(argument) < WIDTH:
        return f"{indent}{argument},"
    rows = textwrap.wrap(argument, WIDTH - len(indent) - 4, break_on_hyphens=False)
    return f"\n{indent}    ".join([f"{indent}{rows[0]}", *rows[1:]]) + ","


def comment(text: str) -> str:
    """Return a text as a comment of as many lines as it needs.

    >>> comment("Once an update.")
    '# Once an update.'
    """
    return "\n".join(f"# {line}" for line in textwrap.wrap(text, WIDTH - 2))


def imports(lines: Iterable[str]) -> str:
    """Return imports in their order, those from one module on one line.

    >>> print(imports(["from b import Two", "import math", "from b import One"]))
    import math
    <BLANKLINE>
    from b import One, Two
    """
    plain = sorted({line for line in lines if line.startswith("import ")})
    named: dict[str, set[str]] = {}
    for line in lines:
        if line.startswith("from "):
            _, module, _, names = line.split(" ", 3)
            named.setdefault(module, set()).update(names.split(", "))
    chosen = [
        f"from {module} import {', '.join(sorted(names, key=_by_kind))}"
        for module, names in sorted(named.items())
    ]
    every = [*plain, *chosen]
    own = [line for line in every if _module(line) in STANDARD]
    others = [line for line in every if line not in own]
    return "\n\n".join("\n".join(group) for group in (own, others) if group)


def joined(blocks: Sequence[str]) -> str:
    """Return blocks of code as one text; a definition stands apart by two lines.

    >>> joined(["x = 1", "", "y = 2"])
    'x = 1\\n\\ny = 2\\n'
    """
    there = [block for block in blocks if block]
    text = there[0]
    for before, block in zip(there, there[1:], strict=False):
        apart = _defines(before) or _defines(block)
        text += ("\n\n\n" if apart else "\n\n") + block
    return text + "\n"


def noted(line: str, words: str) -> str:
    """Return a line with a comment: behind it, or above it where there is no room.

    >>> noted("rate = 0.1", "the peak")
    'rate = 0.1  # the peak'
    """
    whole = f"{line}  # {words}"
    return whole if len(whole) <= WIDTH else f"# {words}\n{line}"


def numbers(name: str, values: Sequence[float]) -> str:
    """Return a list of numbers with a name: equal ones together, else row by row.

    >>> numbers("rates", [0.5, 0.25])
    'rates = [0.5, 0.25]'
    >>> numbers("rates", [0.5] * 30 + [0.25] * 30)
    'rates = [0.5] * 30 + [0.25] * 30'
    """
    runs: list[list[float]] = []
    for value in values:
        if runs and runs[-1][0] == value:
            runs[-1].append(value)
        else:
            runs.append([value])
    if len(values) > 1 and 4 * len(runs) <= len(values):
        terms = [f"[{run[0]!r}] * {len(run)}" for run in runs]
        line = f"{name} = {' + '.join(terms)}"
        if len(line) <= WIDTH:
            return line
        return f"{name} = (\n    " + "\n    + ".join(terms) + "\n)"
    words = ", ".join(map(repr, values))
    line = f"{name} = [{words}]"
    if len(line) <= WIDTH:
        return line
    rows = textwrap.fill(words + ",", WIDTH - 4, break_on_hyphens=False)
    return f"{name} = [\n{textwrap.indent(rows, '    ')}\n]"


def ratio(part: float, whole: float) -> str:
    """Return a share as it is best read: as a division, where it isn't 0 or 1.

    >>> ratio(0.01, 0.1), ratio(0.0, 0.1)
    ('0.01 / 0.1', '0.0')
    """
    return repr(part / whole) if part in (0, whole) else f"{part!r} / {whole!r}"


def _defines(block: str) -> bool:
    return any(line.startswith(("def ", "class ", "@")) for line in block.splitlines())


def _module(line: str) -> str:
    return line.split(" ", 2)[1].partition(".")[0]


def _by_kind(name: str) -> tuple[bool, str]:
    """Classes come before functions."""
    return name[0].islower(), name
