"""Minutes that a notebook takes: ``python -m classroom.minutes``, ``… --write``.

The minutes to read, which the first cell and README.md state, are the words at
``WORDS`` a minute, the lines of code that are not folded at ``LINES``, and
``PREDICTION`` for each "What do you expect?". In a class each exercise is reckoned with
``EXERCISE`` minutes, and the seconds to run are added. These four rates are
assumptions, not measured in any class; words and lines are counted.

With ``--write`` the minutes in the first cells, in README.md and in the teacher's guide
are made those of this rule.
"""

import re
import sys
import textwrap
from dataclasses import astuple, dataclass

import nbformat

from classroom.editions import ASKED
from classroom.exercises import FOLDED, exercises, paths, read, tags
from tools.places import ROOT

WORDS = 130
LINES = 15
PREDICTION = 1
EXERCISE = 6
LAST = "Try it"
SILENT = re.compile(r"```.*?```|\$\$.*?\$\$|\*\*Sources?\.\*\*.*|\]\(.*?\)", re.DOTALL)
WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
TIMES = re.compile(r"About (\d+) minutes to read, (\d+) seconds to run")
GUIDE = ROOT / "classroom" / "README.md"
README = ROOT / "README.md"


@dataclass
class Part:
    """What stands under one heading: words, lines of code, and predictions."""

    words: int = 0
    lines: int = 0
    asked: int = 0

    def __add__(self, other):
        """Return both parts together."""
        return Part(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    def minutes(self):
        """Return the minutes that it takes to read, with time for predictions."""
        return self.words / WORDS + self.lines / LINES + PREDICTION * self.asked


def parts(notebook):
    """Return the parts of a notebook by their headings, the first one "Goals"."""
    found, heading = {"Goals": Part()}, "Goals"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            found[heading] += Part(words=printed(cell), lines=visible(cell))
            continue
        text = SILENT.sub(" ", FOLDED.sub("", cell.source))
        for piece in re.split(r"^(?=## )", text, flags=re.MULTILINE):
            if piece.startswith("## "):
                heading = piece[3:].split("\n")[0].strip()
                found.setdefault(heading, Part())
            asked = piece.count(ASKED)
            found[heading] += Part(words=len(WORD.findall(piece)), asked=asked)
    return found


def visible(cell):
    """Return how many lines of code a reader sees of a cell."""
    if "hide-input" in tags(cell):
        return 0
    return sum(bool(line.strip()) for line in cell.source.splitlines())


def printed(cell):
    """Return how many words of prose a cell has made."""
    made = (out.get("data", {}).get("text/markdown", "") for out in cell.outputs)
    return sum(len(WORD.findall(SILENT.sub(" ", text))) for text in made)


def reading(notebook):
    """Return what is read of a notebook, all but its exercises."""
    return sum((p for h, p in parts(notebook).items() if h != LAST), start=Part())


def stated(notebook):
    """Return the minutes and the seconds that the first cell states."""
    return tuple(map(int, TIMES.search(notebook.cells[0].source).groups()))


def in_class(notebook):
    """Return the minutes of a notebook in a class, with its exercises."""
    minutes = reading(notebook).minutes() + stated(notebook)[1] / 60
    return round(minutes + EXERCISE * len(exercises(notebook)))


def line(notebook):
    """Return what stands in the teacher's guide: minutes in all, and for each part."""
    minutes = {
        heading: max(round(part.minutes()), 1)
        for heading, part in parts(notebook).items()
        if heading != LAST
    }
    minutes[LAST] = EXERCISE * len(exercises(notebook))
    whole = reading(notebook)
    text = (
        f"**{in_class(notebook)} minutes** ({whole.words} words, {whole.lines} lines "
        f"of code, {stated(notebook)[1]} s): "
        f"{' · '.join(f'{part} {n}' for part, n in minutes.items())}."
    )
    return textwrap.fill(text, 88, break_on_hyphens=False)


def write():
    """Make the minutes those of the rule, wherever they are stated."""
    guide, readme = GUIDE.read_text("utf-8"), README.read_text("utf-8")
    for path in paths():
        notebook = read(path)
        minutes = round(reading(notebook).minutes())
        first = notebook.cells[0]
        if stated(notebook)[0] != minutes:
            first.source = re.sub(
                r"About \d+ min", f"About {minutes} min", first.source
            )
            nbformat.write(notebook, path)
        row = rf"^(\| .*?\[{path.stem}\].*?)\| \d+ \| \d+ \|$"
        times = f"| {minutes} | {stated(notebook)[1]} |"
        readme = re.sub(row, rf"\g<1>{times}", readme, flags=re.MULTILINE)
        block = rf"(^### \[{path.stem}\].*?)^\*\*\d+ minutes\*\* \(.*?\):.*?\.$"
        made = line(notebook)
        guide = re.sub(
            block,
            lambda match, made=made: match[1] + made,
            guide,
            flags=re.MULTILINE | re.DOTALL,
        )
    GUIDE.write_text(guide, "utf-8")
    README.write_text(readme, "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        write()
    for path in paths():
        print(f"\n{path.stem}: {round(reading(read(path)).minutes())} minutes to read")
        print(line(read(path)))
