"""How often intervals hold what they say, by whole experiments of the playground."""

from contextlib import nullcontext
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from benchmarks import coverage
from benchmarks.held import held
from benchmarks.playground import opened_page
from helpers.lesson.coverage import read

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]


@pytest.fixture(scope="module")
def stored():
    return read()


def test_the_share_and_its_exact_interval():
    """Clopper and Pearson's ends are quantiles of two beta distributions."""
    means, halves = np.array([0.0] * 6 + [3.0, -3.0, 3.0, -3.0]), 1.0
    found = held(means, halves)
    low, high = beta.ppf([0.025, 0.975], [6, 7], [5, 4])
    assert (found.share, found.low, found.high) == pytest.approx((0.6, low, high))
    assert not found.is_as_promised
    assert str(found) == f"60.0 % ({100 * low:.1f} to {100 * high:.1f})"
    wider = held(means, halves, 0.999)
    assert wider.low < low < high < wider.high
    assert held(means, 4.0).is_as_promised


def test_it_is_the_mean_of_all_that_is_held_and_not_0():
    assert held([5.0, 5.1, 4.9, 5.0], 0.2).share == 1
    assert held([5.0, 5.1, 4.9, 5.0], 0.05).share == 0.5


@pytest.mark.parametrize("kind", coverage.KINDS)
def test_of_the_stored_experiments_repeats_hold_and_pairs_do_not(stored, kind):
    table = stored[stored.kind == kind]
    assert table.seed.tolist() == [*coverage.KINDS[kind]]
    assert held(table["mean"], table["half"]).is_as_promised
    assert held(table["mean before"], table["half before"]).high < 0.95


@pytest.mark.parametrize("kind", coverage.KINDS)
def test_an_experiment_drawn_by_the_day_is_as_it_is_stored(stored, kind):
    table = stored[stored.kind == kind]
    today = date.today().toordinal()
    seed = int(np.random.default_rng(today).choice(table.seed))
    with opened_page() as page:
        if page is None:
            pytest.skip("needs the extra browser, and a Chromium")
        found, valleys = coverage.outcome(page.evaluate, kind, seed)
    [expected] = table[table.seed == seed].to_dict("records")
    assert found == pytest.approx(expected), f"{kind}, seed {seed}"
    assert np.shape(valleys) == (2, 18)


def test_two_ways_stand_beside_each_other_and_are_written(monkeypatch, tmp_path):
    random = np.random.default_rng(0)
    valley = [*range(9, 0, -1), *range(2, 11)]

    def outcome(evaluate, kind, seed):
        line = {"kind": kind, "seed": seed, "mean": random.normal(-3, 0.5), "half": 1.0}
        line |= {"mean before": random.normal(-4, 0.5), "half before": 0.25}
        for arm in ("schedule", "constant"):
            line |= {f"{arm} at": 0.1, f"{arm} at before": random.choice([0.05, 0.2])}
        return line, [valley, valley]

    page = SimpleNamespace(evaluate=None)
    monkeypatch.setattr(coverage, "opened_page", lambda: nullcontext(page))
    monkeypatch.setattr(coverage, "outcome", outcome)
    file = tmp_path / "coverage.csv"
    found = coverage.compare(None, most=100, file=file)
    table = pd.read_csv(file)
    assert table.seed.tolist() == [*range(100), *range(140, 240)]
    assert table.columns.tolist() == read().columns.tolist()
    for row, kind in zip(found, coverage.KINDS, strict=True):
        own = table[table.kind == kind]
        now = held(own["mean"], own["half"])
        before = held(own["mean before"], own["half before"])
        assert (row.ours, row.reference) == ((100 * now.share,), (100 * before.share,))
        assert 2 < row.ratio < 4
        means = own[["mean before", "mean"]].mean()
        assert f"before {before}, means {means['mean before']:+.2f} ±" in row.note
        assert f"now {now}, means {means['mean']:+.2f} ±" in row.note
        assert "said ± 0.25, not 0 in 100.0 %" in row.note
        assert "peaks 0.1 (×/÷ 1.00) and 0.1 (×/÷ 1.00);" in row.note
        assert row.note.endswith("lowest at 0.0884 and 0.0884")


def test_without_a_browser_it_is_left_out(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("benchmarks.playground.find_spec", lambda name: None)
    assert coverage.compare(None, file=tmp_path / "none.csv") == []
    assert "Playwright is not installed" in capsys.readouterr().out
    assert not (tmp_path / "none.csv").exists()
