"""A notebook that was handed in: its answers, in the cells that were handed out.

Students delete cells, copy them, split them, edit what is locked, and hand in files
that are none. Here the cells that were handed out keep their place and text, answers
are put into them, and all other cells follow where they stood. What was made of a
locked cell follows it as one of these.
"""

import re
from copy import deepcopy

from nbformat.v4 import new_code_cell, new_markdown_cell

from classroom.assignments.names_in_cells import asked_for, assigned
from classroom.assignments.reading import NoNotebookError, cells, name
from classroom.assignments.recognising import defined, is_answer, recognise, words
from classroom.assignments.words_in_code import (
    FEWEST_WORDS,
    all_words_in,
    texts_in,
    words_in,
)

DAMAGED = "**The file that was handed in could not be read as a notebook.**"
DAMAGED_ID = "damaged"  # no cell of a student has it
ELSEWHERE = "# This cell is as it was handed out: the answer is in another one."
BLANK = ("", "YOUR ANSWER HERE")
PICTURE = re.compile(
    r"!?\[[^\[\]\n]{0,200}\]\(attachment:[^()\n]{0,200}\)"
    r"|<img[^<>\n]{0,200}attachment:[^<>\n]{0,200}>"
)
PASTED = "(A picture was pasted here: it is in the file that was handed in.)"
TAG = re.compile(r"<[^<>]*>")
SIGNATURE = re.compile(r"Created (in|with|on) \w+")  # of a hosted notebook
LONGEST_SIGNATURE = 4000  # letters
HEADING = re.compile(r"^#+ (.*?)(?: \(\d+ points?\))?$", re.MULTILINE)


def merge_into_handed_out(handed_out, text):
    """Return the notebook handed out with the answers that are found in ``text``.

    And return sentences for the teacher: what is missing, and what to do. Raises
    ValueError if there is too much in the file.
    """
    made = deepcopy(handed_out)
    try:
        found = cells(text)
    except NoNotebookError as problem:
        made.cells.insert(0, new_markdown_cell(DAMAGED, id=DAMAGED_ID))
        return made, [f"{problem}: it gets no points, ask for it again"]
    names = recognise(handed_out, found)
    answers, others = sorted_out(handed_out, found, names)
    join_written(handed_out, answers, others)
    own = [source for added in others.values() for _, source in added]
    made.cells = []
    for cell in deepcopy(handed_out.cells):
        given = answers.get(name(cell), cell.source)
        if is_answer(cell) and is_as_it_was(cell, given):
            elsewhere = set().union(*map(defined, own)) & defined(cell.source)
            given = ELSEWHERE if elsewhere else given
        cell.source = without_pictures(given) if is_answer(cell) else cell.source
        made.cells.append(cell)
        for number, (kind, source) in enumerate(others.get(name(cell), [])):
            new = new_code_cell if kind == "code" else new_markdown_cell
            shown = source if kind == "code" else without_pictures(source)
            made.cells.append(new(shown, id=f"{cell.id}-{number}"))
    pictures = sum(PASTED in cell.source for cell in made.cells)
    return made, [*missing(handed_out, names, answers, own), *pasted(pictures)]


def sorted_out(handed_out, found, names):
    """Return the answers by name, and the other cells by the name that they follow."""
    named = {name(cell): cell for cell in handed_out.cells}
    blanks = {words(cell.source) for cell in handed_out.cells if is_answer(cell)}
    known = known_lines(handed_out)
    answers, others, place = {}, {}, name(handed_out.cells[0])
    for cell, own in zip(found, names, strict=True):
        at_home = named.get(own)
        if at_home is not None:
            place = own
        again = own in answers and not is_as_it_was(at_home, answers[own])
        if at_home is None and words(cell.source) in blanks:
            continue  # it would undo an answer in another cell
        if is_signature(cell.source):
            continue
        if at_home is None or (is_answer(at_home) and again):
            others.setdefault(place, []).append((cell.kind, cell.source))
        elif is_answer(at_home):
            answers[own] = cell.source
        elif changed := changes(at_home, cell, known):
            others.setdefault(place, []).append((cell.kind, changed))
    return answers, others


