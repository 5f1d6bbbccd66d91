"""The verdicts that the notebooks have stored, kept in one place.

``python -m tools.verdicts`` takes them out of the stored outputs, writes them into
``helpers/lesson/verdicts.json``, and renews the texts in README.md that are built of
them. A verdict is the word that an interval chose, for each task that it was asked of.
"""

import json
import re
from dataclasses import dataclass

import nbformat
from bs4 import BeautifulSoup

from helpers.lesson import stored_verdicts, verdicts
from tools.notebooks import choose
from tools.places import ROOT

README = ROOT / "README.md"
WORDS = re.compile("better|worse|no difference detected|no hill|a hill|can't tell")
ALIKE = re.compile(r"(\d+ of \d+)\)")  # repeats with the sign of the mean


@dataclass(frozen=True)
class Row:
    """A row of a table that a cell shows; its columns are the tasks."""

    notebook: str
    cell: str
    row: str

    def words(self, outputs):
        """Return what stands in the row, by task."""
        [table] = (
            BeautifulSoup(output["text/html"], "html.parser")
            for output in outputs
            if self.row in output.get("text/html", "")
        )
        tasks = [cell.text for cell in table.thead.tr("th")[1:]]
        [row] = (row for row in table.tbody("tr") if row.th.text == self.row)
        return dict(zip(tasks, (cell.text for cell in row("td")), strict=True))


@dataclass(frozen=True)
class Sentences:
    """Sentences that a cell builds; ``form`` has two groups, the task and the word."""

    notebook: str
    cell: str
    form: str

    def words(self, outputs):
        """Return the words, by task."""
        texts = (output.get("text/markdown", "") for output in outputs)
        return dict(re.findall(self.form, "\n".join(texts), re.MULTILINE))


SOURCES = {
    "lowering": Row("05", "05-29", "lowering the rate (cosine), against a fixed one"),
    "warm-up, lowering": Row("05", "05-29", "warm-up and cosine, against a fixed rate"),
    "warm-up": Row("05", "05-29", "warm-up, against the cosine without it"),
    "restarts": Row("05", "05-29", "raising and lowering, against a fixed rate"),
    "restarts, one fall": Row(
        "05", "05-29", "raising and lowering, against lowering once"
    ),
    "average": Row("10", "10-17", "… against warm-up + cosine"),
    "warm-up, peaks": Sentences("07", "07-10", r"^- Equal peaks, ([\d.]+): \*\*(.*)"),
    "warm-up, own peaks": Sentences(
        "07", "07-10", r"^- \*\*(Each at its own peak)\*\*: \*\*(.*)"
    ),
    "Adam": Sentences("12", "12-answer", r"^- (.*?): \*\*(.*?)\*\*"),
    "hill": Sentences("06b", "06b-hills", r"^\| ([\d.]+) \|.*?\*\*(.*?)\*\*"),
    "hill, low rate": Sentences(
        "06b", "06b-ratios", r"^\| ([\d.]+) \|.*?\*\*(.*?)\*\*"
    ),
    "hill, one cosine": Sentences(
        "06b", "06b-ratios", r"^\| ([\d.]+) \|.*?\*\*.*?\*\*.*?\*\*(.*?)\*\*"
    ),
    "snapshots": Sentences(
        "08", "08-37", r"^- Small network, (.*?), tuned: error \*\*(.*?)\*\*"
    ),
}


def collect(read=None):
    """Return each verdict: its notebook, and its word for each task.

    Raises ValueError where a notebook doesn't have it any more.
    """
    read = read or (lambda number: nbformat.read(choose(number), as_version=4))
    return {name: found(name, source, read) for name, source in SOURCES.items()}


def found(name, source, read):
    """Return one verdict, taken out of the stored outputs of its cell."""
    cells = {cell.id: cell for cell in read(source.notebook).cells}
    outputs = [output.get("data", {}) for output in cells[source.cell].outputs]
    seen = source.words(outputs)
    words = {task: WORDS.match(text) for task, text in seen.items()}
    if not words or None in words.values():
        raise ValueError(f"{source.cell} has no verdict on {name!r}: {seen}")
    alike = {task: ALIKE.search(text) for task, text in seen.items()}
    return {
        "notebook": choose(source.notebook).stem,
        "words": {task: word.group() for task, word in words.items()},
        "alike": {task: counted[1] for task, counted in alike.items() if counted},
    }


def filled(text):
    """Return a text with what stands between its markers renewed."""
    for name, build in verdicts.TEXTS.items():
        marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if len(marked.findall(text)) != 1:
            raise ValueError(f"there must be one '<!-- {name} -->' with its end")
        made = build("notebooks/")
        text = marked.sub(lambda m, made=made: f"{m[1]}\n{made}\n{m[2]}", text)
    return text


def main():
    """Write the verdicts, and the texts of README.md."""
    kept = json.dumps(collect(), indent=1, ensure_ascii=False)
    stored_verdicts.FILE.write_text(kept + "\n", "utf-8")
    stored_verdicts.kept.cache_clear()
    README.write_text(filled(README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
