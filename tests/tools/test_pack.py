"""A pack is whole, fits where it is used, and sets up with no network at all."""

import csv
import importlib.util
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution

import numpy as np
import pytest
from packaging.requirements import Requirement
from packaging.tags import sys_tags

from helpers.data import keras_cache
from helpers.data.digits import MNIST_ARRAYS
from tests.classroom.assignments import handed_in
from tools.pack import contents, is_pack, make, making, problem_of, tags
from tools.places import ROOT

pytestmark = pytest.mark.slow

TINY = "wheels/tiny-1.0-py3-none-any.whl"
# Run as `run.py bench` in a pack: is all there, and is no other machine?
PROBE = """
import os, pathlib, socket, tiny, helpers
print("MNIST_NPZ =", pathlib.Path(os.environ["MNIST_NPZ"]).read_text())
try:
    socket.create_connection(("192.0.2.1", 80), timeout=2)
except OSError:
    print("no network")
"""
# A machine without a network still has its loopback: switch it on, and go on.
CUT_OFF = """
import fcntl, os, socket, struct, sys
up = struct.pack("16sH14x", b"lo", 1)
fcntl.ioctl(socket.socket(), 0x8914, up)
os.execv(sys.argv[1], sys.argv[1:])
"""


def write_wheel(folder, name, files, tag="py3-none-any"):
    """Write a wheel by hand, of files by their paths in it."""
    info = f"{name}-1.0.dist-info"
    files = files | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-1.0-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inside, text in files.items():
            archive.writestr(inside, text)
        record = "".join(f"{inside},,\n" for inside in [*files, f"{info}/RECORD"])
        archive.writestr(f"{info}/RECORD", record)
    return path


def rebuild_wheel(folder, name):
    """Write the wheel that an installed package came from."""
    found = distribution(name)
    lines = found.read_text("WHEEL").splitlines()
    tags = [line[len("Tag: ") :].split("-") for line in lines if line[:5] == "Tag: "]
    joined = "-".join(".".join(sorted(set(part))) for part in zip(*tags, strict=True))
    info = next(f.parts[0] for f in found.files if f.name == "METADATA")
    path = folder / f"{info.removesuffix('.dist-info')}-{joined}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file in found.files:
            inside = str(file)
            if file.parts[0] == "..":
                inside = re.sub(r"^(\.\./)+", f"{info[:-10]}.data/data/", inside)
            made = file.suffix == ".pyc" or file.name in ("INSTALLER", "REQUESTED")
            if not made and "/data/bin/" not in inside:
                archive.write(file.locate(), inside)
    return path


def with_what_they_need(requirements):
    """Return the names of installed packages, and of all that they need."""
    names, waiting = set(), [Requirement(text) for text in requirements]
    while waiting:
        wanted = waiting.pop()
        new = {wanted.name, *(f"{wanted.name}[{e}]" for e in wanted.extras)} - names
        names |= new
        for text in (distribution(wanted.name).requires or ()) if new else ():
            needed = Requirement(text)
            extras = [{"extra": extra} for extra in ("", *wanted.extras)]
            if not needed.marker or any(map(needed.marker.evaluate, extras)):
                waiting.append(needed)
    return {name for name in names if "[" not in name}


@pytest.fixture
def collection(tmp_path):
    """A small collection that needs one package; the packing of it is real."""
    root = tmp_path / "collection"
    for name in ("run.py", "pyproject.toml", ".gitignore"):
        root.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "tools", root / "tools")
    (root / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"'
        '\n[project]\nname = "helpers"\nversion = "1.0"\ndescription = "Small."\n'
        '[project.optional-dependencies]\nclassroom = ["grader"]\n'
    )
    (root / "helpers" / "__init__.py").write_text('"""Small."""\n')
    (root / "benchmarks").mkdir()
    (root / "benchmarks" / "__main__.py").write_text(PROBE)
    (root / "requirements.txt").write_text("tiny\nflit_core\n")
    (root / "constraints.txt").write_text("tiny==1.0\n")
    (root / "constraints-oldest.txt").write_text("tiny==0.9\n")
    return root