def is_signature(source):
    """Return whether a cell says by what it was made, as hosted notebooks add it."""
    short = len(source) <= LONGEST_SIGNATURE
    return short and bool(SIGNATURE.fullmatch(words(TAG.sub(" ", source))))


def known_lines(handed_out):
    """Return the lines of all words that were handed out."""
    texts = [cell.source for cell in handed_out.cells if cell.cell_type != "code"]
    return {words(line) for text in texts for line in text.splitlines()}


def changes(given, cell, known):
    """Return what a student has made of a cell that is as it was handed out, or "".

    Of code it is the whole cell, which runs once more behind the one handed out; of
    words it is the lines that are new, and not ``known`` from other cells.
    """
    if words(cell.source) == words(given.source):
        return ""
    if cell.kind == "code":
        return cell.source
    new = [line for line in cell.source.splitlines() if words(line) not in known]
    return "\n".join(new).strip()


def join_written(handed_out, answers, others):
    """Add to the written answer the texts in cells of one's own around it.

    Where it would be blank, they may stand before its task, or in a cell with other
    tasks, or within code that does more than show them, which stays where it is.
    """
    *_, check, task, written = handed_out.cells
    given = answers.get(name(written), "")
    before_task = others.get(name(check), []) or [
        one
        for cell in handed_out.cells
        if cell.cell_type != "code"
        for one in others.get(name(cell), [])
    ]
    parts = [] if is_as_it_was(written, given) else [given]
    for place, before in ((name(task), True), (name(written), False)):
        texts = [words_in(*one) for one in others.get(place, [])]
        parts = [*texts, *parts] if before else [*parts, *texts]
        others[place] = [one for one in others.get(place, []) if not words_in(*one)]
    if not any(map(str.strip, parts)):
        parts = [words_in(*one) for one in before_task]
    if len(" ".join(parts).split()) < FEWEST_WORDS:
        given = [texts_in(cell.cell_type, cell.source) for cell in handed_out.cells]
        added = [one for own in others.values() for one in own]
        parts += all_words_in(added, known=sum(given, []))
    answers[name(written)] = "\n\n".join(filter(str.strip, parts)) or written.source


def is_as_it_was(cell, source):
    """Return whether a cell is as it was handed out, or empty."""
    return words(source) in (words(cell.source), *BLANK)


def without_pictures(source):
    """Return a text with a sentence for each picture that was pasted into it."""
    return PICTURE.sub(PASTED, source)


def missing(handed_out, names, answers, own):
    """Return a list of what is not there, for the teacher."""
    if not any(names):
        return ["has no cell that was handed out: it gets no points, ask for another"]
    empty, heading = [], ""
    elsewhere = set().union(*map(defined, own))
    made = set().union(*map(assigned, own))
    for cell in filter(is_answer, handed_out.cells):
        if not is_as_it_was(cell, given := answers.get(name(cell), "")):
            made |= assigned(given)
    for cell in handed_out.cells:
        if cell.cell_type == "markdown":
            heading = next(iter(HEADING.findall(cell.source)), heading)
        if not is_answer(cell) or not is_as_it_was(cell, answers.get(name(cell), "")):
            continue
        asked = asked_for(handed_out, cell)
        if not (elsewhere & defined(cell.source) or (asked and asked <= made)):
            empty.append((name(cell), heading))
    if len(empty) == sum(map(is_answer, handed_out.cells)):
        return ["is as it was handed out: nothing is filled in"]
    lost = [heading for own, heading in empty if own not in names]
    return [f"has no answer to: {', '.join(lost)}"] if lost else []


def pasted(pictures):
    """Return a list with what the teacher does about pictures."""
    if not pictures:
        return []
    return ["has a picture in it: look at it in the file itself"]


def is_handed_out(cell):
    """Return whether the text of this cell is the assignment's."""
    about = cell.metadata.get("nbgrader", {})
    return bool(about) and not about["solution"]
