"""The words of notebooks/words.md, and where the prose of a notebook uses them."""

import re
from dataclasses import dataclass

from tools.places import NOTEBOOKS

WORDS = NOTEBOOKS / "words.md"
LINK = re.compile(r"\[([^\]]*)\]\(words\.md#([\w-]+)\)")
# What is no prose: code, formulas, headings, other links, sources, solutions.
SILENT = re.compile(
    r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$|^#+ .*?$|\[[^\]]*\]\((?!words)[^)]*\)"
    r"|\*\*Sources?\.\*\*.*?(?=\n\n|\Z)|<[^>]*>",
    re.DOTALL | re.MULTILINE,
)


def words():
    """Return the places of the words: learning-rate, and so on."""
    found = re.findall(r"^### (.*)$", WORDS.read_text("utf-8"), re.MULTILINE)
    return [word.replace(" ", "-") for word in found]


# Words whose use in another sense is usual need no link: a step aside, a pair of lines.
LOOSE = {
    "bound",
    "checkpoint",
    "loss",
    "pair",
    "regression",
    "repeat",
    "sharpness",
    "step",
    "temperature",
}
SPELT = {
    "annealing": "anneal(?:s|ed|ing)?",
    "batch": "(?:mini-)?batch(?:es)?",
    "diverge": "diverge[sd]?|diverging",
    "learning-rate": "learning[ -]rates?",
    "loss": "loss(?:es)?",
    "momentum": "momentum",
    "overfitting": "overfit(?:s|ted|ting)?",
    "p-value": r"p-values?",
    "schedule": "schedules?(?!-free)",
    "weight-average": "weight averages?|averages? of (?:the|its) weights",
}
TERMS = {
    word: re.compile(
        rf"\b(?:{SPELT.get(word, word.replace('-', '[- ]') + 's?')})\b", re.IGNORECASE
    )
    for word in words()
}


@dataclass(frozen=True)
class Use:
    """A use of a word: whether it is a link, and what stands around it."""

    linked: bool
    around: str


def first_uses(notebook):
    """Return for each word its uses in Markdown after the first cell, in their order.

    Words that are used in other senses too have their links alone.
    """
    prose = [c.source for c in notebook.cells[1:] if c.cell_type == "markdown"]
    text = SILENT.sub(" ", "\n\n".join(prose))
    places = {}
    for found in LINK.finditer(text):
        places.setdefault(found[2], []).append((found.start(), True))
    plain = LINK.sub(lambda found: " " * len(found[0]), text)
    for word, term in TERMS.items():
        for found in () if word in LOOSE else term.finditer(plain):
            places.setdefault(word, []).append((found.start(), False))
    return {
        word: [
            Use(linked, " ".join(text[max(0, at - 40) : at + 50].split()))
            for at, linked in sorted(found)
        ]
        for word, found in places.items()
    }
