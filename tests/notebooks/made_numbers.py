"""The numbers that the code cells of a notebook show, or have in their code."""

import ast
import contextlib
import io
import operator
import re
import tokenize

SEPARATOR = "[\u0020\u00a0\u2009\u202f,]"  # of thousands
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
NUMBER = re.compile(
    rf"""
    (?<![\w.])                                       # not in a name, as in conv2
    (?P<base>(?:\d{{1,3}}(?:{SEPARATOR}\d{{3}})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)
    (?:[eE](?P<e>[-+−]?\d+))?
    (?:(?:\^\{{?|\*\*)(?P<power>[-−]?\d+)\}}?|(?P<raised>⁻?[⁰¹²³⁴-⁹]+))?
    (?:\s?[·×]\s?10(?:\^\{{?(?P<ten>[-−]?\d+)\}}?|(?P<tens>⁻?[⁰¹²³⁴-⁹]+)))?
    (?![\d_])(?!\.\d|[a-z]_)                                # nor in a version or a file
    (?P<percent>\s?%|\ per\ ?cent\b)?
    """,
    re.VERBOSE,
)
SOLUTION = re.compile(r"<details>.*?```python\n(.*?)```.*?</details>", re.DOTALL)
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}


def made(notebook):
    """Return the keys of all numbers that code has, or shows and has computed."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    typed = {text for cell in code for text in strings(cell.source) if len(text) > 3}
    typed = sorted(filter(re.compile(r"\d").search, typed), key=len, reverse=True)
    found = set()
    for cell in code:
        found |= in_code(cell.source)
        for output in cell.outputs:
            text = shown(output)
            for literal in typed:
                text = text.replace(literal, " ")
            found |= in_output(text)
    for cell in notebook.cells:
        for solution in SOLUTION.findall(cell.source):
            found |= in_code(solution)
    return {key(number) for number in found}


def key(number):
    """Return what equal values have in common, whatever their sign."""
    return f"{abs(number):.10g}"


def value(match):
    """Return the values that a number in a text may have: a percentage has two."""
    base = float(re.sub(SEPARATOR, "", match["base"]))
    power = match["power"] or match["raised"]
    ten = match["ten"] or match["tens"]
    number = base * 10.0 ** exponent(match["e"])
    number = number ** exponent(power) if power else number
    number *= 10.0 ** exponent(ten)
    return [number, number / 100] if match["percent"] else [number]


def exponent(digits):
    """Return an exponent, which may be raised: -3 of ⁻³; 0 of none."""
    return min(int((digits or "0").translate(RAISED)), 300)


def shown(output):
    """Return the text that an output shows."""
    data = output.get("data", {})
    texts = [output.get("text", ""), output.get("evalue", "")]
    texts += [data.get("text/plain", ""), data.get("text/markdown", "")]
    return "\n".join([*texts, re.sub("<[^>]*>", " ", data.get("text/html", ""))])


def in_output(text):
    """Return the numbers in an output; "100 200" may be one or two."""
    found = set()
    for match in NUMBER.finditer(text):
        found |= {*value(match), *map(float, re.split(SEPARATOR, match["base"]))}
    return found


def in_code(source):
    """Return the numbers in code, and those that they make: 2**24 has three."""
    found = set()
    for node in ast.walk(parsed(source)):
        with contextlib.suppress(ValueError, ArithmeticError):
            found.add(float(folded(node)))
    return found


def strings(source):
    """Return the texts in code, without docstrings and the forms of numbers."""
    nodes = list(ast.walk(parsed(source)))
    forms = [n.format_spec for n in nodes if isinstance(n, ast.FormattedValue)]
    left_out = {id(part) for form in forms if form for part in ast.walk(form)}
    left_out |= {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in left_out
    ]


def comments(source):
    """Return the comments in code."""
    tokens = tokenize.generate_tokens(io.StringIO(plain(source)).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def parsed(source):
    """Return the tree of a cell's code."""
    return ast.parse(plain(source))


def plain(source):
    """Return the code of a cell without lines for IPython."""
    return "\n".join(line for line in source.splitlines() if line[:1] not in "%!")


def folded(node):
    """Return the value of an expression of numbers; raise ValueError for others."""
    match node:
        case ast.Constant(int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.BinOp(left, op, right) if type(op) in OPERATORS:
            sides = folded(left), folded(right)
            if isinstance(op, ast.Pow) and abs(sides[1]) > 1000:
                raise ValueError("too large to compute")
            return OPERATORS[type(op)](*sides)
        case ast.UnaryOp(ast.USub(), operand):
            return -folded(operand)
    raise ValueError("not an expression of numbers")
