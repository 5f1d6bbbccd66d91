"""The stored pool of trainings is what the engine trains: a part is trained again."""

from datetime import date

import numpy as np
import pytest

from benchmarks.coverage_pool import DIVERGED, EXAMPLES, FILE, PEAKS, SEEDS, trained

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]


@pytest.fixture(scope="module")
def pool():
    with np.load(FILE) as file:
        return dict(file)


def test_trainings_drawn_by_the_day_are_those_that_are_stored(engine, pool):
    today = date.today().toordinal()
    seed = int(np.random.default_rng(today).integers(SEEDS))
    [found] = trained(lambda *call: call_on(engine, *call), [seed])
    stored = np.array([pool[part][seed] for part in EXAMPLES])
    assert (found == stored).all(), f"seed {seed}"


def call_on(engine, function, given):
    return engine("networks", f"({function})(given)", given)


def test_the_pool_has_what_experiments_need(pool):
    for part, examples in EXAMPLES.items():
        assert pool[part].shape == (SEEDS, 3, len(PEAKS))
        assert pool[part].min() == DIVERGED
        assert pool[part].max() <= examples
    np.testing.assert_array_equal(pool["peaks"], PEAKS)
    assert len({seed.tobytes() for seed in pool["test"]}) == SEEDS
    assert FILE.stat().st_size < 200_000
