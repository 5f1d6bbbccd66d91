"""Honest hand-ins in odd forms: what real editors, platforms and students make of one.

Each puts files into the folder that a teacher collects from.
"""

import codecs
import io
import json
import os
import unicodedata
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from tests.classroom.assignments.handed_in.submission import (
    FULL,
    extra,
    name,
    reference,
)

BOTH = 'print("a cell of my own")'
WORDS = "It ends after 20 updates, and at the wrong floor."


@dataclass(frozen=True)
class Odd:
    """How files are put into a folder, and what comes of it.

    ``put`` takes the folder and the solved notebook as a dict. ``student`` is the name
    under which it is collected, ``points`` what the program gives (all if left out),
    and ``said`` stands in the line that the teacher reads; without it there is none.
    """

    student: str
    put: Callable
    points: int = sum(FULL["plan"].values())
    said: str = ""
    written: str = "decay_steps` counts updates"


def loose(file_name, change=lambda notebook: notebook, **expected):
    """Return a hand-in that is one file, changed."""

    def put(folder, notebook):
        write(folder / file_name, change(deepcopy(notebook)))

    expected.setdefault("student", file_name.removesuffix(".ipynb"))
    return Odd(put=put, **expected)


def write(path, made, when=None):
    """Write a notebook, text or bytes, and its date."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(made) if isinstance(made, dict) else made
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if when:
        os.utime(path, (when, when))


def cell(notebook, own):
    """Return a cell by its name, and its place."""
    at = [name(one) for one in notebook["cells"]].index(own)
    return notebook["cells"][at], at


def nameless(notebook, kept=()):
    """Lose names as a hosted notebook does: metadata are gone, ids are other ones."""
    for number, one in enumerate(notebook["cells"]):
        one["metadata"] = {}
        one["id"] = f"aB{number}xY"
    return notebook


def stub(notebook, own, text=None):
    """Put back what was handed out into a cell with an answer; return the answer."""
    found, at = cell(notebook, own)
    source = "".join(found["source"])
    head = source.partition("    ### BEGIN SOLUTION")[0].rstrip()
    blank = f"{head}\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
    found["source"] = blank if text is None else text
    return source, at


def answer_apart(notebook, below=True):
    """Answer in a cell of one's own, and leave the other as it was handed out."""
    source, at = stub(notebook, "plan_answer_1")
    notebook["cells"].insert(at + below, extra(source))
    return notebook


def without(*names):
    """Return a change that deletes cells."""

    def change(notebook):
        kept = [one for one in notebook["cells"] if name(one) not in names]
        return notebook | {"cells": kept}

    return change


def in_place(notebook):
    """Delete the cell that was handed out, and answer in another one there."""
    found, at = cell(notebook, "plan_answer_1")
    notebook["cells"][at] = extra("".join(found["source"]))
    return notebook


def merged_below(notebook):
    """Merge a cell with an answer and the check below it."""
    found, at = cell(notebook, "plan_answer_2")
    check = notebook["cells"].pop(at + 1)
    found["source"] = "".join(found["source"]) + "\n\n\n" + "".join(check["source"])
    return notebook


def turned(notebook):
    """Solve the tasks in another order, each with its text."""
    cells = notebook["cells"]
    return notebook | {"cells": cells[:2] + cells[8:15] + cells[2:8] + cells[15:]}


def titled(notebook):
    """Write into texts that were handed out, and number the functions' cells."""
    for one in notebook["cells"]:
        text = "".join(one["source"])
        one["source"] = "DONE\n\n" + text if one["cell_type"] == "markdown" else text
    return notebook


def windows(notebook):
    """Write line ends as Windows does."""
    for one in notebook["cells"]:
        one["source"] = "".join(one["source"]).replace("\n", "\r\n")
    return notebook


def helper(notebook):
    """Add cells of one's own between those that were handed out."""
    for at in (12, 6, 3):
        notebook["cells"].insert(at, extra(BOTH))
    return notebook


