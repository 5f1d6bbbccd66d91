"""Which of the cells in a file are those that were handed out.

Hosted notebooks save a file without the names of its cells, and students delete, move
and copy cells. So a cell that has no name is known by its text, an answer by the
function that it defines, and else by the cells around it.
"""

import re

from classroom.assignments.reading import name

ALIKE = 0.6  # share of the lines of a cell that was handed out
DEFINED = re.compile(r"^(?:def|class)\s+(\w+)", re.MULTILINE)


class Text:
    """What is compared of the text of a cell."""

    def __init__(self, kind, source):
        """Look at the text once."""
        self.kind, self.words, self.defined = kind, words(source), defined(source)
        lines = {words(line) for line in source.splitlines()}
        self.lines = {line for line in lines if len(line) > 3}


def recognise(handed_out, found):
    """Return for each found cell the name of the one handed out that it is, or ""."""
    answers = {name(c): Text(c.cell_type, c.source) for c in handed_out.cells}
    locked = {
        name(c): answers.pop(name(c)) for c in handed_out.cells if not is_answer(c)
    }
    order = [name(cell) for cell in handed_out.cells]
    names = [cell.name if cell.name in order else "" for cell in found]
    texts = [Text(cell.kind, cell.source) for cell in found]
    for wanted, step in (
        (locked, has_the_text),
        (locked, has_most_lines),
        (answers, defines_the_same),
        (locked, defines_the_same),  # repaired where it stands, line by line
    ):
        for own in [own for own in wanted if own not in names]:
            left = [number for number, given in enumerate(names) if not given]
            number = step(wanted[own], texts, left)
            if number is not None:
                names[number] = own
    for own in [own for own in answers if own not in names]:
        ranks = {
            number: (
                texts[number].words != answers[own].words,
                texts[number].kind == answers[own].kind,
                number,
            )
            for number in between(own, order, names)
        }
        if ranks:
            names[max(ranks, key=ranks.get)] = own
    return names


def has_the_text(wanted, texts, left):
    """Return the number of a cell with this text, whatever its spaces, or None."""
    return next((n for n in left if texts[n].words == wanted.words), None)


def has_most_lines(wanted, texts, left):
    """Return the number of the cell that has most lines of a text, or None."""
    shares = {n: len(wanted.lines & texts[n].lines) for n in left}
    best = max(shares, key=shares.get, default=None)
    alike = best is not None and shares[best] >= ALIKE * max(len(wanted.lines), 1)
    return best if alike else None


def defines_the_same(wanted, texts, left):
    """Return the number of the last cell that fills in what a cell defines, or None."""
    defining = [
        number
        for number in left
        if wanted.defined & texts[number].defined
        if texts[number].words != wanted.words
    ]
    return defining[-1] if defining else None


def between(own, order, names):
    """Return the numbers of the cells without a name where one of this name belongs.

    They follow the last cell that was handed out before it and is there, or they
    precede the next one.
    """
    at = order.index(own)
    before = next((one for one in order[:at][::-1] if one in names), None)
    after = next((one for one in order[at + 1 :] if one in names), None)
    if before is not None:
        numbers = range(len(names) - names[::-1].index(before), len(names))
    elif after is not None:
        numbers = range(names.index(after) - 1, -1, -1)
    else:
        return []
    taken = []
    for number in numbers:
        if names[number]:
            break
        taken.append(number)
    return taken


def words(text):
    """Return a text, whatever spaces and line ends are in it."""
    return " ".join(text.split())


def defined(source):
    """Return the names of the functions and classes that a cell defines."""
    return set(DEFINED.findall(source))


def is_answer(cell):
    """Return whether the text of this cell is the student's."""
    return cell.metadata.nbgrader.solution
