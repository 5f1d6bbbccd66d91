"""The columns of the family, for hundreds of drawn settings."""

import numpy as np
import pytest

from tests.playground.engine.python_side import column_of
from tests.playground.engine.settings import COLUMNS, DRAWN, draw_spoilt, settings

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]


def test_columns_are_those_of_python(engine, columns):
    for (name, args, steps), column in columns:
        expected = column_of(name, args, steps)
        assert isinstance(column, list), (name, args, steps, column)
        error = np.abs(np.array(column) - expected).max()
        assert error <= 1e-12 * expected.max(), (name, args, steps)
    seen = {name for (name, _, _), _ in columns}
    assert seen == set(engine("columns", "Object.keys(m.FAMILY)"))


def test_what_python_refuses_is_refused_and_nothing_else(engine):
    chosen = settings(draw_spoilt)
    refused = 0
    for (name, args, steps), column in zip(
        chosen, engine("columns", COLUMNS, chosen), strict=True
    ):
        try:
            expected = column_of(name, args, steps)
        except (ValueError, TypeError):
            refused += 1
            assert "refused" in column, (name, args, steps)
        else:
            assert isinstance(column, list), (name, args, steps, column)
            np.testing.assert_allclose(column, expected, 0, 1e-12 * max(expected))
    assert DRAWN / 5 < refused < DRAWN * 4 / 5


def test_every_argument_may_be_what_its_range_says(engine):
    """At both ends of its range, with all others as they are at first."""
    tried = engine(
        "columns",
        """Object.keys(m.FAMILY).flatMap((name) => given.flatMap((steps) => {
          const args = m.allArguments(name, steps);
          const all = m.FAMILY[name].arguments;
          const tries = all.flatMap(({ name: key, kind, range }) => {
            if (kind === "list" || kind === "points") return [args];
            const [least, most] = range(args, steps);
            const low = kind === "factor" || key === "peak" ? 1e-9 : least;
            return [low, most === Infinity ? 1e300 : most].map(
              (value) => ({ ...args, [key]: value }));
          });
          return tries.map((args) =>
            [name, args, or(() => m.FAMILY[name].column(args, steps)).length]);
        }))""",
        [1, 2, 3, 10, 1000],
    )
    assert len(tried) > 200
    refused = [(name, args) for name, args, length in tried if not length]
    # A floor or a start above a peak that was lowered, and only these.
    for name, args in refused:
        assert max(args.get("floor", 0), args.get("start", 0)) > args["peak"], (
            name,
            args,
        )


def test_the_column_that_is_read_is_the_one_that_was_drawn(engine):
    column = np.random.default_rng(3).random(97)
    seen = engine(
        "columns",
        """({stairs: plain(m.staircase(given, 10)), ...m.summary(given),
          shape: plain(m.shapeOf(given)), same: plain(m.resampled(given, 97)),
          fewer: plain(m.resampled(given, 31)),
          more: plain(m.resampled(given, 291))})""",
        column.tolist(),
    )
    assert seen["stairs"] == [column[step - step % 10] for step in range(97)]
    assert seen["peak"] == column.max()
    assert seen["mean"] == pytest.approx(column.mean(), rel=1e-12)
    assert seen["belowTenth"] == np.mean(column < column.max() / 10) > 0
    assert seen["shape"] == (column / column.max()).tolist()
    assert seen["same"] == column.tolist()
    assert seen["more"] == pytest.approx(np.repeat(column, 3))
    thirds = np.repeat(column, 31).reshape(31, 97).mean(axis=1)
    assert seen["fewer"] == pytest.approx(thirds)
