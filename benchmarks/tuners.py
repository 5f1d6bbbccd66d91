"""How well a peak is chosen: on a grid, between its peaks, or by a tuner.

Many networks are trained on a fine grid of peaks, each peak with many seeds, once. Then
the search for a peak is replayed on their errors, hundreds of times, for each way to
search, with as many trainings as the grid took. A training is a draw among the seeds of
the nearest peak of the fine grid. The choice is judged by other seeds than it saw: the
mean error at the peak that was chosen, minus that at the best peak there is.

Optuna has the tuners: without the extra ``tuners`` they are left out, with a sentence.
"""

from functools import partial
from importlib.util import find_spec

import numpy as np

from benchmarks.measuring import Comparison
from helpers.compare.comparison import PEAKS
from helpers.compare.peaks import best, limits, lowest_point, wider
from helpers.data import mnist_1d
from helpers.schedules import cosine, table
from helpers.sweep import Adam, Run, sweep, updates_per_epoch

FINE = 0.01 * 2.0 ** (np.arange(-36, 29) / 4)  # 65 peaks, 2e-5 to 1.3
TWICE = tuple(np.geomspace(PEAKS[0], PEAKS[-1], 9))
MOVED = np.log(PEAKS[1] / PEAKS[0]) / 2  # either way: one step of the grid
TRAININGS = 15, 30
EPOCHS, BATCH_SIZE, WIDTH = 4, 100, 32


def compare(data, repetitions=300, seeds=40, peaks=FINE, trainings=TRAININGS):
    """Replay each way to search beside the grid, with as many trainings as it took.

    ``data`` are not used: MNIST-1D makes this comparison short.
    """
    found = []
    for arm, errors in measured(peaks, seeds).items():
        for budget in trainings:
            grid = replayed(grid_search, errors, peaks, [budget] * repetitions)
            for name, way in ways().items():
                # A Gaussian process takes a second for each search.
                count = repetitions // 10 if "GP" in name else repetitions
                budgets = [budget] * count if "grid" in name else grid["used"][:count]
                ours = replayed(way, errors, peaks, budgets)
                found.append(row(f"{name}, {arm}, {budget} trainings", ours, grid))
    return found


def ways():
    """Return what is compared with the grid, functions by name."""
    found = {
        "grid of 9 peaks": partial(grid_search, grid=TWICE),
        "grid and a parabola": parabola_search,
        "random search": random_search,
    }
    if find_spec("optuna") is None:
        print("Optuna is not installed, and not compared: pip install '.[tuners]'")
        return found
    found["TPE of Optuna"] = optuna_search("TPESampler", 1)
    found["TPE of Optuna, 3 seeds a trial"] = optuna_search("TPESampler", 3)
    if find_spec("torch") is not None:  # the Gaussian process needs it
        found["GP of Optuna"] = optuna_search("GPSampler", 1)
    return found


def measured(peaks, seeds):
    """Return the validation error of each arm in points, ``(peaks, seeds)``."""
    digits = mnist_1d()
    train = digits.x_train, digits.y_train
    updates = EPOCHS * updates_per_epoch(len(train[0]), BATCH_SIZE)
    arms = {
        "constant": np.ones(updates),
        "cosine": table(cosine(1.0, updates), updates),
    }
    runs = [
        Run(peak * shape, seed, Adam(), {"arm": arm, "peak": peak}, order_seed=seed % 8)
        for arm, shape in arms.items()
        for peak in peaks
        for seed in range(seeds)
    ]
    judged = {"validation": (digits.x_test, digits.y_test)}
    options = {"batch_size": BATCH_SIZE, "width": WIDTH}
    results = sweep(runs, train, judged, [updates], **options)
    errors = 100 * results["validation_error"].to_numpy()
    by_arm = errors.reshape(len(arms), len(peaks), seeds)
    return dict(zip(arms, by_arm, strict=True))


