"""The bound on the last loss."""

import pytest

from helpers import bounds

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]


def test_the_bound_is_python_s(engine, columns):
    chosen = [column for _, column in columns if max(column) > 0][:150]
    made = "given.map((column) => [m.coefficients(column), m.bestMultiple(column)])"
    for column, (pair, multiple) in zip(
        chosen, engine("bounds", made, chosen), strict=True
    ):
        assert pair == pytest.approx(bounds.coefficients(column), rel=1e-9)
        assert multiple == pytest.approx(bounds.best_multiple(column), rel=1e-9)
    assert engine("bounds", "or(() => m.coefficients([0, 0]))") == {
        "refused": "columnStill"
    }
