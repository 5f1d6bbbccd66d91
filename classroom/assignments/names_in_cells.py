"""Which names a cell gives a meaning, and which its check asks for."""

import ast
import builtins
import re

from classroom.assignments.recognising import defined, is_answer

ASSIGNED = re.compile(r"^(\w+)\s*(?::[^=\n]*)?=(?!=)", re.MULTILINE)


def assigned(source):
    """Return the names that lines of a cell, whatever is in it, define or assign."""
    return defined(source) | set(ASSIGNED.findall(source))


def asked_for(handed_out, answer):
    """Return the names that the next cell for code takes from the answers before it."""
    if answer.cell_type != "code":
        return set()
    code = [cell for cell in handed_out.cells if cell.cell_type == "code"]
    given = [cell.source for cell in code if not is_answer(cell)]
    check = next(cell for cell in code[code.index(answer) :] if not is_answer(cell))
    parts = [*ast.walk(ast.parse(check.source))]
    used = {part.id for part in parts if isinstance(part, ast.Name)}
    known = set().union(*map(assigned, given), *map(imported, given), own(parts))
    return used - known - set(dir(builtins))


def own(parts):
    """Return the names that a program makes for itself, wherever in it."""
    for part in parts:
        if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load):
            yield part.id
        elif isinstance(part, ast.arg):
            yield part.arg
        elif isinstance(part, ast.FunctionDef):
            yield part.name


def imported(source):
    """Return the names that a program imports."""
    for part in ast.walk(ast.parse(source)):
        if isinstance(part, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in part.names)
