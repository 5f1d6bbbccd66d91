"""What is in a pack, and what is wrong with it on this machine."""

import hashlib
import json
import os
import platform
import re
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tools.pack.tags import fits

LIST, WHEELS, MNIST = "pack.json", "wheels", "mnist.npz"
COPY = "copy it again from the whole pack, and run this again"


def is_pack(root: Path) -> bool:
    """Return whether the collection in ``root`` is a pack, be it a damaged one."""
    return any((root / name).exists() for name in (LIST, WHEELS))


def write_list(place: Path) -> None:
    """Write pack.json: what the pack is for, and the checksums of its files."""
    paths = [*sorted((place / WHEELS).glob("*.whl")), place / MNIST]
    files = {
        path.relative_to(place).as_posix(): checksum(path)
        for path in paths
        if path.is_file()
    }
    about = {**this_machine(), "oldest": oldest_python(place), "files": files}
    (place / LIST).write_text(json.dumps(about, indent=1) + "\n", "utf-8")


def this_machine() -> dict[str, str]:
    """Return the names of this system and Python."""
    _, _, machine = sysconfig.get_platform().rpartition("-")
    system = f"{platform.system()} {machine}"
    return {"system": system, "python": platform.python_version()}


def oldest_python(place: Path) -> str:
    """Return the oldest release of Python that all wheels of a pack admit.

    It may be a later one of the same version: wheels for 3.11 may need 3.11.5.
    """
    oldest = sys.version_info[:2]
    for wheel in (place / WHEELS).glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            names = archive.namelist()
            about = next(n for n in names if re.fullmatch(r"[^/]+info/METADATA", n))
            text = archive.read(about).decode("utf-8", "replace")
        match = re.search(r"^Requires-Python:.*?>=\s*([\d.]*\d)", text, re.MULTILINE)
        if match:
            oldest = max(oldest, tuple(map(int, match[1].split("."))))
    return ".".join(map(str, oldest))


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def files(root: Path) -> list[str]:
    """Return the names of what makes a pack of a collection."""
    listed = json.loads((root / LIST).read_text("utf-8"))["files"]
    return [LIST, *listed]


def problem_of(root: Path) -> str:
    """Return one sentence on what is wrong with the pack ``root``, or nothing.

    It names the first file that does not fit this machine, is missing, is damaged, or
    was not in the pack when it was made.
    """
    try:
        about = json.loads((root / LIST).read_text("utf-8"))
        listed, version = about["files"], ".".join(about["python"].split(".")[:2])
        oldest = tuple(map(int, about["oldest"].split(".")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return f"{LIST} is missing or damaged: {COPY}."
    for name in listed:
        if name.endswith(".whl") and not fits(name):
            return misfit(name, about["system"], version)
    if sys.version_info[:3] < oldest:
        return (
            f"The pack needs Python {about['oldest']} or a later {version}, and this "
            f"is {platform.python_version()}: start run.py with such a Python, or make "
            "a pack on a machine like this one, with 'python3 run.py pack'."
        )
    for name, digest in listed.items():
        if not (root / name).is_file():
            return f"{name} is missing: {COPY}."
        if checksum(root / name) != digest:
            return f"{name} is damaged: {COPY}."
    for path in sorted((root / WHEELS).glob("[!.]*.whl")):
        if f"{WHEELS}/{path.name}" not in listed:
            return f"{WHEELS}/{path.name} is none of this pack's: delete it."
    return ""


def misfit(wheel: str, system: str, version: str) -> str:
    """Return the sentence on a wheel that is for another system or Python."""
    here = this_machine()
    remedy = "make a pack on a machine like this one, with 'python3 run.py pack'"
    if not here["python"].startswith(f"{version}."):
        remedy = f"start run.py with Python {version}, or {remedy}"
    return (
        f"{wheel} does not fit {here['system']} with Python {here['python']}, as the "
        f"pack is for {system} with Python {version}: {remedy}."
    )


@dataclass(frozen=True)
class Source:
    """Where pip and uv find packages: options, and variables of the environment."""

    options: list[str]
    variables: dict[str, str]


def source() -> Source:
    """Return how pip and uv use the pack in their working directory alone."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")}
    own |= {"PIP_CONFIG_FILE": os.devnull, "UV_NO_CONFIG": "1"}
    return Source(["--no-index", "--find-links", WHEELS], own)