@pytest.fixture
def pack(collection, tmp_path):
    """A pack in a path with spaces and Korean letters, made without pip."""
    place = tmp_path / "수업 자료 1"
    making.copy_collection(collection, place)
    write_wheel(place / "wheels", "tiny", {"tiny.py": "ANSWER = 42\n"})
    (place / "mnist.npz").write_text("digits")
    contents.write_list(place)
    return place


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


def test_what_packaging_takes_for_this_machine_fits():
    assert all(tags.fits(f"x-1-{tag}.whl") for tag in sys_tags())
    assert tags.fits("ruff-1-py3-none-manylinux_2_17_x86_64.any.whl")


def test_what_packaging_does_not_take_does_not_fit():
    here = set(map(str, sys_tags()))
    version = "{}{}".format(*sys.version_info)
    later = f"3{sys.version_info[1] + 1}"
    pythons = ["py2", "py3", f"py{later}", f"cp{version}", "cp39", f"cp{later}", "pp39"]
    abis = ["none", "abi3", f"cp{version}", f"cp{version}t", "cp39", f"cp{later}"]
    systems = ["any", "win_amd64", "win32", "linux_x86_64", "linux_armv7l"]
    systems += ["manylinux1_x86_64", "manylinux2014_x86_64", "manylinux_2_99_x86_64"]
    systems += ["manylinux2014_aarch64", "musllinux_1_2_x86_64", "macosx_11_0_arm64"]
    systems += ["macosx_10_9_universal2", "macosx_99_0_x86_64", "macosx_10_9_x86_64"]
    cases = {f"{p}-{a}-{s}" for p in pythons for a in abis for s in systems}
    # No wheel is bound to an ABI and to no system, and packaging lists none.
    cases -= {f"{p}-{a}-any" for p in pythons for a in abis if a != "none"}
    assert {tag for tag in cases if tags.fits(f"x-1-{tag}.whl")} == cases & here


def test_the_known_parts_are_all_that_git_tracks():
    found = making.tracked(ROOT)
    if not found:
        pytest.skip("this copy of the collection has no git")
    assert {path.relative_to(ROOT).parts[0] for path in found} <= set(making.PARTS)
    missing = {path for path in found if path.is_file()} - set(making.known(ROOT))
    assert not missing


def test_without_git_nothing_private_or_made_goes_into_a_pack(collection, tmp_path):
    for name in (".venv/x", "build/x", "helpers/__pycache__/x.pyc", "marks.db"):
        (collection / name).parent.mkdir(exist_ok=True)
        (collection / name).write_text("")
    making.copy_collection(collection, tmp_path / "copy")
    copied = {p.name for p in (tmp_path / "copy").iterdir()}
    assert copied == {p.name for p in collection.iterdir()} - {
        *(".venv", "build", "marks.db")
    }
    assert not list((tmp_path / "copy").rglob("*.pyc"))


def test_with_git_what_it_tracks_goes_into_a_pack(collection, tmp_path):
    if not shutil.which("git"):
        pytest.skip("there is no git")
    (collection / "학습률.txt").write_text("")
    subprocess.run(["git", "init", "-q", collection], check=True)
    subprocess.run(["git", "-C", collection, "add", "."], check=True)
    (collection / "private.txt").write_text("")
    (collection / "requirements.txt").unlink()
    making.copy_collection(collection, tmp_path / "copy")
    copied = {p.name for p in (tmp_path / "copy").iterdir()}
    assert "학습률.txt" in copied
    assert not {"private.txt", "requirements.txt", ".git"} & copied


def test_a_pack_replaces_nothing_but_an_unused_pack(pack, collection, tmp_path):
    assert making.why_not(tmp_path / "new") == ""
    assert making.why_not(pack) == ""
    (pack / ".venv").mkdir()
    assert f"{pack} is a pack in use: delete it" in make(
        collection, sys.executable, pack
    )
    other = tmp_path / "other"
    other.mkdir()
    assert making.why_not(other) == ""
    (other / "thesis.txt").write_text("")
    for taken in (other, other / "thesis.txt"):
        assert "is no pack: name another" in make(collection, sys.executable, taken)
    assert (other / "thesis.txt").exists()
    assert "is a pack already: copy it" in make(pack, sys.executable, tmp_path / "new")


