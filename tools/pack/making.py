"""How a pack is made: files of the collection, wheels, MNIST, and the list of them."""

import json
import os
import shutil
import subprocess
import tomllib
from pathlib import Path

from tools.pack.contents import LIST, MNIST, WHEELS, is_pack, write_list
from tools.places import PARTS
from tools.supported import constraints, is_intel_mac

# Prints where MNIST is, once each of its bytes is verified, or nothing.
FIND_MNIST = """
import os
from helpers.data.digits import keras_cache, read_mnist
named = os.environ.get("MNIST_NPZ")
path = os.path.abspath(named or keras_cache())
if named or os.path.isfile(path):
    with open(path, "rb") as file:
        read_mnist(file.read(), path)
    print(path)
"""


def make(root: Path, python: Path | str, place: Path | str) -> int | str:
    """Make a pack of the collection in ``root`` in the new folder ``place``.

    ``python`` is the Python of a complete environment. Returns an exit code, or a
    sentence on what went wrong; then ``place`` is as it was.
    """
    place = Path(place).absolute()
    if problem := why_not(root, place):
        return problem
    part = place.with_name(f"{place.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        found = find_mnist(root, python)
        print("Collecting the wheels of requirements.txt …", flush=True)
        copy_collection(root, part)
        if problem := collect_wheels(root, python, part / WHEELS):
            return problem
        if found:
            shutil.copyfile(found, part / MNIST)
        write_list(part)
        shutil.rmtree(place, ignore_errors=True)
        part.rename(place)
    except OSError as problem:
        return f"The pack could not be written to {place}: {problem}."
    finally:
        shutil.rmtree(part, ignore_errors=True)
    print(summary(place))
    return 0


def why_not(root: Path, place: Path) -> str:
    """Return why no pack can be made there; a pack that nobody uses is renewed."""
    if is_pack(root):
        return "This folder is a pack already: copy it, without .venv."
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return ""
    if not (place / LIST).is_file():
        return f"{place} is there already and is no pack: name another folder."
    if any(place.glob(".venv*")):
        return f"{place} is a pack in use: delete it, or name another folder."
    return ""


def copy_collection(root: Path, place: Path) -> None:
    """Copy what git tracks, as it lies on the disk; without git, the known parts."""
    for path in tracked(root) or known(root):
        if path.is_file():
            target = place / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)


def tracked(root: Path) -> list[Path]:
    """Return the paths of the files that git tracks, or none without git."""
    if not (root / ".git").exists() or not shutil.which("git"):
        return []
    ask = ["git", "-C", str(root), "ls-files", "-z"]
    done = subprocess.run(ask, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return [root / name for name in done.stdout.decode().split("\0") if name]


def known(root: Path) -> list[Path]:
    """Return the paths in ``PARTS``, but for those that .gitignore leaves out."""
    lines = (root / ".gitignore").read_text("utf-8").split()
    ignore = shutil.ignore_patterns(*(line.rstrip("/") for line in lines))
    paths = []
    for part in PARTS:
        paths.append(root / part)
        for folder, folders, files in os.walk(root / part):
            left_out = ignore(folder, folders + files)
            folders[:] = [name for name in folders if name not in left_out]
            paths += [Path(folder, name) for name in files if name not in left_out]
    return paths


def find_mnist(root: Path, python: Path | str) -> str:
    """Return the path of MNIST that is at hand and verified, or an empty string."""
    command = [str(python), "-X", "utf8", "-c", FIND_MNIST]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8")
    path = done.stdout.strip()
    if done.returncode:
        print(f"Not used: {done.stderr.strip().splitlines()[-1].split(': ', 1)[-1]}.")
    if not path:
        print(
            "MNIST is not at hand, so the pack is without it. For a pack with it, set "
            "MNIST_NPZ to its path, or run notebook 04 here, and make the pack again."
        )
    return path


def collect_wheels(root: Path, python: Path | str, wheels: Path) -> str:
    """Download the wheels of a pack, and build those that there are none of.

    Returns a sentence on what went wrong, or an empty string.
    """
    pip = [str(python), "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True).returncode:
        uv = shutil.which("uv")  # it makes environments without pip
        get = [uv, "pip", "install", "--quiet", "--python", str(python), "pip"]
        subprocess.run(get if uv else [str(python), "-m", "ensurepip"])
    command = [*pip, "wheel", "--quiet", "--disable-pip-version-check"]
    command += ["-r", "requirements.txt", *grading(root), "-c", constraints()]
    if subprocess.run([*command, "--wheel-dir", str(wheels)], cwd=root).returncode:
        return "The wheels could not be collected: see above, then run this again."
    return ""


def grading(root: Path) -> list[str]:
    """Return what grading assignments needs beside requirements.txt.

    It is not to be had with the TensorFlow that a Mac with an Intel processor takes.
    """
    if is_intel_mac():
        return []
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return project.get("optional-dependencies", {}).get("classroom", [])


def summary(place: Path) -> str:
    """Return what is in a pack, how large it is, and how to use it."""
    about = json.loads((place / LIST).read_text("utf-8"))
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    wheels = sum(name.endswith(".whl") for name in about["files"])
    mnist = "MNIST" if MNIST in about["files"] else "no MNIST"
    version = ".".join(about["python"].split(".")[:2])
    if about["oldest"] != version:
        version += f" from {about['oldest']} on"
    return (
        f"{place}: the collection, {wheels} wheels and {mnist}, {size / 1e6:.0f} MB, "
        f"for {about['system']} and Python {version}.\n"
        "Copy this folder: 'python3 run.py' in it needs no network."
    )
