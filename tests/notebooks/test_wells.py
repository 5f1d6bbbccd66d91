"""The starts of notebook 06: the same for two schedules, others for another setting."""

import nbformat
import numpy as np
import pytest

from helpers.schedules import constant, cosine, cosine_restarts, table
from tools.notebooks import choose

FROM_THE_PAGE = ("06-03", "06-11")


@pytest.fixture(scope="module")
def page():
    """The landscapes and the descent of the page, from its cells."""
    names = {"np": np, "table": table, "constant": constant, "cosine": cosine}
    names["cosine_restarts"] = cosine_restarts
    for cell in nbformat.read(choose("06"), as_version=4).cells:
        if cell.id in FROM_THE_PAGE:
            exec(cell.source, names)
    return names


def paths(page, rates, **options):
    scene = page["landscapes"]["equally wide"]
    return page["descend"](scene, rates, **options)


def test_two_schedules_have_the_same_starts_and_the_same_noise(page):
    ours, other = np.full(20, 0.1), np.full(50, 0.1)
    same = [paths(page, rates, noise=1.0, seed=3) for rates in (ours, other)]
    assert same[0].shape == (21, 400)
    assert np.array_equal(same[0], same[1][:21])


def test_each_setting_has_starts_and_noise_of_its_own(page):
    five = paths(page, np.full((20, 5, 1), 0.1), noise=1.0, seed=3)
    others = paths(page, np.full((20, 5, 1), 0.1), noise=1.0, seed=4)
    settings = np.concatenate([five, others], axis=1)
    for moment in settings[[0, -1]]:
        alike = np.corrcoef(moment) - np.eye(10)
        assert np.abs(alike).max() < 0.2


def test_every_setting_of_the_figure_draws_anew():
    cells = {c.id: c for c in nbformat.read(choose("06"), as_version=4).cells}
    loop = cells["figure-settings"].source.split("for noise, colour in")[1]
    assert "seed = next(fresh)" in loop
    assert "at_best(scene, rates, noise, seed)" in loop
