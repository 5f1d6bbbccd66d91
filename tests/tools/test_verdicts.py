"""What is said of the notebooks' results is what they have stored, and no more."""

import copy

import nbformat
import pytest

from helpers.lesson import stored_verdicts, verdicts
from tools import verdicts as collected
from tools.notebooks import choose


def stored(number):
    return nbformat.read(choose(number), as_version=4)


def shown(notebook):
    """Return all Markdown that the cells of a notebook have made."""
    outputs = (out for cell in notebook.cells for out in cell.get("outputs", []))
    return "\n".join(out.get("data", {}).get("text/markdown", "") for out in outputs)


@pytest.fixture
def with_words(monkeypatch):
    """Let a verdict have other words."""

    def change(name, word):
        other = copy.deepcopy(stored_verdicts.kept())
        other[name]["words"] = dict.fromkeys(other[name]["words"], word)
        for module in (stored_verdicts, verdicts):
            monkeypatch.setattr(module, "kept", lambda: other)

    return change


def test_the_verdicts_that_are_kept_are_those_of_the_stored_outputs():
    assert collected.collect() == stored_verdicts.kept()


def test_the_texts_of_the_readme_are_built_of_them():
    readme = collected.README.read_text("utf-8")
    assert collected.filled(readme) == readme


@pytest.mark.parametrize(
    ("number", "text"), [("04", verdicts.what_to_use), ("01", verdicts.the_post)]
)
def test_the_texts_of_the_notebooks_are_built_of_them(number, text):
    assert text() in shown(stored(number))


def stored_with(number, old, new):
    """Return a notebook that has stored another text."""
    notebook = stored(number)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            for kind, text in output.get("data", {}).items():
                if kind in ("text/html", "text/markdown"):
                    output.data[kind] = text.replace(old, new)
    return notebook


def test_a_verdict_that_changes_is_noticed():
    found = collected.collect(lambda number: stored_with(number, "better", "worse"))
    words = found["lowering"]["words"].values()
    assert "worse" in words
    assert "better" not in words
    assert found != stored_verdicts.kept()


def test_a_verdict_that_is_gone_is_named():
    with pytest.raises(ValueError, match="05-29 has no verdict on 'lowering'"):
        collected.collect(lambda number: stored_with(number, "better", "good"))


def test_the_texts_are_no_stronger_than_the_verdicts(with_words):
    assert "a short warm-up, then a cosine" in verdicts.what_to_use()
    with_words("warm-up, lowering", "no difference detected")
    assert "a short warm-up, then a cosine" not in verdicts.what_to_use()
    assert "no schedule here was better" in verdicts.what_to_use()
    with_words("lowering", "worse")
    falls = verdicts.what_to_use().split("**A rate that falls**")[1].split("\n- ")[0]
    assert "worse on MNIST" in " ".join(falls.split())
    assert "better" not in falls


def test_a_hill_that_was_crossed_is_said_with_what_it_gained(with_words):
    with_words("hill", "can't tell")
    assert "No hill was seen to be crossed" in verdicts.the_post()
    with_words("hill", "a hill")
    with_words("hill, low rate", "better")
    with_words("hill, one cosine", "worse")
    assert "was smaller than without it at 4 of these." in verdicts.the_post()
    with_words("hill, low rate", "no difference detected")
    assert "was not smaller than without it or with one cosine." in verdicts.the_post()


def test_a_readme_without_its_markers_is_named():
    with pytest.raises(ValueError, match="what to use"):
        collected.filled("# A title\n")


def test_the_texts_say_how_often(monkeypatch):
    assert "better on MNIST (9 of 9)" in " ".join(verdicts.what_to_use().split())
    other = copy.deepcopy(stored_verdicts.kept())
    other["lowering"]["alike"] = {"MNIST": "5 of 9"}
    monkeypatch.setattr(stored_verdicts, "kept", lambda: other)
    assert "better on MNIST (5 of 9), MNIST with" in verdicts.found_by_word("lowering")
