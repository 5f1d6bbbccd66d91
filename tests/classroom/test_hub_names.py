"""Names of students as schools have them, and the folders that the server makes."""

import asyncio
import os
import pwd
from types import SimpleNamespace

import pytest

pytest.importorskip("jupyterhub", reason="needs the extra hub")

import pamela
from jupyterhub.auth import PAMAuthenticator
from jupyterhub.spawner import LocalProcessSpawner, SimpleLocalProcessSpawner
from traitlets.config import Config, PyFileConfigLoader

from tools.places import ROOT

CONFIG = ROOT / "classroom" / "jupyterhub_config.py"
NAMES = ("anna.meier", "Anna", "anna", "anna@school", "anna+1", "SCHOOL\\ben", "zoë")


@pytest.fixture
def config(tmp_path, monkeypatch):
    """The settings, for a folder of a class with one notebook."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_start.ipynb").write_text("{}")
    monkeypatch.setenv("CLASS_FOLDER", str(tmp_path))
    users = {name: 1500 + number for number, name in enumerate(NAMES)}

    def found(name):
        return SimpleNamespace(pw_name=name, pw_uid=users[name], pw_gid=1500)

    back = {number: name for name, number in users.items()}
    monkeypatch.setattr(pwd, "getpwnam", found)
    monkeypatch.setattr(pwd, "getpwuid", lambda number: found(back[number]))
    return PyFileConfigLoader(CONFIG.name, path=str(CONFIG.parent)).load_config()


def log_in(config, name):
    """Return as whom the hub takes somebody who gives a right password."""
    here = PAMAuthenticator(config=Config(PAMAuthenticator=config.PAMAuthenticator))
    here.allow_all = True
    given = {"username": name, "password": "right"}
    return asyncio.run(here.get_authenticated_user(None, given))["name"]


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_its_own_user(config, monkeypatch, name):
    monkeypatch.setattr(pamela, "authenticate", lambda *a, **k: None)
    monkeypatch.setattr(pamela, "check_account", lambda *a, **k: None)
    assert log_in(config, name) == name


def spawner(config, name, kind=LocalProcessSpawner):
    """Return what starts the server of a student."""
    made = kind(config=config)
    made.user = SimpleNamespace(name=name)
    return made


@pytest.mark.parametrize("name", NAMES)
def test_each_student_gets_a_folder_that_is_the_student_s(
    config, monkeypatch, tmp_path, name
):
    given = {}
    monkeypatch.setattr(
        os, "chown", lambda path, user, group, **more: given.update({path.name: user})
    )
    here = spawner(config, name)
    here.pre_spawn_hook(here)
    here.pre_spawn_hook(here)  # another day
    home = tmp_path / "students" / name
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "notebooks" / "00_start.ipynb").is_file()
    assert set(given.values()) == {pwd.getpwnam(name).pw_uid}
    assert {"plan", name, "00_start.ipynb"} <= given.keys()


def test_a_name_that_the_system_does_not_know_is_told_and_leaves_no_folder(
    config, tmp_path
):
    here = spawner(config, "unknown")
    with pytest.raises(Exception, match="The system has no user 'unknown'") as found:
        here.pre_spawn_hook(here)
    assert found.value.jupyterhub_message == str(found.value)  # what the hub shows
    assert not (tmp_path / "students" / "unknown").exists()
    assert not (tmp_path / "inbox").exists()


def test_a_trial_needs_no_users(config, tmp_path):
    here = spawner(config, "student-1", SimpleLocalProcessSpawner)
    here.pre_spawn_hook(here)
    assert (tmp_path / "students" / "student-1").stat().st_uid == os.geteuid()