def replayed(way, errors, peaks, budgets):
    """Search once with each budget; return arrays by name, a row for each search.

    In each, a random half of the seeds is searched on and the other half judges.
    ``error`` is the mean error at the peak that was chosen, ``regret`` by how much it
    is above that at the best peak, in points; ``used`` counts the trainings.
    """
    rows = []
    for replay, budget in enumerate(budgets):
        random = np.random.default_rng(replay)
        seen, unseen = np.array_split(random.permutation(errors.shape[1]), 2)
        # Where the valley lies between the peaks of a grid is luck: it is drawn.
        moved = peaks * np.exp(random.uniform(-MOVED, MOVED))
        trained = Replay(errors[:, seen], moved, random)
        judged = errors[:, unseen].mean(axis=1)
        chosen = judged[trained.nearest(way(trained, int(budget)))]
        rows.append((chosen, chosen - judged.min(), trained.count))
    return dict(zip(("error", "regret", "used"), np.array(rows).T, strict=True))


class Replay:
    """Trainings that are looked up."""

    def __init__(self, errors, peaks, random):
        """Keep the errors, ``(peaks, seeds)``, and the source of random numbers."""
        self.errors, self.random, self.count = errors, random, 0
        self.logs = np.log(peaks)

    def nearest(self, peak):
        """Return the row of the fine grid that is nearest to a peak."""
        return int(np.argmin(np.abs(self.logs - np.log(peak))))

    def errors_at(self, peak, seeds):
        """Return the mean error of trainings with seeds drawn anew."""
        self.count += seeds
        row = self.errors[self.nearest(peak)]
        return self.random.choice(row, seeds, replace=False).mean()


def grid_search(trained, budget, grid=PEAKS):
    """Search on a grid with one arm, and a wider one where the best is at an edge.

    Where it grows it takes more trainings than the budget.
    """
    errors = errors_on_grid(trained, budget, grid)
    return best(errors)


def errors_on_grid(trained, budget, grid):
    """Return the mean error of each peak of a grid, once it is wide enough."""
    seeds, peaks, errors = budget // len(grid), grid, {}
    lowest, highest = limits(grid)
    while True:
        for peak in peaks:
            if peak not in errors:
                errors[peak] = trained.errors_at(peak, seeds)
        if (grown := wider(peaks, [best(errors)], lowest, highest)) == peaks:
            return errors
        peaks = grown


def parabola_search(trained, budget):
    """Search as a repeat of ``helpers.compare`` does, without a training more."""
    return lowest_point(errors_on_grid(trained, budget, PEAKS))


def random_search(trained, budget):
    """Draw peaks over the range to which the grid can grow, one seed each."""
    low, high = trained.logs[[0, -1]]
    peaks = np.exp(trained.random.uniform(low, high, budget))
    return min(peaks, key=lambda peak: trained.errors_at(peak, 1))


def optuna_search(name, repeats):
    """Return a search by a sampler of Optuna, with so many seeds in each trial."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)

    def search(trained, budget):
        low, high = np.exp(trained.logs[[0, -1]])
        seed = int(trained.random.integers(2**31))
        study = optuna.create_study(sampler=getattr(optuna.samplers, name)(seed=seed))
        for _ in range(budget // repeats):
            trial = study.ask()
            peak = trial.suggest_float("peak", low, high, log=True)
            study.tell(trial, trained.errors_at(peak, repeats))
        return study.best_params["peak"]

    return search


def row(what, ours, grid):
    """Return a way beside the grid, with the interval of their paired difference."""
    count = len(ours["error"])
    theirs = {name: values[:count] for name, values in grid.items()}
    gap = ours["error"] - theirs["error"]
    half = 1.96 * gap.std(ddof=1) / np.sqrt(count)
    return Comparison(
        what,
        "% errors at the peak chosen",
        tuple(theirs["error"]),
        tuple(ours["error"]),
        goal=1,
        note=f"above the best peak on average {theirs['regret'].mean():.2f} → "
        f"{ours['regret'].mean():.2f}, difference {gap.mean():+.2f} ± {half:.2f}; "
        f"trainings {theirs['used'].mean():.1f} → {ours['used'].mean():.1f}",
    )
