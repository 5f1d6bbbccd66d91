"""The environment in which the collection runs, made and mended where it must be.

An older Python must be able to read this module, as ``run.py`` imports it.
"""

import hashlib
import importlib.util
import os
import shutil
import sys
from pathlib import Path

from tools import programs
from tools.places import ROOT
from tools.supported import constraints

# A container that shares this folder with its host names an environment of its own.
VENV = os.environ.get("COLLECTION_VENV", ".venv")


class Environment:
    """The environment of the collection in the folder ``root``."""

    def __init__(self, root: Path = ROOT):
        """Name its places; nothing is made yet."""
        self.root = root
        self.folder = root / VENV
        windows = os.name == "nt"
        self.python = self.folder / ("Scripts/python.exe" if windows else "bin/python")
        self.stamp = self.folder / "complete"

    def set_up(self) -> None:
        """Make it fit requirements.txt; an unfinished one is made anew."""
        place = f"Python {sys.version_info[0]}.{sys.version_info[1]} in {self.root}"
        recipes = [self.root / name for name in ("requirements.txt", constraints())]
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in recipes))
        packages = digest.hexdigest()
        complete = self.stamp.read_text("utf-8") if self.stamp.is_file() else ""
        found = complete.splitlines()
        if found == [place, packages] and self.python.exists():
            return

        source = self.pack()
        if found[:1] != [place] or not self.python.exists():
            self.make()
        task = f"Installing the packages of requirements.txt into {self.folder.name}"
        print(f"{task} (once) …", flush=True)
        self.stamp.unlink(missing_ok=True)
        if not self.install(["-r", "requirements.txt", "-e", "."], source):
            sys.exit(
                "The packages could not be installed: see above, then run this again."
            )
        self.stamp.write_text(f"{place}\n{packages}\n", "utf-8")

    def make(self) -> None:
        """Make an empty environment, with uv if there is one."""
        uv = programs.find("uv")
        needed = ("venv", "ensurepip")
        missing = [name for name in needed if not importlib.util.find_spec(name)]
        if missing and not uv:
            sys.exit(
                f"This Python lacks its {missing[0]} module: install it (on Debian and "
                "Ubuntu 'apt install python3-venv'), or install uv, and run this again."
            )
        shutil.rmtree(self.folder, ignore_errors=True)
        make = [uv, "venv", "--quiet", "--python"] if uv else []
        make += [sys.executable] if uv else [sys.executable, "-m", "venv"]
        if programs.start([*make, self.folder]).wait():
            sys.exit(f"No environment could be made in {self.folder}: see above.")

    def install(self, packages, source=None) -> bool:
        """Install what is named, as pinned, or from a pack; tell whether that worked.

        A pack holds one version of each package. Its pins may be for a later Python.
        """
        uv = programs.find("uv")
        command = [uv, "pip", "install", "--quiet", "--python", self.python]
        if not uv:
            command = [self.python, "-m", "pip", "install", "--quiet"]
            command += ["--disable-pip-version-check"]
        command += [*packages, *(source.options if source else ["-c", constraints()])]
        variables = source.variables if source else None
        return programs.start(command, cwd=self.root, env=variables).wait() == 0

    def pack(self):
        """Return the verified pack in ``root`` to install from, or nothing."""
        if not any((self.root / name).exists() for name in ("pack.json", "wheels")):
            return None
        from tools import pack  # here: an older Python can't read it

        problem = pack.problem_of(self.root)
        if problem:
            sys.exit(problem)
        return pack.source()

    def add(self, extra: str, source=None) -> bool:
        """Install an optional set of pyproject.toml, once; tell whether it is there."""
        import tomllib  # here: an older Python hasn't got it

        project = tomllib.loads((self.root / "pyproject.toml").read_text("utf-8"))
        packages = project["project"]["optional-dependencies"][extra]
        added = self.folder / extra
        complete = "\n".join([self.stamp.read_text("utf-8"), *packages])
        if added.is_file() and added.read_text("utf-8") == complete:
            return True
        name = self.folder.name
        print(f"Adding the packages of the {extra} to {name} (once) …", flush=True)
        if not self.install(packages, source):
            return False
        added.write_text(complete, "utf-8")
        return True
