"""Numbers in the prose of a notebook that none of its code cells made.

A number is made if its value stands in an output, or as a number in the code of a cell
or of a folded solution. What can't be made is known by its form (a citation, a version,
an equation or a notebook) or is marked in place: ``8 192<!-- given -->``.
"""

import html
import re

from tests.notebooks.made_numbers import (
    NUMBER,
    comments,
    key,
    made,
    shown,
    strings,
    value,
)

UNSEEN = "\0"  # stands for a mark, which a reader does not see
MARK = re.compile(r"<!--\s*given\b.*?-->", re.DOTALL)
MARKED = re.compile(
    r"(?:^```[^`]*```\n|\$\$[^$]+\$\$\n|`[^`\n]*`|\$[^$\n]+\$"
    rf"|{NUMBER.pattern})[*_]*{UNSEEN}",
    re.VERBOSE | re.MULTILINE,
)
TIMES = re.compile(r"About \d+ minutes to read, \d+ seconds to run on two CPU cores\.")
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
SOLUTION = re.compile(r"<details>.*?</details>", re.DOTALL)
MATH = re.compile(r"(`[^`\n]*`)|\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^>]*>", re.DOTALL)
YEAR = r"(?:19|20)\d\d"
MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November"
    "|December"
)
DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d\d?)(?![\d,])")
URL = re.compile(r"https?://[^\s)>]+")
COUNTED = (
    "chapter|equation|eq\\.|exercise|figure|lemma|notebook|rule|section|table|theorem"
    "|version"
)
SOFTWARE = "Python|Keras|TensorFlow|NumPy|pandas|PyTorch|JAX"
ONE = r"\(?\d{1,2}[a-z]?(?:\.\d+)*\)?(?!\d)"
LIST = rf"{ONE}(?:(?:, | and | or | to |-|–){ONE})*"
FORMS = [
    re.compile(form, flags)
    for form, flags in [
        (r"^\*\*Sources?\..*?(?=\n\s*\n|\Z)", re.DOTALL | re.MULTILINE),
        (r"^\s*(?:\*\*)?\d+\.(?:\*\*)?\s", re.MULTILINE),  # of a list, of an exercise
        (rf"(?:\b[A-Z][\w'’-]+|et al\.),? \(?\[?{YEAR}[a-z]?(?=[]),;.])|\({YEAR}, ", 0),
        (rf"\b(?:{MONTHS}) {YEAR}\b", 0),
        (rf"\b(?:{COUNTED})s? {LIST}", re.IGNORECASE),
        (rf"\b(?:{SOFTWARE}) {LIST}", 0),
        (r"(?<![\w.])0\d[a-z]?(?![\w.]*\d)(?:(?:, | and | to |-|–)[01]\d\b)*", 0),
        (r"\b\dD\b|\barXiv:[\d.]+", 0),  # MNIST-1D
    ]
]


def not_made(notebook):
    """Return sentences on the numbers in prose that no cell made.

    Prose is Markdown, the alternative text of a picture, and in code cells comments
    and the strings with a space in them.
    """
    known, sentences = made(notebook), []
    for index, cell in enumerate(notebook.cells):
        for source in texts(cell):
            text = prose(source, equations(notebook))
            for number in NUMBER.finditer(text):
                if not {key(one) for one in value(number)} & known:
                    around = text[max(0, number.start() - 40) : number.end() + 30]
                    said = number.group().strip()
                    sentences.append(
                        f"[{index}] {said}: … {' '.join(around.split())} …"
                    )
            if UNSEEN in text:
                before = text[: text.index(UNSEEN)][-40:]
                sentences.append(f"[{index}] a mark stands after no number: … {before}")
    return sentences


def not_in_form(notebook):
    """Return sentences on numbers that are not written as 95 % and as 60 000.

    Code, and what NumPy and pandas print, may have 60000; a percentage has its space
    everywhere.
    """
    sentences = []
    for index, cell in enumerate(notebook.cells):
        said = [shown(output) for output in cell.get("outputs", [])]
        if cell.cell_type == "markdown":
            source = FENCED.sub(" ", cell.source)
            said = [re.sub(r"`[^`\n]*`", " ", prose(source))]
            found = re.findall(r"(?<![\w.])\d{4,}(?![\w.])", said[0])
            sentences += [f"[{index}] {number} without a space" for number in found]
        for text in said:
            found = re.findall(r"[\d.]+%", text)
            sentences += [f"[{index}] {number} without a space" for number in found]
    return sentences


def texts(cell):
    """Return the texts of a cell: prose, or strings, comments, and for a picture."""
    if cell.cell_type == "markdown":
        return [TIMES.sub(" ", cell.source)]
    alternative = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
    printed = [text for text in strings(cell.source) if " " in text.strip()]
    return [*printed, *comments(cell.source), alternative]


def prose(source, numbers_of_equations=()):
    """Return what a reader sees of Markdown, without what has a known form."""
    # The code of a solution is run; other blocks of code are what a reader copies.
    text = SOLUTION.sub(lambda found: FENCED.sub(" ", found[0]), html.unescape(source))
    text = MARKED.sub(" ", MARK.sub(UNSEEN, text))
    text = re.sub(r"```\w*", " ", DECIMAL_COMMA.sub(r"\1.\2", text))
    text = MATH.sub(lambda found: found[1] or formula(found[2] or found[3]), text)
    text = LINK.sub(link, text)
    text = URL.sub(" ", TAG.sub(" ", text))
    for number in numbers_of_equations:
        text = text.replace(f"({number})", " ")
    for form in FORMS:
        text = form.sub(" ", text)
    return text


def formula(latex):
    """Return what counts of a formula: all but the indices and exponents of names."""
    text = re.sub(r"\\[,;:! ]", " ", latex)
    text = re.sub(r"\\[a-z]?frac\s*(\d)\s*(\d)", r" \1 / \2 ", text)
    text = text.replace(r"\cdot", "·").replace(r"\times", "×")
    text = re.sub(r"_(\{[^{}]*\}|\w)|(?<!\d)\^(\{[^{}]*\}|\w)", " ", text)
    return f" {text} "


def link(found):
    """Return the text of a link, but for the number of the notebook it leads to."""
    text, goal = found.groups()
    of_notebook = re.fullmatch(r"\d\d[a-z]?", text) and goal.startswith(f"{text}_")
    return " " if of_notebook else f"[{text}]"


def equations(notebook):
    """Return the numbers of a notebook's equations: 1 for $$x = y \\qquad (1)$$."""
    sources = "".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    return re.findall(r"\\q?quad\s*\((\d+)\)\s*\$\$", sources)
