#!/usr/bin/env bash
# hatchling 1.33.0, Python 3.11
#
# With `dev-mode-dirs` an editable wheel holds a .pth file that hatchling writes by
# itself. Its hook `get_requires_for_build_editable` asks for `editables` all the same,
# so that `pip install -e .` fails where there are only wheels of hatchling and of what it
# depends on, though the wheel is built without it.
#
# Seen:
#   asks for: ['editables~=0.3']
#   built without it: tiny-1.0-py2.py3-none-any.whl
#   in the wheel: _tiny.pth
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/python -m pip install --quiet hatchling==1.33.0
mkdir tiny
touch tiny/__init__.py
cat >pyproject.toml <<'END'
[build-system]
requires = ["hatchling==1.33.0"]
build-backend = "hatchling.build"

[project]
name = "tiny"
version = "1.0"

[tool.hatch.build]
dev-mode-dirs = ["."]
END
cat >ask.py <<'END'
import importlib.util
import zipfile

from hatchling import build

asked = build.get_requires_for_build_editable()
print("asks for:", asked)
assert importlib.util.find_spec("editables") is None
name = build.build_editable(".")
print("built without it:", name)
inside = [name for name in zipfile.ZipFile(name).namelist() if "info/" not in name]
print("in the wheel:", *inside)
assert asked == ["editables~=0.3"]
assert inside == ["_tiny.pth"]
END
env/bin/python ask.py
