import json
import os
import sys
from importlib import util

import pytest

from tools import programs, supported


def install(environment):
    return [
        *[str(environment.python), "-m", "pip", "install", "--quiet"],
        *["--disable-pip-version-check", "-r", "requirements.txt", "-e", "."],
        *["-c", "constraints.txt"],
    ]


def test_without_an_environment_one_is_made_and_filled(environment, started, capsys):
    environment.set_up()
    assert started.commands == [
        [sys.executable, "-m", "venv", str(environment.folder)],
        install(environment),
    ]
    assert environment.stamp.is_file()
    assert capsys.readouterr().out.count("\n") == 1


def test_uv_makes_the_environment_where_it_is_found(environment, started, monkeypatch):
    monkeypatch.setattr(programs, "find", lambda name: "/bin/" + name)
    environment.set_up()
    make, fill = started.commands
    assert make[:3] == ["/bin/uv", "venv", "--quiet"]
    assert make[3:] == ["--python", sys.executable, str(environment.folder)]
    assert fill[:6] == [
        "/bin/uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        str(environment.python),
    ]


def test_an_intel_mac_gets_the_oldest_packages(environment, started, monkeypatch):
    monkeypatch.setattr(supported, "is_intel_mac", lambda: True)
    environment.set_up()
    assert started.commands[-1] == [
        *install(environment)[:-1],
        "constraints-oldest.txt",
    ]
    started.commands.clear()
    (environment.root / "constraints.txt").write_text("numpy==2.5\n")
    environment.set_up()
    assert started.commands == []
    (environment.root / "constraints-oldest.txt").write_text("numpy==1.27\n")
    environment.set_up()
    assert len(started.commands) == 1


@pytest.fixture
def in_pack(environment):
    """Make a pack, with nothing in it, of the collection."""
    about = {"system": "any", "python": "3.11.0", "oldest": "3.11", "files": {}}
    (environment.root / "pack.json").write_text(json.dumps(about))


@pytest.mark.parametrize("uv", [None, "/bin/uv"])
def test_in_a_pack_its_wheels_alone_are_installed(
    environment, started, in_pack, monkeypatch, uv
):
    monkeypatch.setattr(programs, "find", lambda name: uv)
    monkeypatch.setenv("PIP_INDEX_URL", "file:///elsewhere")
    environment.set_up()
    assert started.commands[-1][-3:] == ["--no-index", "--find-links", "wheels"]
    assert "PIP_INDEX_URL" not in started.variables[-1]
    assert started.variables[-1]["PIP_CONFIG_FILE"] == os.devnull
    assert started.variables[-1]["UV_NO_CONFIG"] == "1"


def test_outside_a_pack_the_settings_of_pip_are_kept(environment, started):
    environment.set_up()
    assert started.variables == [None, None]


def test_a_pack_with_a_problem_changes_nothing(environment, started, in_pack):
    environment.set_up()
    started.commands.clear()
    (environment.root / "requirements.txt").write_text("numpy==2.5\n")
    (environment.root / "pack.json").write_text("{")
    with pytest.raises(SystemExit, match="^pack.json is missing or damaged: copy"):
        environment.set_up()
    assert started.commands == []
    assert environment.python.exists()


def test_a_complete_environment_is_left_alone(environment, started, capsys):
    environment.set_up()
    stamp = environment.stamp.read_text("utf-8")
    started.commands.clear()
    capsys.readouterr()
    environment.set_up()
    assert started.commands == []
    assert environment.stamp.read_text("utf-8") == stamp
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("recipe", ["requirements.txt", "constraints.txt"])
def test_changed_requirements_are_installed_into_the_same_environment(
    environment, started, recipe
):
    environment.set_up()
    started.commands.clear()
    (environment.root / recipe).write_text("numpy==2.5\n")
    environment.set_up()
    assert started.commands == [install(environment)]
    environment.set_up()
    assert len(started.commands) == 1


def test_an_environment_that_broke_off_is_made_anew(environment, started):
    started.failing = ["install"]
    with pytest.raises(SystemExit, match="could not be installed: see above"):
        environment.set_up()
    assert not environment.stamp.exists()
    started.failing = ()
    started.commands.clear()
    leftover = environment.folder / "leftover"
    leftover.touch()
    environment.set_up()
    assert len(started.commands) == 2
    assert not leftover.exists()


def test_an_update_that_fails_is_not_taken_for_complete(environment, started):
    environment.set_up()
    (environment.root / "requirements.txt").write_text("no-such-package\n")
    started.failing = ["install"]
    for _ in range(2):
        with pytest.raises(SystemExit, match="could not be installed"):
            environment.set_up()
    assert not environment.stamp.exists()


def test_an_environment_without_its_python_is_made_anew(environment, started):
    environment.set_up()
    started.commands.clear()
    environment.python.unlink()
    environment.set_up()
    assert len(started.commands) == 2


def test_an_environment_of_another_python_is_made_anew(
    environment, started, monkeypatch
):
    environment.set_up()
    started.commands.clear()
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    environment.set_up()
    assert len(started.commands) == 2


def test_an_environment_that_was_moved_is_made_anew(environment, started):
    environment.set_up()
    started.commands.clear()
    stamp = environment.stamp.read_text("utf-8")
    moved = stamp.replace(str(environment.root), "/elsewhere")
    environment.stamp.write_text(moved, "utf-8")
    environment.set_up()
    assert len(started.commands) == 2


def test_a_venv_that_cannot_be_made_ends_with_a_sentence(environment, started):
    started.failing = ["venv"]
    with pytest.raises(SystemExit, match="No environment could be made in .*venv: see"):
        environment.set_up()
    assert len(started.commands) == 1


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_ends_with_one_sentence(
    environment, started, monkeypatch, module
):
    monkeypatch.setattr(
        util, "find_spec", lambda name: None if name == module else name
    )
    with pytest.raises(SystemExit) as end:
        environment.set_up()
    assert end.value.code.startswith(f"This Python lacks its {module} module: install")
    assert "apt install python3-venv" in end.value.code
    assert "\n" not in end.value.code
    assert started.commands == []


def test_with_uv_a_python_without_venv_will_do(environment, started, monkeypatch):
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    monkeypatch.setattr(programs, "find", lambda name: name)
    environment.set_up()
    assert len(started.commands) == 2


@pytest.fixture
def complete(environment, started):
    """A complete environment, with nothing started since."""
    environment.set_up()
    started.commands.clear()
    return environment


def test_an_optional_set_is_added_once(complete, started, capsys):
    assert [complete.add("site"), complete.add("site")] == [True, True]
    [added] = started.commands
    assert added[-4:] == ["sphinx>=9", "furo", "-c", "constraints.txt"]
    assert capsys.readouterr().out.count("Adding the packages of the site") == 1


def test_after_new_pins_an_optional_set_is_renewed(complete, started):
    complete.add("site")
    (complete.root / "constraints.txt").write_text("numpy==2.5\n")
    complete.set_up()
    started.commands.clear()
    complete.add("site")
    assert len(started.commands) == 1


def test_an_optional_set_that_was_not_installed_is_not_there(complete, started):
    started.failing = ("furo",)
    assert [complete.add("site"), complete.add("site")] == [False, False]
    assert len(started.commands) == 2