def filled_twice(notebook):
    """Copy a blank cell before its answer."""
    source, at = stub(notebook, "plan_answer_1")
    blank = deepcopy(notebook["cells"][at])
    notebook["cells"][at]["source"] = source
    notebook["cells"].insert(at, blank)
    return notebook


def written(*cells, at_home="YOUR ANSWER HERE", first=False):
    """Return a change that answers in words in cells of one's own."""

    def change(notebook):
        found, at = cell(notebook, "plan_written")
        found["source"] = at_home
        for own in reversed(cells):
            notebook["cells"].insert(at if first else at + 1, own)
        return notebook

    return change


def third_format(notebook):
    """Return the notebook in nbformat 3."""
    cells = []
    for one in notebook["cells"]:
        text = "".join(one["source"])
        if one["cell_type"] == "code":
            cells.append(
                {
                    "cell_type": "code",
                    "language": "python",
                    "input": text,
                    "outputs": [],
                    "metadata": one["metadata"],
                }
            )
        else:
            cells.append(
                {"cell_type": "markdown", "source": text, "metadata": one["metadata"]}
            )
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {},
            "worksheets": [{"cells": cells, "metadata": {}}]}  # fmt: skip


def older_format(notebook):
    """Return the notebook in nbformat 4.4, where cells have no ids."""
    for one in notebook["cells"]:
        del one["id"]
    return notebook | {"nbformat_minor": 4}


