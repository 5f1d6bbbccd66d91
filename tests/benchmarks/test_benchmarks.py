import json
import subprocess
import sys
import time
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest

from benchmarks import __main__ as bench
from benchmarks import (
    edge_cost,
    keras_columns,
    long_preview,
    notebooks,
    planned,
    playground,
    rivals,
    small_models,
    step_cost,
    sweep_speed,
    to_99_percent,
    tuners,
    twenty_models,
)
from benchmarks.measuring import (
    Comparison,
    in_turn,
    machine,
    peak_memory,
    resident,
    seconds_in_turn,
)
from helpers.data import small_digits
from helpers.keras_import import keras
from helpers.schedules import cosine, table
from helpers.sweep import Run, sweep, updates_per_epoch

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def few():
    """Small digits that pass for MNIST where that is asked."""
    data = small_digits()
    return SimpleNamespace(**vars(data) | {"is_mnist": True})


def test_the_ratio_is_the_median_of_the_pairs():
    less = Comparison("", "s", reference=(10, 20, 30), ours=(1, 4, 10))
    assert less.ratio == 5
    more = Comparison("", "1/s", (1, 2, 3), (10, 10, 6), better="more")
    assert more.ratio == 5


def test_without_pairs_it_is_the_ratio_of_the_medians():
    assert Comparison("", "s", (10, 30), (1, 2, 9)).ratio == 10
    assert Comparison("", "1/s", (10, 30), (1, 2, 9), better="more").ratio == 0.1


def test_jobs_take_turns_and_every_other_turn_goes_backwards():
    called = []
    jobs = {name: lambda name=name: called.append(name) or len(called) for name in "ab"}
    assert in_turn(jobs, 3) == {"a": (1, 4, 5), "b": (2, 3, 6)}
    assert called == list("abbaab")


def test_seconds_are_those_of_the_call():
    found = seconds_in_turn({"nap": lambda: time.sleep(0.05), "none": int}, 2)
    assert min(found["nap"]) >= 0.05 > max(found["none"])


def test_peak_memory_sees_what_is_gone_afterwards():
    before = resident()
    with peak_memory() as peak:
        block = np.ones(25_000_000)  # 200 MB
        time.sleep(0.3)
        del block
    assert 190 < peak[0] - before < 400


def test_peak_memory_sees_other_processes():

    with peak_memory() as peak:
        grow = "import time; block = bytearray(b'1') * 300_000_000; time.sleep(1)"
        subprocess.run([sys.executable, "-c", grow], check=True)
    assert peak[0] - resident() > 250


@pytest.fixture(scope="module")
def here():
    """What is said of this machine, asked once: it watches the load for a second."""
    return machine()


def test_the_machine_is_named(here):
    assert here["cpu"]
    assert here["cores"] >= 1
    assert here["memory_gb"] > 0
    json.dumps(here)


def test_the_cost_of_a_step_is_measured_for_every_way(few):
    found = step_cost.compare(few, repetitions=2, updates=5)
    assert [comparison.unit for comparison in found] == ["ms per step"] * 4
    for comparison in found:
        assert len(comparison.reference) == len(comparison.ours) == 2
        assert min(comparison.reference + comparison.ours) > 0


def test_readings_of_the_edge_are_measured_beside_none(few):
    found = edge_cost.compare(few, repetitions=2, updates=40)
    assert ["20 readings" in comparison.what for comparison in found] == [True] * 2
    for comparison in found:
        assert len(comparison.reference) == len(comparison.ours) == 2
        assert min(comparison.reference + comparison.ours) > 0


def test_a_plan_is_measured_beside_what_it_took(few):
    models = {name: twenty_models.MODELS[name] for name in ("a line", "a bag of words")}
    [found] = planned.compare(few, {"tiny": 4}, models)
    assert found.what.startswith("tiny trainings of 2 models")
    assert len(found.reference) == len(found.ours) == 2
    assert min(found.reference + found.ours) > 0
    assert "(a line)" in found.note


