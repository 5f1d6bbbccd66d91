import platform
import re
import sys

import pytest

from tools import supported
from tools.places import ROOT
from tools.supported import check_python, constraints


@pytest.fixture
def machine(monkeypatch):
    """A function that makes this another machine, with another Python."""

    def change(system, processor, *version):
        monkeypatch.setattr(sys, "platform", system)
        monkeypatch.setattr(platform, "machine", lambda: processor)
        monkeypatch.setattr(sys, "version_info", (*version, 0))

    return change


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10), (3, 14), (4, 0)])
def test_a_python_that_does_not_fit_ends_with_one_sentence(machine, version):
    machine("linux", "x86_64", *version)
    with pytest.raises(SystemExit) as end:
        check_python()
    assert end.value.code.startswith("This is Python {}.{}, but".format(*version))
    assert "from 3.11 to 3.13: install one" in end.value.code
    assert "\n" not in end.value.code


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
@pytest.mark.parametrize(
    ("system", "processor"),
    [("linux", "x86_64"), ("darwin", "arm64"), ("win32", "AMD64")],
)
def test_a_python_that_fits_is_taken_without_a_word(
    machine, system, processor, version
):
    machine(system, processor, *version)
    check_python()
    assert constraints() == "constraints.txt"


def test_on_an_intel_mac_an_older_python_takes_the_oldest_packages(machine):
    for minor in (11, 12):
        machine("darwin", "x86_64", 3, minor)
        check_python()
        assert constraints() == "constraints-oldest.txt"
    machine("darwin", "x86_64", 3, 13)
    with pytest.raises(SystemExit) as end:
        check_python()
    assert end.value.code.startswith(
        "This is Python 3.13, but TensorFlow on a Mac with an Intel processor needs "
        "one from 3.11 to 3.12: install one"
    )
    assert "'python3.12 run.py'" in end.value.code
    assert "\n" not in end.value.code


def test_the_versions_are_those_of_the_project_file():
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    [versions] = re.findall(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', project)
    oldest, beyond = map(int, versions)
    assert ((3, oldest), (3, beyond - 1)) == (supported.OLDEST, supported.NEWEST)
