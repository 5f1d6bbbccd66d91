"""A machine that has no MNIST, and finds nobody to ask for it."""

import os
import re
from contextlib import contextmanager
from functools import cache
from pathlib import Path

READS = re.compile(r"\b(load_mnist|check_machine)\(")
NOBODY = "http://127.0.0.1:9"
LEFT_OUT = ("MNIST_NPZ", "no_proxy", "NO_PROXY")


@cache
def reads_mnist(notebook: Path) -> bool:
    """Tell whether the code of a notebook asks for MNIST."""
    import nbformat  # not where tests begin: processes wait for that

    cells = nbformat.read(notebook, as_version=4).cells
    return any(READS.search(c.source) for c in cells if c.cell_type == "code")


def environment(keras_home: str) -> dict[str, str]:
    """Return the variables of such a machine, with a folder for Keras's cache."""
    plain = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    nobody = dict.fromkeys(("http_proxy", "https_proxy"), NOBODY)
    return plain | nobody | {"KERAS_HOME": keras_home}


@contextmanager
def nothing_at_hand():
    """Let processes that start here begin on such a machine, with no cache at all."""
    before = dict(os.environ)
    now = environment(os.path.join(os.devnull, "keras"))
    try:
        for name in LEFT_OUT:
            os.environ.pop(name, None)
        os.environ.update(now)
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
