"""A part of Keras that is loaded when it is first used: its wrappers for scikit-learn.

Importing Keras loads these wrappers, and with them scikit-learn and much of SciPy,
which takes half a second and 40 MB in every kernel. No notebook uses them; whoever does
finds them as always.
"""

import sys
from contextlib import contextmanager
from importlib.machinery import PathFinder
from importlib.util import LazyLoader

PARTS = ("keras.wrappers", "keras.api.wrappers")  # the second in older ones


class _Finder:
    @staticmethod
    def find_spec(name, path, target=None):
        if name not in PARTS:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def parts_when_used():
    """Within the block, an import of one of PARTS waits until the part is used."""
    sys.meta_path.insert(0, _Finder)
    try:
        yield
    finally:
        sys.meta_path.remove(_Finder)
