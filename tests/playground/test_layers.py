"""The modules of the playground stand in the order that their folders' pages say."""

import re

import pytest

from playground.bundle import SOURCES

NAMED = re.compile(r"`([\w/]+\.js)`")
IMPORTED = re.compile(r'(?:\bfrom |\bnew URL\()"(\.[^"]+)"')


def imported_by(path):
    """Return the paths of the modules that a module imports."""
    found = IMPORTED.findall(path.read_text("utf-8"))
    return [(path.parent / relative).resolve() for relative in found]


@pytest.mark.parametrize(("folder", "outside"), [("engine", ()), ("page", ("engine",))])
def test_a_module_imports_only_what_is_named_before_it(folder, outside):
    home = SOURCES / folder
    named = NAMED.findall((home / "README.md").read_text("utf-8"))
    there = [path.relative_to(home).as_posix() for path in home.rglob("*.js")]
    assert sorted(named) == sorted(there)
    imports = 0
    for place, name in enumerate(named):
        for path in imported_by(home / name):
            imports += 1
            first, _, rest = path.relative_to(SOURCES).as_posix().partition("/")
            allowed = first in outside or (folder == "page" and first == "strings")
            assert allowed or (first == folder and rest in named[:place]), (name, path)
    assert imports > 20
