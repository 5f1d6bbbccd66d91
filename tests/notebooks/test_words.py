"""The page of words has each word once, and notebooks link to it at its first use."""

import re

import nbformat
import pytest

from tests.notebooks.words import LINK, TERMS, WORDS, first_uses, words
from tools.places import NOTEBOOKS, ROOT

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
every_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
ABOUT = re.compile(
    r"\*\*[p0-9 -]{0,2}[가-힣 ]+\*\*(?: \([가-힣 ]+\))?(?: · Keras: .+)?"
    r" · at work in \[(\w+)\]\(\1\.ipynb\)(?: and \[(\w+)\]\(\2\.ipynb\))?"
)
OTHERS = ["README.md", "CONTRIBUTING.md", "classroom/README.md"]
TEXT = WORDS.read_text("utf-8")


def linked(text):
    """Return the words that a text links to."""
    return {goal for _, goal in LINK.findall(text)}


def test_words_are_listed_on_top_and_in_order_within_their_groups():
    top, *groups = re.split(r"^## ", TEXT, flags=re.MULTILINE)
    listed = re.findall(r"^- \*\*(.*):\*\* (.*)$", top, re.MULTILINE)
    assert [name for name, _ in listed] == [g.split("\n")[0] for g in groups]
    for (_, row), group in zip(listed, groups, strict=True):
        here = re.findall(r"^### (.*)$", group, re.MULTILINE)
        assert here == sorted(here)
        assert row == ", ".join(f"[{w}](#{w.replace(' ', '-')})" for w in here)


def test_each_word_has_one_place_that_every_viewer_calls_the_same():
    assert len(words()) == len(set(words()))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word) for word in words())
    assert set(words()) == set(TERMS)


def test_each_word_has_its_korean_term_a_notebook_and_a_short_definition():
    entries = re.split(r"^### ", TEXT, flags=re.MULTILINE)[1:]
    for entry in entries:
        word, about, definition = re.sub(r"\n## .*", "", entry).strip().split("\n\n")
        shown = ABOUT.fullmatch(about)
        assert shown, about
        term = TERMS[word.replace(" ", "-")]
        for name in filter(None, shown.groups()):
            notebook = (NOTEBOOKS / f"{name}.ipynb").read_text("utf-8")
            assert term.search(notebook), word
        assert 5 < len(definition.split()) < 70, word
        named = re.findall(r"\*([^*]+)\*", definition)
        assert any(term.search(name) for name in named), word


@every_notebook
def test_each_link_to_a_word_has_its_place(path):
    assert linked(path.read_text("utf-8")) <= set(words())


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "classroom/README.md"]
)
def test_so_has_each_link_in_other_texts(name):
    found = re.findall(r"words\.md#([\w-]+)\)", (ROOT / name).read_text("utf-8"))
    assert set(found) <= set(words())


def test_every_word_is_linked_from_a_notebook():
    assert set.union(*(linked(path.read_text("utf-8")) for path in PATHS)) == {*words()}


def test_the_first_five_notebooks_link_what_a_training_needs():
    early = set.union(*(linked(path.read_text("utf-8")) for path in PATHS[:5]))
    assert early >= {"accuracy", "annealing", "budget", "loss", "momentum"}
    assert early >= {"overfitting", "seed", "validation", "warm-up"}


@every_notebook
def test_a_word_is_linked_at_its_first_use(path):
    used = first_uses(nbformat.read(path, 4)).items()
    missing = [(word, first.around) for word, (first, *_) in used if not first.linked]
    assert missing == []


def test_a_use_without_a_link_is_found():
    cell = nbformat.v4.new_markdown_cell
    title = cell("# Batches\n\n- a batch")
    linked = cell("A [batch](words.md#batch), `batch_size`, and batches.")
    notebook = nbformat.v4.new_notebook(cells=[title, linked])
    assert [use.linked for use in first_uses(notebook)["batch"]] == [True, False]
    notebook.cells.insert(1, cell("## A batch\n\nTwo batches:"))
    assert not first_uses(notebook)["batch"][0].linked
