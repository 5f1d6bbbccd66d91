"""What the tests of environments and commands share."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tools import programs
from tools.environment import Environment


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """The environment of a small collection, not yet made."""
    (tmp_path / "requirements.txt").write_text("numpy\n")
    (tmp_path / "constraints.txt").write_text("numpy==2.4\n")
    (tmp_path / "constraints-oldest.txt").write_text("numpy==1.26\n")
    (tmp_path / "pyproject.toml").write_text(
        "[project.optional-dependencies]\n"
        'site = ["sphinx>=9", "furo"]\nclassroom = ["nbgrader"]\n'
    )
    (tmp_path / "notebooks").mkdir()
    return Environment(tmp_path)


@pytest.fixture
def started(monkeypatch):
    """What is started, as ``commands`` and their ``variables``; nothing really is.

    What has a word in ``failing`` fails. Making an environment makes its Python. There
    is no uv.
    """
    found = SimpleNamespace(commands=[], variables=[], failing=(), code=0)

    def start(command, **options):
        command = [str(part) for part in command]
        found.commands.append(command)
        found.variables.append(options.get("env"))
        failed = any(part in command for part in found.failing)
        if "venv" in command and not failed:
            python = Environment(Path(command[-1]).parent).python
            python.parent.mkdir(parents=True)
            python.touch()
        return SimpleNamespace(wait=lambda: int(failed) or found.code)

    monkeypatch.setattr(programs, "start", start)
    monkeypatch.setattr(programs, "find", lambda name: None)
    return found
