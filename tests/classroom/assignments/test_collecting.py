"""What is taken in of a folder that students fill."""

import json
import os
import shutil
import time
import zipfile

import nbformat
import pytest

from tests.classroom.assignments.handed_in.submission import reference
from tests.classroom.teacher import teacher

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from classroom.assignments import choosing, collecting, course, writing
from classroom.assignments.course import Course
from tests.classroom.assignments.changed import Handed
from tests.classroom.assignments.school import released


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


def found(folder):
    """Return the text that counts of each student in a folder, and all sentences."""
    everybody, problems = collecting.places(folder, "plan")
    taken = {}
    for student, paths in everybody:
        files, others = collecting.files(paths)
        problems += others
        taken |= {student: [file.text for file in files]} if files else {}
    return taken, problems


def test_all_notebooks_of_each_student_are_read_newest_first(inbox):
    taken, said = found(inbox)
    assert sorted(taken) == ["Kim, Jisoo", "ana", "ben"]
    assert taken["ben"] == ["ben's", "an older one"]
    assert {*taken["ana"]} == {"ana's", "a draft"}
    assert said == [f"{inbox / 'empty'} has no notebook in it"]


SAME_NAME = {
    "Moodle": "Kim Lee_{}_assignsubmission_file_plan.ipynb",
    "Canvas": "leekim_{}_501_plan.ipynb",
}


@pytest.mark.parametrize("platform", SAME_NAME)
def test_two_students_of_one_name_are_not_one(tmp_path, platform):
    for number in (11, 22):
        (tmp_path / SAME_NAME[platform].format(number)).write_text(f"of {number}")
    taken, [said] = found(tmp_path)
    assert not taken
    assert "are named for one student: rename those of others" in said


@pytest.mark.parametrize("platform", SAME_NAME)
def test_two_files_of_one_student_are_the_student_s(tmp_path, platform):
    for ending in (".ipynb", "-1.ipynb"):
        name = SAME_NAME[platform].format(11).replace(".ipynb", ending)
        (tmp_path / name).write_text("")
    taken, said = found(tmp_path)
    assert [len(texts) for texts in taken.values()] == [2]
    assert not said


def test_on_blackboard_nobody_hands_in_for_another_by_a_file_s_name(tmp_path):
    for own in (
        "plan",
        "kim07_attempt_1_plan",
        "x_kim07_attempt_2026-11-02-12-00-00_y",
    ):
        name = f"Plan it_eve07_attempt_2026-11-02-11-00-00_{own}.ipynb"
        (tmp_path / name).write_text("eve's")
    (tmp_path / "Plan it_kim07_attempt_2026-11-02-10-00-00_plan.ipynb").write_text(
        "kim's"
    )
    taken, said = found(tmp_path)
    assert taken == {"eve07": ["eve's"] * 3, "kim07": ["kim's"]}
    assert not said


def test_a_name_that_is_longer_than_files_may_have_is_not_taken(inbox):
    (inbox / f"{'é' * 110}.ipynb").write_text("")
    taken, said = found(inbox)
    assert sorted(taken) == ["Kim, Jisoo", "ana", "ben"]
    assert any("must not have more than 200 bytes" in one for one in said)


def test_what_lies_beside_a_notebook_and_is_not_graded_is_named(inbox):
    for name in ("own.py", "words.docx", "rates.csv"):
        (inbox / "ana" / name).write_text("")
    _, said = found(inbox)
    [own] = [one for one in said if "ana" in one]
    assert "'own.py', 'words.docx' beside the notebook" in own
    assert "rates" not in own


def test_no_link_is_followed_and_nothing_large_is_read(inbox, tmp_path):
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
    taken, said = found(inbox)
    assert taken.keys() == {"Kim, Jisoo", "ana", "ben"}
    assert taken["ana"] == ["a draft"]
    lost = "\n".join(said)
    assert f"{inbox / 'file.ipynb'} is a link" in said
    assert f"{inbox / 'ana' / 'plan.ipynb'} is a link" in said
    assert f"{inbox / 'folder'} is a link" in said
    assert "folder.ipynb has no notebook in it" in lost
    assert "star*.ipynb: a student's name must not have any of *?[]" in lost
    assert "large.ipynb has 3000.0 MB, and at most 5 MB are taken (outputs" in lost
    assert "pipe.ipynb is no ordinary file" in lost or not hasattr(os, "mkfifo")


def test_an_archive_is_unpacked_no_further_than_is_read(inbox):
    packed = inbox / "dan.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../plan.ipynb", "dan's")
    assert found(inbox)[0]["dan"] == ["dan's"]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("plan.ipynb", bytes(2 * collecting.LARGEST))
    assert "at most 5 MB are taken" in "\n".join(found(inbox)[1])
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("plan.ipynb", "dan's")
    assert f"{packed} can't be unpacked here: unpack it" in found(inbox)[1]


