import numpy as np
import pytest

from helpers.valley import bottom

FINE = 2.0 ** (np.arange(-14, 4) / 2)
COARSE = 2.0 ** np.arange(-7, 2)


def parabola(peaks, at, lowest=3.0, bend=0.3):
    """Errors that are a parabola in the logarithms of both."""
    return lowest * np.exp(bend * np.log(np.asarray(peaks) / at) ** 2)


@pytest.mark.parametrize("at", [0.03, 0.0777, 0.1, 0.25])
@pytest.mark.parametrize("peaks", [FINE, COARSE, [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]])
@pytest.mark.parametrize("limits", [{}, {"within": 1.2}, {"reach": np.inf}])
def test_the_bottom_of_a_parabola_is_found_on_any_grid(at, peaks, limits):
    assert bottom(peaks, parabola(peaks, at), **limits) == float(f"{at:.3g}")


def test_the_order_of_the_peaks_and_the_unit_of_the_errors_do_not_count():
    random = np.random.default_rng(0)
    for _ in range(50):
        errors = parabola(FINE, 0.1) * random.uniform(0.9, 1.1, len(FINE))
        mixed = random.permutation(len(FINE))
        found = bottom(FINE, errors)
        assert bottom(FINE[mixed], errors[mixed]) == found
        assert bottom(FINE, 100 * errors) == found
        assert bottom(100 * FINE, errors) == pytest.approx(100 * found)


def test_a_bottom_scatters_less_than_the_best_peak_of_the_grid():
    random = np.random.default_rng(0)
    noise = random.normal(0, 0.05, (500, len(FINE)))
    errors = parabola(FINE, 0.1) * np.exp(noise)
    found = np.log([bottom(FINE, valley) for valley in errors])
    best = np.log(FINE[errors.argmin(axis=1)])
    assert found.mean() == pytest.approx(np.log(0.1), abs=0.02)
    assert found.std() < 0.7 * best.std()


WALL = [80, 75, 65, 50, 52, 85], [0.001, 0.003, 0.01, 0.03, 0.1, 0.3]


def test_walls_beyond_either_limit_are_not_seen():
    errors, peaks = WALL
    near = bottom(peaks[2:5], errors[2:5])
    assert bottom(peaks, errors) == near
    assert bottom(peaks, errors, within=1.1, reach=np.inf) == near
    assert bottom(peaks, errors, reach=np.inf) != near


def test_what_lies_beyond_a_hill_belongs_to_another_valley():
    errors = np.array([4.0, 3.5, 3.9, 9.0, 3.6, 3.6, 9.0])
    peaks = 2.0 ** (np.arange(7) / 4)
    alone = bottom(peaks[:4], errors[:4])
    assert bottom(peaks, errors) == alone
    errors[3] = np.inf  # a wall of networks that diverged
    assert bottom(peaks, errors) == bottom(peaks[:3], errors[:3])


@pytest.mark.parametrize("gone", [np.inf, np.nan])
def test_what_diverged_is_no_point_of_the_parabola(gone):
    found = bottom([0.1, 0.2, 0.4, 0.8], [5.0, 4.0, gone, gone])
    assert found == 0.2  # two are left: the best of the grid
    whole = bottom(FINE[:-4], parabola(FINE, 0.1)[:-4])
    assert bottom(FINE, [*parabola(FINE, 0.1)[:-4], *[gone] * 4]) == whole


def test_a_neighbour_that_has_all_but_diverged_is_a_wall():
    peaks = [0.1, 0.2, 0.4, 0.8]
    assert bottom(peaks, [3.3, 3.0, 3.2, 90.0]) == bottom(peaks[:3], [3.3, 3.0, 3.2])
    assert bottom(peaks, [3.3, 3.0, 90.0, 90.0]) == 0.2  # two are left
    steep = bottom(peaks, [3.3, 3.0, 29.0, 90.0])
    assert 0.1 < steep < 0.2


@pytest.mark.parametrize(
    ("errors", "found"),
    [
        ([3.0, 4.0, 5.0], 0.1),  # falls towards the edge
        ([5.0, 4.0, 3.0], 0.4),
        ([4.0, 4.0, 4.0], 0.1),  # flat: the first
        ([3.0, 4.0, 3.5], 0.1),  # opens downwards
        ([5.0], 0.1),
        ([5.0, 4.0], 0.2),
    ],
)
def test_where_no_parabola_opens_upwards_it_is_the_best_of_the_grid(errors, found):
    peaks = np.array([0.1, 0.2, 0.4])[: len(errors)]
    assert bottom(peaks, errors, reach=5) == found


def test_a_bottom_is_not_beyond_the_peaks_that_are_fitted():
    peaks = np.array([1.0, 1.5, 2.0, 2.5, 3.0])
    errors = parabola(peaks, 0.2, bend=0.05)
    assert bottom(peaks, errors) == 1.0
    assert bottom(1 / peaks, errors) == 1.0


@pytest.mark.parametrize("errors", [[1.0, 0.0, 1.0], [-2.0, -3.0, -2.0]])
def test_errors_without_a_logarithm_are_fitted_as_they_are(errors):
    assert bottom([0.1, 0.2, 0.4], errors) == 0.2
    far = [100.0, *errors, 100.0]
    assert bottom([0.05, 0.1, 0.2, 0.4, 0.8], far) == 0.2


def test_three_digits_are_kept():
    for at in np.random.default_rng(0).uniform(0.02, 0.5, 20):
        found = bottom(FINE, parabola(FINE, at))
        assert found == float(f"{found:.3g}")
        assert found == pytest.approx(at, rel=0.006)


@pytest.mark.parametrize(
    ("peaks", "errors", "said"),
    [
        ([0.1, 0.2], [1.0], "two columns of one length"),
        ([[0.1, 0.2]], [[1.0, 2.0]], "two columns of one length"),
        (0.1, 1.0, "two columns of one length"),
        ([0.1, 0.0], [1.0, 2.0], "different rates above 0"),
        ([0.1, -0.2], [1.0, 2.0], "different rates above 0"),
        ([0.1, np.nan], [1.0, 2.0], "different rates above 0"),
        ([0.1, np.inf], [1.0, 2.0], "different rates above 0"),
        ([0.1, 0.1], [1.0, 2.0], "different rates above 0"),
        ([0.1, 0.2], [np.nan, np.inf], "one that is finite"),
        ([], [], "one that is finite"),
    ],
)
def test_what_is_no_valley_is_named(peaks, errors, said):
    with pytest.raises(ValueError, match=said):
        bottom(peaks, errors)


@pytest.mark.parametrize("name", ["within", "reach"])
@pytest.mark.parametrize("value", [0, -1, np.nan, "2"])
def test_a_limit_that_is_none_is_named(name, value):
    with pytest.raises((ValueError, TypeError), match=f"{name} = "):
        bottom(FINE, parabola(FINE, 0.1), **{name: value})
