"""A pack is whole, and fits where it is used."""

import json
import platform
import shutil
import sys
import zipfile

import pytest

from tests.tools.pack.wheels import write_wheel
from tools.pack import contents, is_pack, making, problem_of

pytestmark = pytest.mark.slow

TINY = "wheels/tiny-1.0-py3-none-any.whl"


def test_a_whole_pack_has_no_problem_wherever_it_is_moved(pack, tmp_path):
    assert is_pack(pack)
    assert problem_of(pack) == ""
    moved = pack.rename(tmp_path / "another 폴더")
    assert problem_of(moved) == ""
    assert str(tmp_path) not in (moved / "pack.json").read_text("utf-8")


@pytest.mark.parametrize("name", [TINY, "mnist.npz", "pack.json"])
def test_a_missing_file_is_named_in_one_sentence(pack, name):
    (pack / name).unlink()
    said = problem_of(pack)
    assert said.startswith(f"{name} is missing")
    assert said.endswith(": copy it again from the whole pack, and run this again.")


@pytest.mark.parametrize("name", [TINY, "mnist.npz"])
@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:-1] + b"?"])
def test_a_damaged_file_is_named_in_one_sentence(pack, name, damage):
    path = pack / name
    path.write_bytes(damage(path.read_bytes()))
    assert problem_of(pack).startswith(f"{name} is damaged: copy it again from")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": {}}', "null", "\xff"])
def test_a_damaged_list_is_named(pack, text):
    (pack / "pack.json").write_text(text, "latin-1")
    assert problem_of(pack).startswith("pack.json is missing or damaged: copy it again")


def test_a_pack_without_its_folder_of_wheels_or_its_list_is_still_one(pack, collection):
    shutil.rmtree(pack / "wheels")
    assert is_pack(pack)
    assert problem_of(pack).startswith(f"{TINY} is missing")
    assert not is_pack(collection)


def test_a_wheel_that_the_pack_did_not_have_is_named(pack):
    (pack / "wheels" / "._tiny-1.0-py3-none-any.whl").write_bytes(b"left by macOS")
    assert problem_of(pack) == ""
    write_wheel(pack / "wheels", "other", {})
    said = problem_of(pack)
    assert said == (
        "wheels/other-1.0-py3-none-any.whl is none of this pack's: delete it."
    )


@pytest.mark.parametrize(
    "tag", ["cp39-cp39-any", "py3-none-plan9_mips", "cp311-cp311-win_arm64"]
)
def test_a_wheel_for_another_machine_is_named_before_it_is_read(pack, tag):
    about = json.loads((pack / "pack.json").read_text("utf-8"))
    about |= {"system": "Plan9 mips", "python": "3.9.1"}
    about["files"] = {f"wheels/other-1.0-{tag}.whl": "0"} | about["files"]
    (pack / "pack.json").write_text(json.dumps(about), "utf-8")
    said = problem_of(pack)
    assert said.startswith(f"wheels/other-1.0-{tag}.whl does not fit ")
    assert f"with Python {platform.python_version()}, as the pack is for Plan9" in said
    assert "start run.py with Python 3.9, or make a pack on a machine like this" in said


def test_a_pack_for_a_later_release_of_this_python_says_so(pack):
    major, minor, patch = sys.version_info[:3]
    same, later = f"{major}.{minor}.{patch}", f"{major}.{minor}.{patch + 1}"
    for needed, problem in ((same, ""), (later, f"The pack needs Python {later} or ")):
        info = "picky-1.0.dist-info/METADATA"
        text = f"Name: picky\nRequires-Python: !=3.9.1,>={needed},<4\n"
        path = pack / "wheels" / "picky-1.0-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(info, text)
        contents.write_list(pack)
        assert json.loads((pack / "pack.json").read_text("utf-8"))["oldest"] == needed
        said = problem_of(pack)
        assert said[: len(problem)] == problem
        assert bool(said) == bool(problem)
        assert f"Python {major}.{minor} from {needed} on." in making.summary(pack)