def test_of_many_files_the_newest_are_read(inbox):
    for number in range(collecting.MOST_FILES + 5):
        (inbox / "ben" / f"{number}.ipynb").write_text(str(number))
    files, said = collecting.files([inbox / "ben"])
    assert len(files) == collecting.MOST_READ
    assert said == [f"{inbox / 'ben'} holds many files: 1000 are looked at"]


def test_a_folder_that_can_not_be_read_stops_nobody_else(inbox):
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("root reads every folder, and so do some systems")
    (inbox / "ben").chmod(0)
    taken, said = found(inbox)
    (inbox / "ben").chmod(0o700)
    assert taken.keys() == {"Kim, Jisoo", "ana"}
    assert f"{inbox / 'ben'} can't be read (Permission denied)" in said


def test_a_member_of_an_archive_lies_within_it_whatever_its_name_says(inbox):
    with zipfile.ZipFile(inbox / "max.zip", "w") as archive:
        archive.writestr("repair.ipynb", "one")
        archive.writestr("/tmp/x.ipynb", "another")
        archive.writestr("../../y.ipynb", "a third")
    files, problems = collecting.files([inbox / "max.zip"])
    assert problems == []
    root = inbox / "max.zip"
    within = {"repair.ipynb", "tmp/x.ipynb", "y.ipynb"}
    assert {file.path.relative_to(root).as_posix() for file in files} == within


def test_an_archive_of_a_class_is_not_taken_for_one_student(inbox):
    with zipfile.ZipFile(inbox / "submissions.zip", "w") as archive:
        archive.writestr("mulleranna_1_2_plan.ipynb", "hers")
        archive.writestr("kimminjun_3_4_plan.ipynb", "his")
    files, [said] = collecting.files([inbox / "submissions.zip"])
    assert files == []
    assert said.endswith("submissions.zip has notebooks of several students: unpack it")


def test_one_student_under_two_names_is_told(inbox, tmp_path, capsys):
    course = Course(tmp_path / "course")
    writing.write(course.handed_out("plan"), nbformat.writes(released("plan")))
    folder = tmp_path / "marks"
    folder.mkdir()
    for name in ("O'Brien", "O’Brien", "Kim"):
        (folder / f"{name}.ipynb").write_text(reference("plan"), "utf-8")
    assert teacher(course.folder, "collect", "plan", folder) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "may be" in line]
    [line] = told
    assert line.startswith(
        "O’Brien: 'O’Brien.ipynb' may be of one who has handed in as O'"
    )


def test_a_second_download_is_told(inbox, tmp_path, capsys):
    course = Course(tmp_path / "course")
    writing.write(course.handed_out("plan"), nbformat.writes(released("plan")))
    folder = tmp_path / "marks"
    folder.mkdir()
    for name in ("Ana.ipynb", "Ana (1).IPYNB"):
        (folder / name).write_text(reference("plan"), "utf-8")
    assert teacher(course.folder, "collect", "plan", folder) == 0
    assert course.students("plan") == ["Ana", "Ana (1)"]
    said = capsys.readouterr().out
    assert "'Ana (1).IPYNB' may be of one who has handed in as Ana: if so" in said


def test_a_folder_that_becomes_a_link_meanwhile_is_not_followed(
    inbox, tmp_path, monkeypatch
):
    other = tmp_path / "other"
    other.mkdir()
    (other / "second.ipynb").write_text("another one's")
    original = collecting.below

    def swapped(place, *others):
        listed = [*original(place, *others)]
        if place.name == "ben" and not place.is_symlink():
            shutil.rmtree(place)
            place.symlink_to(other)
        return listed

    monkeypatch.setattr(collecting, "below", swapped)
    taken, said = found(inbox)
    assert "ben" not in taken
    assert any("second.ipynb can't be read" in problem for problem in said)


def test_names_that_are_one_number_are_told(inbox):
    for name in ("0012", "12.0", "7"):
        (inbox / f"{name}.ipynb").write_text("mine")
    taken, said = found(inbox)
    assert "7" in taken
    assert not {"0012", "12.0"} & {*taken}
    one, other = inbox / "0012.ipynb", inbox / "12.0.ipynb"
    assert f"{one} and {other} are one number for a spreadsheet: rename them" in said


