"""The landscapes of notebook 06, and the balls on them."""

import nbformat
import numpy as np
import pytest
from scipy.stats import binomtest

from helpers import schedules
from tools.places import NOTEBOOKS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]


@pytest.fixture(scope="module")
def notebook():
    """What notebook 06 defines up to its first schedules, run as it stands there."""
    path = NOTEBOOKS / "06_local_minima.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    wanted = ("class Landscape:", "schedules = {", "def at_best")
    code = [cell.source for cell in cells if cell.source.startswith(wanted)]
    assert len(code) == 3
    names = vars(schedules) | {"np": np, "binomtest": binomtest}
    exec("\n".join(code), names)
    return names


NAMES = {
    "sharp local, wide best": "sharpLocal",
    "wide local, sharp best": "wideLocal",
    "equally wide": "equal",
}


def test_landscapes_are_those_of_notebook_06(engine, notebook):
    x = np.linspace(-8, 8, 161)
    made = """Object.entries(m.LANDSCAPES).map(([name, scene]) => [name, {
      loss: given.map((x) => m.loss(scene, x)),
      slope: given.map((x) => m.slope(scene, x)),
      sharpness: scene.wells.map(m.sharpness),
      best: scene.best,
    }])"""
    seen = dict(engine("landscapes", made, x.tolist()))
    assert list(seen) == [NAMES[name] for name in notebook["landscapes"]]
    for name, scene in notebook["landscapes"].items():
        own = seen[NAMES[name]]
        assert own["loss"] == pytest.approx(scene.loss(x))
        assert own["slope"] == pytest.approx(scene.slope(x))
        assert own["sharpness"] == pytest.approx(scene.depth / scene.width**2)
        assert own["best"] == scene.best()


PEAKS = dict(zip(NAMES, (1.0, 0.6, 1.0), strict=True))  # those of the notebook


@pytest.mark.parametrize(("name", "peak"), PEAKS.items())
def test_balls_descend_as_in_notebook_06(engine, notebook, name, peak):
    """Without noise the paths are the notebook's, and so is where each ball settles."""
    made = """((scene) => {
      const paths = m.descend(scene, given.column, given.starts);
      const small = new Float64Array(200).fill(0.05);
      const rests = m.descend(scene, small, paths.at(-1)).at(-1);
      return [paths.map(plain), plain(rests)];
    })(m.LANDSCAPES[given.name])"""
    scene = notebook["landscapes"][name]
    for schedule in ("cosine", "restarts", "small constant"):
        column = notebook["schedules"][schedule](peak)
        expected = notebook["descend"](scene, column, 0.0)[:, :20]
        given = {"name": NAMES[name], "column": column.tolist()}
        given["starts"] = expected[0].tolist()
        paths, rests = engine("landscapes", made, given)
        np.testing.assert_allclose(paths[1:], expected[1:], rtol=0, atol=2e-5)
        at_best = notebook["at_best"](scene, column, 0.0)[:20]
        aside = np.abs(np.array(rests) - scene.centre[scene.best()])
        settled = aside < scene.width[scene.best()]
        assert settled.tolist() == at_best.tolist()


def test_noise_is_normal_and_the_same_for_all_columns(engine):
    """On a step the noise moves a ball by −rate · noise · a normal number."""
    made = """given.map(([rate, noise, seed]) => {
      const scene = { wells: [] };
      const starts = new Float64Array(2000);
      return plain(m.descend(scene, [rate], starts, { noise, seed })[1]);
    })"""
    given = [[0.1, 1, 1], [0.2, 1, 1], [0.1, 0.5, 1], [0.1, 1, 2], [0.1, 0, 1]]
    one, faster, softer, other, still = np.array(engine("landscapes", made, given))
    assert np.std(one) == pytest.approx(0.1, rel=0.06)
    np.testing.assert_allclose(faster, 2 * one, atol=2e-6)
    np.testing.assert_allclose(softer, one / 2, atol=2e-6)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.1
    assert not still.any()