def test_there_are_twenty_models_for_a_plan_each_with_data_of_its_kind():
    assert len(twenty_models.MODELS) == 20
    for kind, model in twenty_models.MODELS.values():
        x, y = twenty_models.DATA[kind]()
        predicted = keras.ops.convert_to_numpy(model(0)(x[:3]))
        outputs = 1 if kind == "table" else len(np.unique(y))
        assert predicted.shape == (3, outputs)
        assert np.isfinite(predicted).all()


def test_a_long_preview_is_measured_beside_its_promise(few):
    [found] = long_preview.compare(few, updates=200, epochs=10)
    assert found.what.startswith("a preview of 200 updates")
    assert found.reference == (0.08,)
    assert found.ours[0] > 0


def test_a_small_model_is_measured_beside_fit(few):
    found = small_models.compare(few, repetitions=2, epochs=1, in_a_row=1)
    assert len(found) == 2
    for comparison in found:
        assert len(comparison.reference) == len(comparison.ours) == 2
        assert min(comparison.reference + comparison.ours) > 0


def test_the_sweep_is_measured_beside_fit_and_the_product(few, monkeypatch):
    monkeypatch.setattr(sweep_speed, "PRODUCTS", 2)
    found = sweep_speed.compare(few, repetitions=2, networks=(2, 4))
    assert len(found) == 4
    assert "4 networks as one program" in found[0].what
    assert "4 networks in 8 orders" in found[2].what
    assert all(np.isfinite(comparison.ratio) for comparison in found)
    assert " MB more than " in found[-1].note


@pytest.mark.parametrize("name", rivals.RIVALS)
def test_a_rival_does_the_work_of_a_sweep(few, name):
    module, rival = rivals.RIVALS[name]
    pytest.importorskip(module, reason="needs the extra peers")
    train = few.x_train[:300], few.y_train[:300]
    updates = 2 * updates_per_epoch(300, 32)  # the last batch of an epoch is smaller
    rates = table(cosine(0.1, updates), updates)
    ours = sweep(
        [Run(rates, seed, order_seed=0) for seed in range(3)],
        train,
        batch_size=32,
        width=sweep_speed.WIDTH,
    )
    ours = ours[ours["epoch"] == 2]["train_loss"].to_numpy()
    theirs = rivals.training(rival, train, 3, epochs=2, batch_size=32)()
    # A sweep's loss is the mean over updates too.
    np.testing.assert_allclose(theirs, ours, rtol=1e-4)


def test_rivals_are_compared_or_said_to_be_missing(few, monkeypatch, capsys):
    monkeypatch.setattr(rivals, "EPOCHS", 1)
    monkeypatch.setattr(sweep_speed, "EPOCHS", 1)
    present = rivals.find_spec
    monkeypatch.setattr(
        rivals, "find_spec", lambda name: None if name == "jax" else present(name)
    )
    found = rivals.compare(few, repetitions=1, count=2)
    assert "JAX is not installed" in capsys.readouterr().out
    names = [comparison.what.rpartition(" ")[2] for comparison in found]
    assert names == (["PyTorch"] if present("torch") else [])
    assert all(np.isfinite(comparison.ratio) for comparison in found)


def test_operations_are_those_of_the_five_products_of_a_step():
    width, images, inputs = sweep_speed.WIDTH, 3, 717
    shapes = [  # of each product that a step needs: rows, inner, columns
        (images, inputs, width),
        (images, width, 10),
        (width, images, 10),
        (images, 10, width),
        (inputs, images, width),
    ]
    products = sum(2 * a * b * c for a, b, c in shapes)
    assert images * sweep_speed.operations_per_image(inputs) == products