@pytest.fixture
def named(monkeypatch, tmp_path):
    """A file that MNIST_NPZ names, with arrays of zeros."""
    path = tmp_path / "some.npz"
    np.savez(path, **dict.fromkeys(MNIST_ARRAYS, np.zeros(3, np.uint8)))
    monkeypatch.setenv("MNIST_NPZ", str(path))
    return path


def test_what_is_not_mnist_does_not_go_into_a_pack(named, capsys):
    assert making.find_mnist(ROOT, sys.executable) == ""
    said = capsys.readouterr().out
    assert said.startswith(f"Not used: {named} is not MNIST: its x_train differs.\n")
    assert "MNIST is not at hand, so the pack is without it." in said


def test_mnist_in_the_cache_of_keras_goes_into_a_pack(
    digits, monkeypatch, tmp_path, capsys
):
    if not digits.is_mnist:
        pytest.skip("there is no MNIST")
    at_hand = os.environ.get("MNIST_NPZ") or keras_cache()
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert making.find_mnist(ROOT, sys.executable) == ""
    assert capsys.readouterr().out.startswith("MNIST is not at hand")
    (tmp_path / "datasets").mkdir()
    cache = shutil.copy(at_hand, tmp_path / "datasets" / "mnist.npz")
    assert making.find_mnist(ROOT, sys.executable) == str(cache)
    assert capsys.readouterr().out == ""


def test_a_pack_that_can_not_be_made_leaves_nothing_behind(
    collection, tmp_path, monkeypatch
):
    monkeypatch.setattr(making, "find_mnist", lambda *_: "")
    monkeypatch.setattr(making, "collect_wheels", lambda *_: "The wheels …")
    before = set(tmp_path.iterdir())
    assert make(collection, sys.executable, tmp_path / "new") == "The wheels …"
    monkeypatch.setattr(making, "find_mnist", lambda *_: str(tmp_path / "gone"))
    monkeypatch.setattr(making, "collect_wheels", lambda *_: "")
    said = make(collection, sys.executable, tmp_path / "new")
    assert said.startswith(f"The pack could not be written to {tmp_path / 'new'}: ")
    assert set(tmp_path.iterdir()) == before


def start(pack, *arguments, **environment):
    """Run run.py in a pack with no network, no cache and no settings of pip."""
    home = pack.with_name("home")
    plain = {k: v for k, v in os.environ.items() if k[:4] not in ("PIP_", "UV_C")}
    plain.pop("MNIST_NPZ", None)
    plain.pop("COLLECTION_VARIANT", None)
    own = {"HOME": str(home), "UV_CACHE_DIR": str(home / "uv")}
    command = [sys.executable, str(pack / "run.py"), *arguments]
    if environment.pop("cut", False):
        command = ["unshare", "-rn", sys.executable, "-c", CUT_OFF, *command]
    return subprocess.run(
        command, env=plain | own | environment, capture_output=True, encoding="utf-8"
    )


@pytest.mark.parametrize("command", ["lab", "test", "execute", "bench"])
def test_run_ends_with_the_sentence_and_installs_nothing(pack, command):
    (pack / TINY).write_bytes(b"")
    done = start(pack, command)
    copy = "copy it again from the whole pack, and run this again."
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{TINY} is damaged: {copy}\n"
    assert not (pack / ".venv").exists()


def test_a_pack_has_one_set_of_packages(pack):
    done = start(pack, "bench", "--newest")
    assert done.returncode == 1
    assert done.stderr.startswith("A pack holds one set of packages: --oldest and")


@pytest.fixture
def source(tmp_path, monkeypatch):
    """The place where pip finds wheels, where processes can be cut off the network."""
    able = [sys.executable, "-c", "pass"]
    if not shutil.which("unshare"):
        pytest.skip("there is no unshare, which cuts a process off the network")
    if subprocess.run(["unshare", "-rn", *able], capture_output=True).returncode:
        pytest.skip("this user may not cut a process off the network")
    if not importlib.util.find_spec("pip"):
        pytest.skip("this environment has no pip to collect wheels with")
    source = tmp_path / "source"
    source.mkdir()
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(source))
    return source


