"""Minutes for the parts of a notebook in a class: ``python -m classroom.minutes``.

A part is what stands under one heading. Its minutes are its words at ``PACE`` and one
for each "What do you expect?"; an exercise is reckoned with ``EXERCISE`` minutes. These
three are assumptions, not measured in any class; the words are counted.
"""

import re
import textwrap

from classroom.editions import ASKED
from classroom.exercises import FOLDED, exercises, paths, read

PACE = 100  # words a minute, with time to look at code and figures
PREDICTION = 1
EXERCISE = 6
LAST = "Try it"
SILENT = re.compile(r"```.*?```|\$\$.*?\$\$|\*\*Sources?\.\*\*.*|\]\(.*?\)", re.DOTALL)
SECONDS = re.compile(r"(\d+) seconds to run")


def parts(notebook):
    """Return the words and predictions under each heading, the first one "Goals"."""
    found, heading = {"Goals": [0, 0]}, "Goals"
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        text = SILENT.sub(" ", FOLDED.sub("", cell.source))
        for piece in re.split(r"^(?=## )", text, flags=re.MULTILINE):
            if piece.startswith("## "):
                heading = piece[3:].split("\n")[0].strip()
                found.setdefault(heading, [0, 0])
            found[heading][0] += len(re.findall(r"[^\W_]+(?:['’.,-][^\W_]+)*", piece))
            found[heading][1] += piece.count(ASKED)
    return found


def minutes(notebook):
    """Return the minutes of each part, those of the exercises as the last."""
    found = {
        heading: round(words / PACE + PREDICTION * asked)
        for heading, (words, asked) in parts(notebook).items()
        if heading != LAST
    }
    return found | {LAST: EXERCISE * len(exercises(notebook))}


def line(notebook):
    """Return what stands in the teacher's guide: minutes in all, and for each part."""
    of_parts = (f"{part} {max(n, 1)}" for part, n in minutes(notebook).items())
    words, asked, seconds, whole = total(notebook)
    text = f"**{whole} minutes** ({words} words, {seconds} s): {' · '.join(of_parts)}."
    return textwrap.fill(text, 88, break_on_hyphens=False)


def total(notebook):
    """Return the words, questions, seconds of waiting, and minutes of a notebook."""
    counted = [pair for heading, pair in parts(notebook).items() if heading != LAST]
    words, asked = map(sum, zip(*counted, strict=True))
    seconds = int(SECONDS.search(notebook.cells[0].source).group(1))
    reading = words / PACE + PREDICTION * asked + seconds / 60
    return words, asked, seconds, round(reading + EXERCISE * len(exercises(notebook)))


if __name__ == "__main__":
    for path in paths():
        print(f"\n{path.stem}\n{line(read(path))}")