def test_the_recipe_is_the_schedule_that_it_says():
    rates = to_99_percent.rates(60_000)
    assert len(rates) == round(1.5 * 60_000 / 128)
    assert rates[0] == 0
    assert rates.argmax() == round(0.2 * len(rates))
    assert rates.max() == 0.15
    assert rates[-1] < 1e-5


def test_the_example_stops_at_the_first_epoch_that_is_good_enough(few, monkeypatch):
    errors = iter([0.5, 0.011, 0.01, 0.0])
    monkeypatch.setattr(to_99_percent, "test_error", lambda *given: next(errors))
    took, epochs = to_99_percent.example(few, seed=0)
    assert epochs == 3
    assert took > 0


def test_an_example_that_never_is_has_no_time(few, monkeypatch):
    monkeypatch.setattr(to_99_percent, "test_error", lambda *given: 0.5)
    monkeypatch.setattr(to_99_percent, "MOST_EPOCHS", 1)
    assert to_99_percent.example(few, seed=0) == (np.inf, np.inf)


def test_seeds_that_reach_99_percent_are_counted(few, monkeypatch):
    monkeypatch.setattr(to_99_percent, "example", lambda data, seed: (80.0, 8 + seed))
    share = {0: 0.011, 1: 0.01, 2: 0.008}
    monkeypatch.setattr(
        to_99_percent, "recipe", lambda data, seed: (6.0 + seed, share[seed])
    )
    [found] = to_99_percent.compare(few, repetitions=2, seeds=3)
    assert found.reference == (80.0, 80.0)
    assert found.ours == (6.0, 7.0, 8.0)
    assert "2 of 3 seeds" in found.note
    assert "8 to 9 epochs" in found.note


def test_a_notebook_that_fails_ends_the_benchmark(tmp_path):
    opening = nbformat.v4.new_markdown_cell("5 seconds to run")
    broken = nbformat.v4.new_code_cell("1 / 0")
    book = nbformat.v4.new_notebook(cells=[opening, broken])
    path = tmp_path / "09_broken.ipynb"
    nbformat.write(book, path)
    with pytest.raises(RuntimeError, match="09_broken can't be run"):
        notebooks.measure(path, tmp_path / "build")


def valley(seeds=12):
    """Errors with their least at a peak of 0.08, and a little noise."""
    depth = (np.log(tuners.FINE / 0.08)[:, None]) ** 2
    return 1 + depth + 0.1 * np.random.default_rng(0).normal(size=(len(depth), seeds))


def test_the_grid_is_searched_as_a_comparison_does():
    found = tuners.replayed(tuners.grid_search, valley(), tuners.FINE, [15] * 20)
    assert set(found["used"]) == {18, 21}  # the grid grew by 0.09, or by 0.27 too
    assert 0 <= found["regret"].mean() < tuners.MOVED**2


def test_a_parabola_finds_what_lies_between_two_peaks():
    args = valley(), tuners.FINE, [15] * 20
    grid = tuners.replayed(tuners.grid_search, *args)
    between = tuners.replayed(tuners.parabola_search, *args)
    assert list(between["used"]) == list(grid["used"])
    assert between["regret"].mean() < grid["regret"].mean() / 2


def test_random_search_takes_its_trainings_and_no_more():
    found = tuners.replayed(tuners.random_search, valley(), tuners.FINE, [15, 30])
    assert list(found["used"]) == [15, 30]


def test_a_tuner_of_optuna_is_replayed():
    pytest.importorskip("optuna", reason="needs the extra tuners")
    way = tuners.optuna_search("TPESampler", 3)
    found = tuners.replayed(way, valley(), tuners.FINE, [15, 30])
    assert list(found["used"]) == [15, 30]
    assert (found["regret"] >= 0).all()
    assert found["regret"].mean() < valley().mean() / 2  # that of any peak