def test_a_real_pack_is_made_moved_and_set_up_with_the_network_cut_off(
    collection, source, tmp_path, monkeypatch
):
    write_wheel(source, "tiny", {"tiny.py": ""})
    write_wheel(source, "grader", {"grader.py": ""})
    rebuild_wheel(source, "flit_core")
    mnist = tmp_path / "mnist.npz"
    mnist.write_text("digits")
    monkeypatch.setattr(making, "find_mnist", lambda *_: str(mnist))
    assert make(collection, sys.executable, tmp_path / "here") == 0
    for folder in (source, collection):
        shutil.rmtree(folder)
    pack = (tmp_path / "here").rename(tmp_path / "교실 USB")
    assert list((pack / "wheels").glob("grader-*.whl"))
    # Another release of this Python may have another pin, and takes what is there.
    (pack / "constraints.txt").write_text("tiny==0.9\n")

    done = start(pack, "bench", cut=True)
    assert done.stderr == ""
    task = "Installing the packages of requirements.txt into .venv (once) …"
    assert done.stdout == f"{task}\nMNIST_NPZ = digits\nno network\n"
    done = start(pack, "bench", cut=True)
    assert done.stdout == "MNIST_NPZ = digits\nno network\n"


def test_assignments_are_graded_in_a_real_pack_with_the_network_cut_off(
    source, tmp_path, monkeypatch
):
    if not importlib.util.find_spec("nbgrader"):
        pytest.skip("needs the extra classroom")
    collection = tmp_path / "collection"
    making.copy_collection(ROOT, collection)
    # All but Keras, with which students train and which *Plan it* is graded without.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = ["flit-core", "matplotlib", "numpy", "psutil", "scipy", "ziamath"]
    for name in with_what_they_need(
        [*needed, *project["optional-dependencies"]["classroom"]]
    ):
        rebuild_wheel(source, name)
    text = (collection / "pyproject.toml").read_text("utf-8")
    text = re.sub(
        r"^dependencies = \[.*?^\]\n", "", text, flags=re.DOTALL | re.MULTILINE
    )
    (collection / "pyproject.toml").write_text(text, "utf-8")
    (collection / "requirements.txt").write_text("\n".join(needed))
    (collection / "constraints.txt").write_text("")
    monkeypatch.setattr(making, "find_mnist", lambda *_: "")
    assert make(collection, sys.executable, tmp_path / "here") == 0
    for folder in (source, collection):
        shutil.rmtree(folder)
    pack = (tmp_path / "here").rename(tmp_path / "교실 USB")

    def teacher(*words):
        done = start(pack, "class", *words, cut=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    teacher("release")
    released = pack / "course" / "release" / "plan" / "plan.ipynb"
    handed_out = tmp_path / "handed in"
    handed_out.mkdir()
    shutil.copy(released, handed_out / "blank.ipynb")
    for student in ("reference", "last-batch", "endless"):
        text = handed_in.ALL["plan"][student].text(student)
        (handed_out / f"{student}.ipynb").write_text(text, "utf-8")
    assert "4 notebooks taken in." in teacher("collect", "plan", str(handed_out))
    settings = pack / "course" / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace("seconds = 60", "seconds = 3"))
    said = " ".join(teacher("grade").split())
    assert "reference 14 of 14, and an answer to read" in said
    table = pack / "course" / "written" / "plan.csv"
    text = re.sub(",,$", ",3,Well said.", table.read_text("utf-8"), flags=re.MULTILINE)
    table.write_text(text, "utf-8")
    teacher("export")
    marks = (pack / "course" / "marks.csv").read_text("utf-8-sig")
    found = {
        row["student_id"]: row["score"] for row in csv.DictReader(io.StringIO(marks))
    }
    full = sum(handed_in.FULL["plan"].values())
    assert {name: float(score) for name, score in found.items()} == {
        "reference": full + 3,
        "last-batch": sum(handed_in.PLAN["last-batch"].points().values()) + 3,
        "endless": 3,  # for the answer in words
        "blank": 0,
    }
    assert len(list((pack / "course" / "feedback").glob("*/plan/plan.html"))) == 4
