"""Predictions are those that were sealed, before the page that opens them was there."""

import re
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from helpers.lesson.sealed import FOLDER, Sealed, seal

ROOT = Path(__file__).parents[3]
ROWS = {
    ("MNIST-1D", "linear"): {"theory": 0.8951, "mean rate": 1.0},
    ("MNIST-1D", "cosine"): {"theory": 1.204, "mean rate": 1.0},
}


@pytest.fixture
def sealed(tmp_path):
    return Sealed("99", seal("99", ROWS, ["seeds to come: 1, 2"], tmp_path), tmp_path)


def test_what_was_sealed_is_read_again(sealed):
    assert sealed.notes == ["seeds to come: 1, 2"]
    assert sealed.table["theory"].tolist() == [0.90, 1.20]
    assert sealed.table.index.tolist() == [*ROWS]


def test_a_changed_number_or_note_breaks_the_seal(tmp_path):
    digest = seal("99", ROWS, ["seeds to come: 1, 2"], tmp_path)
    path = tmp_path / "99.csv"
    text = path.read_text()
    for old, new in (("0.90", "0.91"), ("1, 2", "1, 3")):
        path.write_text(text.replace(old, new))
        with pytest.raises(ValueError, match="are not those that were sealed"):
            Sealed("99", digest, tmp_path)


def test_what_was_sealed_is_never_written_over(tmp_path):
    seal("99", ROWS, [], tmp_path)
    with pytest.raises(FileExistsError, match="99.csv is sealed already"):
        seal("99", ROWS, [], tmp_path)


def test_recomputed_predictions_agree_in_any_order(sealed):
    again = sealed.table[::-1].loc[:, ["mean rate", "theory"]] + 0.003
    assert "4 numbers, none more than 0.003" in sealed.agrees(again, 0.005)


@pytest.mark.parametrize("other", [0.02, float("nan")])
def test_a_recomputed_prediction_that_differs_is_named(sealed, other):
    again = sealed.table.copy()
    again.loc[("MNIST-1D", "cosine"), "theory"] += other
    with pytest.raises(ValueError, match=r"'theory' for \('MNIST-1D', 'cosine'\)"):
        sealed.agrees(again, 0.01)


def test_errors_are_absolute_and_missing_ones_are_nan(sealed):
    errors = sealed.errors(pd.Series({("MNIST-1D", "linear"): 1.0}))
    assert errors.loc[("MNIST-1D", "linear")].tolist() == pytest.approx([0.1, 0.0])
    assert errors.loc[("MNIST-1D", "cosine")].isna().all()


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        ({("a", "b"): {"theory": float("nan")}}, []),
        ({("a, c", "b"): {"theory": 1.0}}, []),
        ({("a", "b"): {"theory": 1.0}}, ["two\nlines"]),
    ],
)
def test_what_a_file_could_not_hold_is_refused(rows, notes, tmp_path):
    with pytest.raises(ValueError, match="must be"):
        seal("99", rows, notes, tmp_path)
    assert not [*tmp_path.iterdir()]


def pages_of(path):
    """The notebooks that open a file of predictions."""
    return [
        page
        for page in sorted(ROOT.glob("notebooks/*.ipynb"))
        if re.search(rf"Sealed\(\\\"{path.stem}\\\"", page.read_text("utf-8"))
    ]


def first_commit(path):
    """The commit that brought a file; nothing where there is no history."""
    git = ["git", "-C", str(ROOT), "log", "--diff-filter=A", "--format=%H", "--"]
    found = subprocess.run([*git, str(path)], capture_output=True, text=True)
    return found.stdout.split()[-1] if found.stdout.split() else ""


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem
)
def test_a_prediction_is_older_than_the_page_that_opens_it(path):
    pages = pages_of(path)
    assert pages
    for page in pages:
        then, later = first_commit(path), first_commit(page)
        if not then or not later:
            pytest.skip("needs the history of both files")
        older = ["git", "-C", str(ROOT), "merge-base", "--is-ancestor", then, later]
        assert then != later
        assert subprocess.run(older).returncode == 0
