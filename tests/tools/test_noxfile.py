"""Which packages and which tests the sessions of noxfile.py take."""

import os
from importlib import import_module
from types import SimpleNamespace

import pytest

from tools import supported
from tools.places import ROOT

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


def test_a_hosted_notebook_has_neither_the_collection_nor_what_it_needs(noxfile):
    installed, tested = done(noxfile.hosted, "-v")
    assert installed == ["nbformat", "pytest", *noxfile.HOSTED]
    assert {"tensorflow-cpu==2.20.0", "keras==3.13.2"} < set(installed)
    assert tested[:3] == ["python", "-m", "pytest"]
    assert tested[-2:] == ["tests/notebooks/test_alone.py", "-v"]
    assert (ROOT / tested[-2]).is_file()


def test_what_follows_goes_to_pytest(noxfile):
    _, tested = done(noxfile.oldest, "-k", "cosine")
    assert tested == ["python", "-m", "pytest", "-k", "cosine"]


def test_the_sessions_have_pythons_that_fit(noxfile):
    oldest, newest = ("{}.{}".format(*v) for v in (supported.OLDEST, supported.NEWEST))
    assert noxfile.tests.python == [oldest, "3.12", newest]
    assert noxfile.oldest.python == oldest
    assert noxfile.newest.python == noxfile.hosted.python == newest