def zipped(path, **members):
    """Write an archive."""
    path.parent.mkdir(parents=True, exist_ok=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, made in members.items():
            archive.writestr(inside, json.dumps(made))
    path.write_bytes(packed.getvalue())


def with_picture(notebook):
    """Paste a picture into the written answer."""
    found, _ = cell(notebook, "plan_written")
    found["source"] = "".join(found["source"]) + "\n![image.png](attachment:image.png)"
    found["attachments"] = {"image.png": {"image/png": "iVBORw0KGgo="}}
    return notebook


def blank(notebook):
    """Return the notebook as it was handed out."""
    from tests.classroom.assignments.school import released

    return json.loads(json.dumps(released("plan")))


def another(notebook):
    """Return the notebook of another assignment."""
    return json.loads(reference("repair"))


def surrogate(notebook):
    """Put half of a pair of letters into a text, as cut emoji are."""
    notebook["cells"][3]["source"] = [*notebook["cells"][3]["source"], "\n# \ud83d"]
    return notebook


def draft(notebook, mistake="images // batch"):
    """Return an earlier attempt, which loses points."""
    old = json.dumps(notebook).replace("math.ceil(images / batch)", mistake)
    return json.loads(old)


def at(*paths, **expected):
    """Return a hand-in of files at paths; each is a path, a change and a date."""

    def put(folder, notebook):
        for path, change, when in paths:
            made = change(deepcopy(notebook)) if callable(change) else change
            write(folder / path, made, when)

    return Odd(put=put, **expected)


def same(notebook):
    """Return the notebook as it is."""
    return notebook


def twice(folder, notebook):
    """Put two folders of one name into the folder, as two Macs and a PC do."""
    for form in ("NFC", "NFD"):
        write(folder / unicodedata.normalize(form, "Zoë") / "plan.ipynb", notebook)


MOODLE = "{}_{}_assignsubmission_file_"
ODD = (
    # Names of cells are lost.
    loose("hosted.ipynb", nameless),
    loose("hosted-turned.ipynb", lambda n: nameless(turned(n))),
    loose("hosted-apart.ipynb", lambda n: nameless(answer_apart(n))),
    loose("hosted-above.ipynb", lambda n: nameless(answer_apart(n, below=False))),
    loose("hosted-helpers.ipynb", lambda n: nameless(helper(n))),
    loose("hosted-texts.ipynb", lambda n: nameless(titled(n))),
    loose("hosted-windows.ipynb", lambda n: nameless(windows(n))),
    loose("hosted-no-checks.ipynb",
          lambda n: nameless(without("plan_column", "plan_restarts")(n))),
    loose("hosted-no-texts.ipynb",
          lambda n: nameless(without("plan_task_1", "plan_task_3")(n))),
    loose("hosted-words.ipynb",
          lambda n: nameless(written(extra(WORDS, "markdown"))(n)), written=WORDS),
    loose("hosted-blank.ipynb", lambda n: nameless(blank(n)), points=0,
          said="is as it was handed out: nothing is filled in", written=""),
    loose("ids-alone.ipynb",
          lambda n: [one.update(metadata={}) for one in n["cells"]] and n),
    loose("names-alone.ipynb",
          lambda n: [one.update(id=f"r{i}") for i, one in enumerate(n["cells"])] and n),
    loose("one-id.ipynb",
          lambda n: [one.update(id="same") for one in n["cells"]] and n),
    # Cells are moved, merged, copied, deleted.
    loose("turned.ipynb", turned),
    loose("above.ipynb", lambda n: answer_apart(n, below=False)),
    loose("below.ipynb", answer_apart),
    loose("in-place.ipynb", in_place),
    loose("merged.ipynb", merged_below),
    loose("copied-blank.ipynb", filled_twice),
    loose("helpers.ipynb", helper),
    loose("answer-lost.ipynb", without("plan_answer_2"), points=11,
          said="has no answer to: 2. Restarts"),
    # Written answers.
    loose("words-below.ipynb", written(extra(WORDS, "markdown")), written=WORDS),
    loose("words-above.ipynb", written(extra(WORDS, "markdown"), first=True),
          written=WORDS),
    loose("words-as-code.ipynb", written(extra(WORDS)), written=WORDS),
    loose("words-as-comment.ipynb", written(extra(f"# {WORDS}")), written=WORDS),
    loose("words-in-parts.ipynb", written(extra(WORDS, "markdown"), at_home="First."),
          written=f"First.\n\n{WORDS}"),
    loose("words-none.ipynb", written(), written=""),
    loose("words-emptied.ipynb", written(at_home=" \n"), written=""),
    loose("picture.ipynb", with_picture, said="has a picture in it: look at it",
          written="(A picture was pasted here"),
    # Forms of files.
    loose("mark.ipynb", lambda n: codecs.BOM_UTF8 + json.dumps(n).encode()),
    loose("utf-16.ipynb", lambda n: json.dumps(n).encode("utf-16")),
    loose("utf-16-be.ipynb", lambda n: json.dumps(n).encode("utf-16-be")),
    loose("format-3.ipynb", third_format),
    loose("format-4.4.ipynb", older_format),
    loose("windows.ipynb", windows),
    loose("surrogate.ipynb", surrogate),
    loose("empty.ipynb", lambda n: "", points=0, written="",
          said="is empty: it gets no points, ask for it again"),
    loose("page.ipynb", lambda n: "<!DOCTYPE html><html></html>", points=0, written="",
          said="is a web page, and no notebook"),
    loose("cut.ipynb", lambda n: json.dumps(n)[:-300], points=0, written="",
          said="is cut off"),
    loose("list.ipynb", lambda n: "[1, 2]", points=0, written="",
          said="can't be read as a notebook"),
    loose("no-cells.ipynb", lambda n: n | {"cells": []}, points=0, written="",
          said="has no cells"),
    loose("blank.ipynb", blank, points=0, said="nothing is filled in", written=""),
    # Archives and folders.
    Odd("zip", lambda f, n: zipped(f / "zip.ipynb.zip", **{"plan.ipynb": n})),
    Odd("zip-mac", lambda f, n: zipped(f / "zip-mac" / "plan.zip", **{
        "work/plan.ipynb": n, "__MACOSX/work/._plan.ipynb": {}})),
    at(("nbgrader/plan/plan.ipynb", same, 0), student="nbgrader"),
    at((MOODLE.format("Anna Müller", 1234) + "/plan.ipynb", same, 0),
       (MOODLE.format("Anna Müller", 1234).replace("_file_", "_onlinetext_")
        + "/onlinetext.html", "<p>done</p>", 0), student="Anna Müller"),
    at((MOODLE.format("Bo Li", 77) + "plan.ipynb", same, 0), student="Bo Li"),
    at(("kimminjun_LATE_3456_78901_plan-1.ipynb", same, 0), student="kimminjun"),
    at(("Plan it_lee07_attempt_2026-11-20-10-11-12_plan.ipynb", same, 0),
       student="lee07"),
    at(("plan_Park.ipynb", same, 0), student="Park"),
    at(("Choi - plan.ipynb", same, 0), student="Choi"),
    at((unicodedata.normalize("NFD", "이서연") + ".ipynb", same, 0), student="이서연"),
    at(("محمد‌رضا.ipynb", same, 0), student="محمد‌رضا"),
    at(("Kim\xa0Jisoo.ipynb", same, 0), student="Kim Jisoo"),
    at(("'=x.ipynb", same, 0), student="'=x"),
    # Several files.
    at(("newer/plan.ipynb", draft, 10**9), ("newer/plan (1).ipynb", same, 0),
       student="newer", said="'plan (1).ipynb' is the newest of 2: it counts, and not"),
    at(("both/plan.ipynb", draft, 10**9), ("both.ipynb", same, 0), student="both",
       said="'both.ipynb' is the newest of 2"),
    at(("all/plan.ipynb", same, 10**9), ("all/repair.ipynb", another, 0),
       student="all", said="all/repair.ipynb is the notebook of 'repair'"),
    at(("saved/plan.ipynb", same, 0),
       ("saved/.ipynb_checkpoints/plan-checkpoint.ipynb", draft, 2 * 10**9),
       student="saved"),
    at(("broken/plan.ipynb", same, 10**9), ("broken/plan (1).ipynb", "", 0),
       student="broken", said="'plan.ipynb' is the newest of 2"),
)  # fmt: skip
NOT_TAKEN = (
    (at(("other.ipynb", another, 0), student="other"),
     "other.ipynb is the notebook of 'repair', not of 'plan'"),
    (Odd("hollow", lambda f, n: (f / "hollow").mkdir()),
     "hollow has no notebook in it"),
    (at(("kept/.ipynb_checkpoints/plan.ipynb", same, 0), student="kept"),
     "kept has no notebook in it"),
    (at(("paper.pdf", "%PDF-1.4", 0), student="paper"), "paper.pdf is no notebook"),
    (at(("plan.ipynb", same, 0), student="plan"),
     "plan.ipynb does not say whose it is: name it NAME.ipynb"),
    (at(("two\nlines.ipynb", same, 0), student="two\nlines"),
     "must not have line breaks or signs that can't be seen"),
    (at(("star*.ipynb", same, 0), student="star*"),
     "must not have any of *?[]: rename it"),
    (at(("many.ipynb", lambda n: n | {"cells": n["cells"] * 30}, 0), student="many"),
     "many.ipynb has 510 cells, and at most 400 are taken"),
    (Odd("Zoë", twice), "are named for one student: rename those of others"),
    (at((MOODLE.format("Jo Ng", 1) + "/plan.ipynb", same, 0),
        (MOODLE.format("Jo Ng", 2) + "/plan.ipynb", same, 0), student="Jo Ng"),
     "are named for one student"),
    (Odd("bad", lambda f, n: (f / "bad.zip").write_bytes(b"PK\x03\x04 no")),
     "bad.zip can't be unpacked"),
    (Odd("linked", lambda f, n: (f / "linked").symlink_to(f)), "linked is a link"),
)  # fmt: skip
