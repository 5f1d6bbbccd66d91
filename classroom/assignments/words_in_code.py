"""A student's words in a cell for code: texts, and what says them.

A written answer belongs into a cell for text. Some students print it, keep it under a
name, or put the numbers of their program into it.
"""

import ast
import io
import re
import tokenize
import warnings
from contextlib import suppress

__all__ = ["FEWEST_WORDS", "all_words_in", "texts_in", "words_in"]

LONGEST = 20_000  # letters of a cell for code that is nothing but words
FEWEST_WORDS = 6  # of a written answer in code
MOST_LETTERS = 200_000  # of all cells for code, short ones first
FEWEST_TOGETHER = 3  # words of a text that is a part of it: labels have fewer
MARKDOWN = re.compile(r"\s*%%(markdown|html|latex)\b.*\n")
SHOWS = ("print", "display", "Markdown", "HTML", "Latex")
UNREADABLE = (ValueError, RecursionError, MemoryError)


def words_in(kind, source):
    """Return the words of a cell that is nothing else, or "".

    That is Markdown, code that is none, and code that shows or keeps a text.
    """
    if kind != "code" or len(source) > LONGEST:
        return source if kind != "code" else ""
    if command := MARKDOWN.match(source):
        return source[command.end() :]
    try:
        lines = parsed(source).body
        texts = [text for line in lines for text in texts_of(line)]
    except UNREADABLE:
        return ""
    except SyntaxError:
        is_command = re.search(r"^[ \t]*[%!]", source, re.M)
        return "" if is_command or len(source.split()) < FEWEST_WORDS else source
    if all(is_constant(line) for line in lines):
        return source
    only_texts = all(map(texts_of, lines))
    said = "\n\n".join(filter(None, texts))
    return said if only_texts and len(said.split()) >= FEWEST_WORDS else ""


def is_constant(line):
    """Return whether a line of a program is a text or a number, and no more."""
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)


def texts_of(part):
    """Return the texts that a line, or a part of it, shows or keeps, if no more."""
    if isinstance(part, ast.Expr | ast.Assign):
        return texts_of(part.value)
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return [part.value]
    if isinstance(part, ast.Call) and not part.keywords:
        called = getattr(part.func, "id", getattr(part.func, "attr", ""))
        texts = [texts_of(argument) for argument in part.args]
        return sum(texts, []) if called in SHOWS and all(texts) else []
    if isinstance(part, ast.ImportFrom) and part.module == "IPython.display":
        return [""]
    return []


def all_words_in(cells, known):
    """Return the words of cells, each a kind and a text, whatever else they do.

    For each there is a text, which may be "". Texts that are ``known``, as they were
    handed out, are left out, and so is what follows on much code.
    """
    cells = [*cells]
    said, room = [""] * len(cells), MOST_LETTERS
    for number in sorted(range(len(cells)), key=lambda one: len(cells[one][1])):
        kind, source = cells[number]
        room -= len(source)
        texts = texts_in(kind, source) if room > 0 else []
        words = "\n\n".join(text for text in texts if text not in known)
        if len(words.split()) >= FEWEST_WORDS:
            said[number] = words
    return said


def texts_in(kind, source):
    """Return the texts and comments of a cell for code that may be a part of an answer.

    A formatted text has its expressions in it.
    """
    if kind != "code":
        return []
    found = []
    for parts in (texts_of_program, comments):
        with suppress(*UNREADABLE, SyntaxError, tokenize.TokenError):
            found += parts(source)
    texts = map(str.strip, found)
    return [text for text in texts if len(text.split()) >= FEWEST_TOGETHER]


def texts_of_program(source):
    """Return the texts in a program, from its beginning to its end."""
    try:
        return [*texts_within(parsed(source))]
    except (RecursionError, MemoryError):  # deeply nested
        tokens = tokenize.generate_tokens(io.StringIO(source).readline)
        texts = [token.string for token in tokens if token.type == tokenize.STRING]
        return [text.strip("\"'") for text in texts]


def texts_within(part):
    """Yield the texts in a part of a program."""
    if isinstance(part, ast.Constant):
        if isinstance(part.value, str):
            yield part.value
    elif isinstance(part, ast.JoinedStr):
        yield "".join(
            piece.value if isinstance(piece, ast.Constant) else f"{{{shown(piece)}}}"
            for piece in part.values
        )
    else:
        for inside in ast.iter_child_nodes(part):
            yield from texts_within(inside)


def shown(piece):
    """Return the expression of a formatted text."""
    return ast.unparse(piece.value)


def comments(source):
    """Yield the comments of a program; those of adjacent lines are one."""
    if "#" not in source:
        return
    lines, last = [], -1
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        if lines and token.start[0] != last + 1:
            yield " ".join(lines)
            lines = []
        lines.append(token.string.lstrip("#").strip())
        last = token.start[0]
    yield " ".join(lines)


def parsed(source):
    """Return a program as a tree, without the warnings, which show parts of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)
