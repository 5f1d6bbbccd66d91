"""Say so where a file called ``helpers`` hides the ``helpers`` of the collection.

A student's ``helpers.py`` beside a notebook comes first on Python's path, and
``from helpers.schedules import cosine`` would end in "'helpers' is not a package".
Here it ends in a sentence that names the file; ``import helpers`` goes on giving that
file. Installed beside the collection, it starts with Python by ``helpers_guard.pth``,
so it imports nothing that isn't there already, and lets any problem of its own pass.
"""

import os
import sys


class Guard:
    """A finder of modules that asks all others, and speaks where they find nothing."""

    def find_spec(self, name, path=None, target=None):
        """Return what the other finders find for ``helpers`` and modules in it."""
        if name != "helpers" and not name.startswith("helpers."):
            return None
        spec, problem = None, ""
        try:
            spec = self._ask_others(name, path, target)
            if spec is None:
                problem = _hidden(name) if path is not None else ""
            elif spec.submodule_search_locations is None and _is_file(
                f"{name}.__init__"
            ):
                _let_ask_for_modules(spec)
        except Exception:  # Python goes on as it would without this
            return None
        if problem:
            raise ImportError(problem, name=name)
        return spec

    def _ask_others(self, name, path, target):
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec:
                return spec
        return None


def _is_file(name):
    """Tell whether a folder of the path has the file of the module ``name``."""
    for folder in sys.path:
        place = os.path.join(folder, *name.split("."))
        if any(
            map(os.path.isfile, (f"{place}.py", os.path.join(place, "__init__.py")))
        ):
            return True
    return False


def _let_ask_for_modules(spec):
    """Make Python ask the finders for modules in what is one file.

    It does so where there is a ``__path__``, even an empty one.
    """
    execute = spec.loader.exec_module

    def exec_module(module):
        module.__path__ = []
        execute(module)

    spec.loader.exec_module = exec_module


def _hidden(name):
    """Return the sentence on the module ``name``, if it is further on the path."""
    if not _is_file(name):
        return ""
    parent = sys.modules[name.rpartition(".")[0]]
    hiding = parent.__file__ or next(iter(parent.__path__))
    remedy = "rename it, or work in another folder"
    if {"site-packages", "dist-packages"} & {*hiding.split(os.sep)}:
        remedy = "uninstall that package"
    return (
        f"{hiding} hides {name} of the collection: {remedy}, and start the kernel, or "
        "Python, anew."
    )


def _start():
    sys.meta_path.insert(0, Guard())
    loaded = sys.modules.get("helpers")
    if loaded and not hasattr(loaded, "__path__"):
        loaded.__path__ = []


_start()
