"""The small pictures of schedules in the reference."""

import inspect

import pytest

from helpers import schedules
from helpers.schedules import Schedule
from website import curves


def test_every_schedule_has_a_picture():
    members = [getattr(schedules, name) for name in schedules.__all__]
    made = {
        member.__name__
        for member in members
        if inspect.isfunction(member)
        and inspect.signature(member).return_annotation is Schedule
        and member is not schedules.reading
    }
    assert made == set(curves.CALLS)


@pytest.mark.parametrize("name", curves.CALLS)
def test_a_picture_shows_the_column_of_its_call(name):
    call, line = curves.CALLS[name]
    assert call.startswith(f"{name}(")
    column = curves.rates(call)
    assert column.max() == pytest.approx(0.1)
    [axes] = curves.draw(column, line).axes
    [drawn] = axes.lines
    assert drawn.get_ydata()[:-1].tolist() == column.tolist()
    assert f"{column[0]:.2g} at step 0" in curves.describe(name, column)


@pytest.mark.slow
def test_pictures_drawn_again_are_the_same(tmp_path):
    for folder in ("one", "two"):
        curves.write(tmp_path / folder)
    names = {path.name for path in (tmp_path / "one").iterdir()}
    assert names == {f"{name}.svg" for name in curves.CALLS}
    for name in names:
        picture = (tmp_path / "one" / name).read_bytes()
        assert picture == (tmp_path / "two" / name).read_bytes()
        assert len(picture) < 20_000
        assert b"http" not in picture.replace(b"http://www.w3.org/", b"")


def test_a_name_that_is_no_schedule_has_no_picture():
    assert curves.figure("helpers.sweep.runs.sweep") == []
    assert curves.figure("helpers.other.cosine") == []
    assert curves.figure("helpers.schedules.decays.cosine")[0] == (
        ":::{figure} curves/cosine.svg"
    )
