"""What is taken in of a folder that students fill."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments import commands


@pytest.fixture
def inbox(tmp_path):
    """A folder of notebooks, as students fill it."""
    folder = tmp_path / "inbox"
    for name in ("ana", "ben", ".ipynb_checkpoints", "empty"):
        (folder / name).mkdir(parents=True)
    (folder / "ana" / "plan.ipynb").write_text("ana's")
    (folder / "ana" / "zz.ipynb").write_text("a draft")
    (folder / "ben" / "first.ipynb").write_text("an older one")
    os.utime(folder / "ben" / "first.ipynb", (1, 1))
    (folder / "ben" / "second.ipynb").write_text("ben's")
    (folder / ".ipynb_checkpoints" / "cid.ipynb").write_text("")
    (folder / "Kim, Jisoo.ipynb").write_text("hers")
    return folder


def collected(folder, capsys):
    """Return what is taken in from a folder, by student, and the lines printed."""
    taken = {}
    course = SimpleNamespace(
        handed_out=lambda name: Path(__file__),
        take=lambda name, student, text, when: taken.update({student: text}),
    )
    assert commands.collect(course, "plan", folder) == 0
    return taken, capsys.readouterr().out.splitlines()


def test_one_notebook_of_each_student_is_taken_in(inbox, capsys):
    taken, said = collected(inbox, capsys)
    assert taken == {"Kim, Jisoo": "hers", "ana": "ana's", "ben": "ben's"}
    assert said == ["plan: 3 notebooks taken in."]


def test_no_link_is_followed_and_nothing_large_is_read(inbox, capsys, tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text("the teacher's")
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.copy(secret, outside / "plan.ipynb")
    (inbox / "file.ipynb").symlink_to(secret)
    (inbox / "ana" / "plan.ipynb").unlink()
    (inbox / "ana" / "plan.ipynb").symlink_to(secret)
    (inbox / "folder").symlink_to(outside)
    (inbox / "folder.ipynb").mkdir()
    (inbox / "star*.ipynb").write_text("")
    if hasattr(os, "mkfifo"):
        os.mkfifo(inbox / "pipe.ipynb")
    with open(inbox / "large.ipynb", "wb") as file:
        file.truncate(3 * 10**9)
    taken, said = collected(inbox, capsys)
    assert taken == {"Kim, Jisoo": "hers", "ben": "ben's"}
    lost = "\n".join(said)
    assert "file.ipynb is a link." in lost
    assert "plan.ipynb is a link." in lost
    assert "folder.ipynb" in lost
    assert "star*.ipynb: a student's name must not have any of *?[]." in lost
    assert "large.ipynb has 3000.0 MB, and at most 5 MB are taken (outputs" in lost
    assert "pipe.ipynb is no ordinary file." in lost or not hasattr(os, "mkfifo")
    assert said[-1].startswith("plan: 2 notebooks taken in, ")


def test_a_folder_that_can_not_be_read_stops_nobody_else(inbox, capsys):
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("root reads every folder, and so do some systems")
    (inbox / "ben").chmod(0)
    taken, said = collected(inbox, capsys)
    (inbox / "ben").chmod(0o700)
    assert taken == {"Kim, Jisoo": "hers", "ana": "ana's"}
    assert said[0] == f"Not taken: {inbox / 'ben'} can't be read (Permission denied)."