def test_ways_to_tune_are_compared_or_said_to_be_missing(few, monkeypatch, capsys):
    monkeypatch.setattr(tuners, "measured", lambda peaks, seeds: {"one": valley()})
    monkeypatch.setattr(tuners, "find_spec", lambda name: None)
    found = tuners.compare(few, repetitions=4, trainings=(15,))
    assert "Optuna is not installed" in capsys.readouterr().out
    assert [row.what.partition(",")[0] for row in found] == [
        "grid of 9 peaks",
        "grid and a parabola",
        "random search",
    ]
    assert all(np.isfinite(row.ratio) for row in found)
    assert all("difference" in row.note for row in found)


def test_the_site_is_written_and_weighed():
    pytest.importorskip("sphinx", reason="needs the extra site")
    time, page, pages = playground.written(1)
    assert time.ours[0] > 1
    assert 100 < page.ours[0] < page.reference[0]
    assert pages.ours[0] > 0.5


def test_the_playground_is_measured_in_a_browser():
    pytest.importorskip("playwright", reason="needs the extra browser")
    found = playground.played(repetitions=2, networks=2, updates=30, steps=20)
    if not found:
        pytest.skip("there is no Chromium")
    assert "2 networks in the browser" in found[0].what
    assert all(np.isfinite(row.ratio) and row.ratio > 0 for row in found)
    waits = zip(found[1].ours, found[2].ours, strict=True)
    assert all(first < whole for first, whole in waits)
    assert min(found[3].ours) > 0
    *_, cores, task, event = found
    assert cores.note.count(" s") == 5
    assert len(task.ours) == 2
    assert 0 < min(event.ours) <= max(event.ours) < 10_000


def test_without_their_packages_site_and_playground_are_said_to_be_left_out(
    few, monkeypatch, capsys
):
    monkeypatch.setattr(playground, "find_spec", lambda name: None)
    assert playground.compare(few) == []
    said = capsys.readouterr().out
    assert "Sphinx is not installed" in said
    assert "Playwright is not installed" in said


def test_results_are_printed_and_written_as_json(
    few, here, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(bench, "load_mnist", lambda: few)
    monkeypatch.setattr(bench, "machine", lambda: here)
    monkeypatch.setattr(bench.places, "ROOT", tmp_path)
    monkeypatch.setattr(bench.places, "BUILD", tmp_path / "build")
    row = Comparison("a thing", "s", (6.0, 9.0), (2.0, 3.0), goal=2, note="so")
    one = SimpleNamespace(compare=lambda data: [row])
    monkeypatch.setitem(sys.modules, "benchmarks.one_thing", one)
    monkeypatch.setattr(bench, "BENCHMARKS", {"one": "one_thing"})
    assert bench.main([]) == 0
    printed = capsys.readouterr().out
    assert "3.00" in printed
    assert "7.5 → 2.5 s; so" in printed
    file = json.loads((tmp_path / "build/benchmarks.json").read_text())
    assert file["machine"] == here
    [written] = file["results"]
    assert written["ratio"] == 3
    assert written["ours"] == [2.0, 3.0]
    assert written["benchmark"] == "one"


def test_an_unknown_benchmark_is_named_beside_the_known_ones():
    problem = bench.main(["step-cost"])
    assert "no benchmark 'step-cost'" in problem
    assert "step_cost" in problem


def test_without_mnist_nothing_is_measured(here, monkeypatch):
    data = small_digits()
    monkeypatch.setattr(bench, "load_mnist", lambda: data)
    monkeypatch.setattr(bench, "machine", lambda: here)
    assert "need MNIST" in bench.main([])


def test_the_column_of_each_schedule_of_keras_is_measured(few):
    found = keras_columns.compare(few, steps=400, asked=20, repetitions=1)
    shipped = {
        name
        for name, kind in vars(keras.optimizers.schedules).items()
        if isinstance(kind, type) and name != "LearningRateSchedule"
    }
    assert shipped == {row.what.split()[3].rstrip(",") for row in found}
    assert all(row.reference[0] > 0 < row.ours[0] for row in found)
