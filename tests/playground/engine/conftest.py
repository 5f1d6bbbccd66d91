"""The engine in a browser, and what several of its tests compare with Python."""

import numpy as np
import pytest

from playground.serve import served
from tests.playground.engine.settings import COLUMNS, draw, settings

# A typed array would come back as an object; what is Refused, as its key and values.
PRELUDE = """
const { Refused } = await import('/engine/refused.js');
const plain = (value) => ArrayBuffer.isView(value) ? Array.from(value) : value;
const or = (compute) => {
  try { return plain(compute()); } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    return { refused: problem.key, ...problem.values };
  }
};
"""


@pytest.fixture(scope="package")
def engine(browser):
    """Return a function that runs a piece of JavaScript on what the engine exports.

    ``engine("bounds", "m.coefficients(given)", given)`` is an expression in the module
    ``m``, with what is given as ``given``.
    """
    with served() as address:
        page = browser.new_page()
        page.goto(f"{address}/strings/")

        def run(module, expression, given=None):
            imported = f"const m = await import('/engine/{module}.js');"
            names = f"{imported} {PRELUDE} return {expression};"
            return page.evaluate(f"async (given) => {{ {names} }}", given)

        yield run
        page.close()


@pytest.fixture(scope="package")
def columns(engine):
    """Drawn settings, each with the engine's column of it."""
    chosen = settings(draw)
    return list(zip(chosen, engine("columns", COLUMNS, chosen), strict=True))


@pytest.fixture(scope="package")
def sequences(engine):
    """The data as the engine has it: inputs (5000, 40), labels, and parts."""
    made = "((d) => [plain(d.inputs), plain(d.labels), d.parts])(m.mnist1d())"
    inputs, labels, parts = engine("data", made)
    parts = {name: slice(*rows) for name, rows in parts.items()}
    return np.float32(inputs).reshape(-1, 40), np.array(labels), parts
