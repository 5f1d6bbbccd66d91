"""Schedules as code."""

import numpy as np
import pytest

from helpers import schedules

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]


def test_translations_are_python_s_texts(engine, columns):
    chosen = [setting for setting, _ in columns]
    made = "given.map(([name, args, steps]) => m.translations({ name, args }, steps))"
    said = 0
    for (name, args, steps), texts in zip(
        chosen, engine("translations", made, chosen), strict=True
    ):
        expected = {}
        if name in ("cosine", "warmup_cosine") and not args["endpoint"]:
            warmup = args.get("warmup", 0)
            start = args.get("start", 0.0)
            expected = schedules.translations(
                args["peak"], steps - warmup, args["floor"], warmup, start
            )
        assert texts == expected
        said += len(texts)
    assert said > 200


def test_code_and_lists_give_the_same_column_in_python(engine, columns):
    chosen = [setting for setting, _ in columns]
    made = "given.map(([name, args, steps]) => m.asCode({ name, args }, steps))"
    known = vars(schedules) | {"np": np}
    for ((name, _, steps), column), code in zip(
        columns, engine("translations", made, chosen), strict=True
    ):
        made_of_it = eval(code, known)
        if name != "freehand":
            made_of_it = schedules.table(made_of_it, steps)
        np.testing.assert_allclose(made_of_it, column, rtol=0, atol=1e-12 * max(column))


def test_numbers_are_written_as_python_writes_them(engine):
    random = np.random.default_rng(4)
    numbers = (10 ** random.uniform(-30, 30, 500)).tolist()
    numbers += [round(number, 4) for number in random.random(300).tolist()]
    numbers += [
        0.0,
        1.0,
        5e-324,
        1.7976931348623157e308,
        1e-4,
        9.999e-5,
        1e15,
        1e16,
        1e22,
    ]
    assert engine("translations", "m.asList(given)", numbers) == repr(numbers)