def test_what_takes_too_long_to_read_is_not_taken(tmp_path, monkeypatch, capsys):
    """A stand-in reads slowly, as a program may for a text that was made for it."""
    own, folder = Course(tmp_path / "course"), tmp_path / "in"
    writing.write(own.handed_out("plan"), nbformat.writes(released("plan")))
    folder.mkdir()
    original = course.merge_into_handed_out

    def slowly(handed_out, text):
        if "slow" in text:
            time.sleep(60)
        return original(handed_out, text)

    monkeypatch.setattr(course, "merge_into_handed_out", slowly)
    monkeypatch.setattr(course, "SECONDS", 0.5)
    ours = Handed("plan")
    ours.add("slow")
    (folder / "ana.ipynb").write_text(json.dumps(ours.notebook), "utf-8")
    (folder / "ben.ipynb").write_text(reference("plan"), "utf-8")
    assert teacher(own.folder, "collect", "plan", folder) == 0
    said = capsys.readouterr().out
    assert "ana.ipynb takes more than 0.5 seconds to read: ask for another." in said
    assert own.students("plan") == ["ben"]


@pytest.mark.parametrize("name", ["plan (1).ipynb", "plan-Copy1.ipynb", " .ipynb"])
def test_a_copy_of_the_assignment_is_of_nobody(inbox, name):
    (inbox / name).write_text("whose?")
    _, said = found(inbox)
    path = collecting.named(inbox / name)
    assert f"{path} does not say whose it is: name it NAME.ipynb" in said


@pytest.mark.parametrize("name", ["plan_.hid.ipynb", "plan_...ipynb", "plan_..ipynb"])
def test_no_student_s_name_begins_with_a_dot(inbox, name):
    (inbox / name).write_text("hidden")
    taken, said = found(inbox)
    assert "hidden" not in sum(taken.values(), [])
    assert any("must not begin with a dot: rename it" in one for one in said)


def test_a_file_without_a_year_stops_nobody_else(inbox, monkeypatch):
    class Late(collecting.datetime):
        @classmethod
        def fromtimestamp(cls, *given):
            raise ValueError("year 10000 is out of range")

    with monkeypatch.context() as patch:
        patch.setattr(collecting, "datetime", Late)
        taken, said = found(inbox)
    assert taken == {}
    path = str(inbox / "Kim, Jisoo.ipynb")
    assert f"{path!r} has a date of no year: save it anew" in said


def test_files_that_can_not_be_looked_at_stop_nobody_else(inbox, monkeypatch):
    def is_dir(path, ask=collecting.Path.is_dir):
        if path.parent == inbox / "ben":
            raise PermissionError(13, "Permission denied")
        return ask(path)

    monkeypatch.setattr(collecting.Path, "is_dir", is_dir)
    taken, said = found(inbox)
    assert taken.keys() == {"Kim, Jisoo", "ana"}
    assert any("can't be read (Permission denied)" in one for one in said)


def test_of_many_archives_no_more_is_kept_than_of_many_files(inbox):
    for number in range(3):
        with zipfile.ZipFile(
            inbox / "ben" / f"{number}.zip", "w", zipfile.ZIP_DEFLATED
        ) as archive:
            for member in range(15):
                archive.writestr(f"{member}.ipynb", "x" * 10**6)
    files, said = collecting.files([inbox / "ben"])
    assert files == []
    assert said == [f"{inbox / 'ben'} holds too much: unpack it, and leave one file"]


def test_a_name_of_a_file_prints_one_line(inbox, tmp_path, capsys):
    course = Course(tmp_path / "course")
    writing.write(course.handed_out("plan"), nbformat.writes(released("plan")))
    folder = tmp_path / "marks" / "Kim"
    folder.mkdir(parents=True)
    (folder / "plan.ipynb").write_text(reference("plan"), "utf-8")
    forged = "y\nAnna: Anna.ipynb is cut off.\x1b[2J.ipynb"
    (folder / forged).write_text("no notebook")
    (folder / os.fsdecode(b"z\xff.ipynb")).write_text("no notebook")
    assert teacher(course.folder, "collect", "plan", folder.parent) == 0
    said = capsys.readouterr().out
    said.encode()  # as a screen has it, in UTF-8
    assert r"y\nAnna: Anna.ipynb is cut off.\x1b[2J.ipynb" in said
    assert not [line for line in said.splitlines() if line.startswith("Anna")]


def test_a_name_that_is_a_sentence_stands_in_quotes(inbox):
    (inbox / "ana" / "plan. All is well. Ben").symlink_to(inbox)
    _, said = found(inbox)
    path = str(inbox / "ana" / "plan. All is well. Ben")
    assert f"{path!r} is a link" in said


def test_many_long_names_take_a_line(tmp_path):
    (tmp_path / "inbox").mkdir()
    with zipfile.ZipFile(tmp_path / "inbox" / "ana.zip", "w") as archive:
        for number in range(15):
            archive.writestr(f"{number}/{'a' * 60_000}.ipynb", reference("plan"))
    own = Course(tmp_path / "course")
    own.release()
    file, remarks, _ = choosing.choose(own, "plan", [tmp_path / "inbox" / "ana.zip"])
    assert "is the newest of 15" in remarks[0]
    assert len(remarks[0]) < 2000
