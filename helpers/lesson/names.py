"""The name that an answer has to have, for who fills in a cell under another one."""

import ast
import sys

__all__ = ["still_none"]


def still_none(inputs: list[str] | None = None, stopped: bool = False) -> str:
    """Return which names are None still, if the cell above the check is filled in.

    ``inputs`` are the cells that ran, the check's the last, and ``stopped`` says
    whether the one above ended with an error: both are those of Jupyter if left out.
    The text is empty where the cell above sets its names to None and no more.

    >>> still_none(["rate = None", 'check("01-1", rate, "a rate")'])
    ''
    >>> still_none(["my_rate = 0.1", 'check("01-1", rate, "a rate")'])
    '`rate` is still None: give your answer that name.'
    """
    if inputs is None:
        jupyter = sys.modules.get("IPython")
        shell = jupyter.get_ipython() if jupyter else None
        inputs = shell.user_ns.get("In", []) if shell else []
        stopped = not getattr(shell, "last_execution_succeeded", True)
    try:
        *_, above, check = map(ast.parse, inputs[-2:])
    except (SyntaxError, ValueError):  # magics of IPython, or fewer than two cells
        return ""
    if all(map(_is_blank, above.body)):
        return ""
    checked, given = _names_checked(check), _names_given(above)
    names = " or ".join(f"`{name}`" for name in checked)
    if stopped and given.intersection(checked):
        return (
            f"The cell above stopped with an error, so {names} is still None. "
            "Mend that first."
        )
    if names and given.issuperset(checked):
        return f"The cell above gives None to {names}. Is a `return` missing?"
    return f"{names} is still None: give your answer that name." if names else ""


def _is_blank(line: ast.stmt) -> bool:
    """Return whether a line sets names to None, and no more."""
    if not isinstance(line, ast.Assign):
        return False
    values = line.value.elts if isinstance(line.value, ast.Tuple) else [line.value]
    return all(isinstance(v, ast.Constant) and v.value is None for v in values)


def _names_given(cell: ast.Module) -> set[str]:
    """Return the names that a cell gives to something, blanks left out."""
    names = set()
    for line in cell.body:
        if isinstance(line, ast.FunctionDef | ast.ClassDef):
            names.add(line.name)
        elif not _is_blank(line):
            parts = [part for part in ast.walk(line) if isinstance(part, ast.Name)]
            names |= {part.id for part in parts if isinstance(part.ctx, ast.Store)}
    return names


def _names_checked(cell: ast.Module) -> list[str]:
    """Return the names in the answer that a cell hands to ``check``."""
    answers = [
        node.args[1]
        for node in ast.walk(cell)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "check"
        if len(node.args) > 1
    ]
    parts = [part for answer in answers for part in ast.walk(answer)]
    return [part.id for part in parts if isinstance(part, ast.Name)]
