"""Programs for optax: their schedules have the rates of the column, compiled too."""

from functools import partial

import numpy as np
import pytest

from tests.helpers.schedules.peers.readings import needs
from tests.helpers.schedules.programs.drawn import drawn_runs
from tests.helpers.schedules.programs.executing import executed, farthest, text_of

pytestmark = [pytest.mark.xdist_group("peers"), pytest.mark.slow]

LONGEST = 128  # steps that are asked at once: JAX compiles for each length

RUNS = drawn_runs(300)


def test_rates_of_all_steps():
    jax = needs("jax")
    needs("optax")
    for drawn in RUNS:
        text = text_of(drawn, "optax")
        names = executed(text.partition("\nweights = ")[0])
        if "schedule" not in names:
            assert np.ptp(drawn.rates) == 0
            continue
        rates = jax.vmap(names["schedule"])(np.arange(LONGEST))
        rates = np.repeat(rates, drawn.steps_per_epoch or 1)[: len(drawn.rates)]
        assert farthest(rates, drawn) < 1e-6, f"{drawn}\n{text}"


def test_whole_programs_go_on_behind_their_checkpoint(tmp_path, monkeypatch):
    jax, rates = needs("jax"), []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(needs("optax"), "sgd", _noting(needs("optax").sgd, rates))
    for drawn in RUNS[:20]:
        text = text_of(drawn, "optax")
        executed(text)
        jax.effects_barrier()
        assert farthest(rates, drawn) < 1e-6, f"{drawn}\n{text}"
        before = rates.copy()
        rates.clear()
        done = executed(text)["done"]
        jax.effects_barrier()
        assert 0 < done <= len(before)
        assert before[done:] == rates, f"{drawn}\n{text}"
        (tmp_path / "checkpoint.pickle").unlink()
        rates.clear()


def _noting(sgd, rates):
    """Return SGD as it is, which also writes down by what a gradient of 1 is moved."""
    jax = needs("jax")

    def make(rate):
        inner = sgd(rate)

        def update(gradients, state, weights=None):
            ones = jax.tree.map(jax.numpy.ones_like, gradients)
            moves, _ = inner.update(ones, state, weights)
            note = partial(_note, rates)
            jax.debug.callback(note, moves, ordered=True)
            return inner.update(gradients, state, weights)

        return needs("optax").GradientTransformation(inner.init, update)

    return make


def _note(rates, move):
    rates.append(-float(move[0, 0]))
