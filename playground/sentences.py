"""The sentences of a language, and a page with its words in place.

They stand in ``strings/CODE.js``, where the page's script reads them too. Written into
the page, they are there before any script runs.
"""

import html
import json
import re
from pathlib import Path

from playground import javascript

BEGIN = "export const text ="
NAMED = re.compile(r'<\w+[^>]*?\bdata-(text|label)="([^"]+)"[^>]*>')


def read(path):
    """Return the sentences of a file, as dictionaries in dictionaries.

    Raises ValueError, which names the file, for what is more than names and texts.
    """
    path = Path(path)
    _, found, rest = path.read_text("utf-8").partition(BEGIN)
    if not found:
        raise ValueError(f"{path.name}: there is no {BEGIN!r}")
    try:
        return json.JSONDecoder().raw_decode(as_json(rest))[0]
    except ValueError as problem:
        raise ValueError(f"{path.name}: not names and texts alone: {problem}") from None


def as_json(text):
    """Return an object of JavaScript, of names and texts, as JSON."""
    parts = []
    for kind, piece in javascript.pieces(text):
        if kind in ("blank", "comment"):
            continue
        if piece in ("}", "]") and parts[-1:] == [","]:
            parts.pop()
        if kind == "word":
            piece = json.dumps(piece)
        elif piece.startswith("'"):
            piece = '"' + piece[1:-1].replace('"', r"\"").replace(r"\'", "'") + '"'
        parts.append(piece)
    return "".join(parts)


def fill_in(page, sentences, language):
    """Return a page with its language, its title, and a text wherever one is named.

    Raises KeyError for a name that no sentence has.
    """

    def named(found):
        sentence = sentences
        for name in found[2].split("."):
            sentence = sentence[name]
        words = html.escape(sentence)
        if found[1] == "text":
            return found[0] + words
        return f'{found[0][:-1]} aria-label="{words}">'

    page = page.replace('<html lang="en">', f'<html lang="{language}">')
    title = html.escape(sentences["page"]["title"])
    page = re.sub(r"<title>.*?</title>", lambda _: f"<title>{title}</title>", page)
    return NAMED.sub(named, page)
