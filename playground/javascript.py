"""JavaScript as pieces: a comment is never taken for a text, nor a text for one.

>>> without_comments('const a = "/* no */"; // yes')
'const a = "/* no */"; '
"""

import re

KINDS = re.compile(
    r"""(?P<blank>\s+)
    |(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<word>\#?[\w$]+)
    |(?P<sign>\+\+|--|/(?!\*)|[^"'`/])""",
    re.S | re.X,
)
REGULAR = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
# From the beginning, or from the end of a value in it, to the end or the next value.
TEMPLATE = re.compile(r"[`}](?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)", re.S)
BEFORE_A_BRACKET = {"if", "while", "for", "with"}
NO_VALUES = {
    *("await", "case", "delete", "do", "else", "in", "instanceof", "new", "of"),
    *("return", "throw", "typeof", "void", "yield"),
}


def pieces(text):
    """Yield the kind and the text of each piece, in order; together they are the text.

    Kinds are blank, comment, string, template, regular, word and sign. A template with
    values in it is several pieces. Raises ValueError for a text that has no end.
    """
    place, before, value_came = 0, "", False
    open_brackets = []  # what was before each "(", and each "{" or "${" itself
    while place < len(text):
        kind, found = "", None
        if text[place] == "`" or (text[place] == "}" and open_brackets[-1:] == ["${"]):
            kind, found = "template", TEMPLATE.match(text, place)
            open_brackets = open_brackets[: len(open_brackets) - (text[place] == "}")]
        elif text[place] == "/" and text[place + 1 : place + 2] not in ("/", "*"):
            kind, found = "regular", None if value_came else REGULAR.match(text, place)
        if not found and kind != "template":
            found = KINDS.match(text, place)
            kind = found and found.lastgroup
        if not found:
            raise ValueError(f"no end: {text[place : place + 40]!r}")
        piece, place = found[0], found.end()
        yield kind, piece
        if kind in ("blank", "comment"):
            continue
        value_came = kind != "sign" and piece not in NO_VALUES
        if piece == "(":
            open_brackets.append(before)
        elif piece == "{" or piece.endswith("${"):
            open_brackets.append(piece[-2:])
            value_came = False
        elif piece in (")", "}") and open_brackets:
            opened = open_brackets.pop()
            value_came = piece == ")" and opened not in BEFORE_A_BRACKET
        elif piece in ("]", "++", "--"):
            value_came = True
        before = piece
    if "${" in open_brackets:
        raise ValueError("no end: a value in a template")


def without_comments(text):
    """Return a program without its comments, the lines that they leave, and indents."""
    kept = [""]
    blank = ""
    for kind, piece in pieces(text):
        if kind == "comment":
            blank += "\n" if "\n" in piece else " "
        elif kind == "blank":
            blank += piece
        else:
            kept += [shortened(blank), piece]
            blank = ""
    return "".join(kept) + shortened(blank)


def shortened(blank):
    """Return what parts two pieces: one line's end, or else at most one blank."""
    return "\n" if "\n" in blank else blank[:1]
