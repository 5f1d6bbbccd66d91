"""Wheels that tests write by hand, or from what is installed."""

import re
import zipfile
from importlib.metadata import distribution

from packaging.requirements import Requirement


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
