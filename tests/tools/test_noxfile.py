"""Which packages and which tests the sessions of noxfile.py take."""

import os
from importlib import import_module
from types import SimpleNamespace

import pytest

from tools import supported

pytest.importorskip("nox", reason="needs the extra versions")


@pytest.fixture
def noxfile(monkeypatch):
    """The module, which leaves the variables of this process alone."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    return import_module("noxfile")


def done(run, *posargs):
    """Return what a session installs and what it runs."""
    given = []
    session = SimpleNamespace(posargs=[*posargs])
    session.install = lambda *words: given.append([*words])
    session.run = lambda *words: given.append([*words])
    run.func(session)
    return given


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("tests", ["-c", "constraints.txt"]),
        ("oldest", ["-c", "constraints-oldest.txt"]),
        ("newest", ["--upgrade"]),
    ],
)
def test_a_session_has_packages_of_its_own(noxfile, name, options):
    installed, tested = done(getattr(noxfile, name))
    assert installed == ["pip", "-r", "requirements.txt", "-e", ".", *options]
    assert tested == ["python", "-m", "pytest", "-n", "2"]


def test_what_follows_goes_to_pytest(noxfile):
    _, tested = done(noxfile.oldest, "-k", "cosine")
    assert tested == ["python", "-m", "pytest", "-k", "cosine"]


def test_the_sessions_have_pythons_that_fit(noxfile):
    oldest, newest = ("{}.{}".format(*v) for v in (supported.OLDEST, supported.NEWEST))
    assert noxfile.tests.python == [oldest, "3.12", newest]
    assert noxfile.oldest.python == oldest
    assert noxfile.newest.python == newest
