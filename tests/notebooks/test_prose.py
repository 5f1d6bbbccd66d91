"""Notebooks are written in plain words, name their sources, and end in results."""

import re

import nbformat
import pytest

from tests.notebooks.numbers_in_prose import texts
from tools.places import NOTEBOOKS

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
every_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)

HARD = re.compile(
    r"\b(foretell|foretold|foretells(?!\]|\.ipynb)|told? apart|in silence|leftover"
    r"|flatters|spoils?|deceived?|at home in|ask(?:s|ed)? nobody|the same habits"
    r"|hence|ramp|to the very step|anneals much less|off its pale"
    r"|pulls about as far|stands a larger|what is there may be"
    r"|simply|obviously|just)\b",
    re.IGNORECASE,
)

PAPERS = {
    "SGDR: Stochastic Gradient Descent with Warm Restarts": "1608.03983",
    "Decoupled Weight Decay Regularization": "1711.05101",
    "Accurate, Large Minibatch SGD": "1706.02677",
    "Super-Convergence": "1708.07120",
    "Why Warmup the Learning Rate?": "2406.09405",
    "MiniCPM": "2404.06395",
    "Scaling Laws and Compute-Optimal Training Beyond Fixed": "2405.18392",
    "Accounting for Variance in Machine Learning Benchmarks": "2103.03098",
    "Snapshot Ensembles: Train 1, Get M for Free": "1704.00109",
    "Averaging Weights Leads to Wider Optima": "1803.05407",
    "When, Why and How Much?": "2310.07831",
    "The Surprising Agreement Between Convex Optimization": "2501.18965",
    "The Road Less Scheduled": "2405.15682",
    "On Calibration of Modern Neural Networks": "1706.04599",
    "Uncertainty Estimation using Deep Ensembles": "1612.01474",
    "Training Trajectories, Mini-batch Losses": "2301.02312",
    "Benefits of Learning Rate Annealing": "2503.09411",
    "Stochastic Gradient Descent for Non-smooth": "1212.1824",
    "Gradient Descent on Neural Networks Typically Occurs": "2103.00065",
    "Edge of Stochastic Stability": "2412.20553",
}
WITH_RESULTS = [
    path for path in PATHS if re.match("04|05|06|07|08|10|11|12_|14", path.stem)
]


def prose(notebook):
    """Return all texts of a notebook, without code."""
    found = "\n\n".join(text for cell in notebook.cells for text in texts(cell))
    return re.sub(r"```.*?```|`[^`\n]*`", " ", found, flags=re.DOTALL)


@every_notebook
def test_the_words_are_plain(path):
    text = prose(nbformat.read(path, 4))
    assert [text[m.start() - 30 : m.end() + 10] for m in HARD.finditer(text)] == []


@every_notebook
def test_it_links_the_papers_that_it_names(path):
    text = prose(nbformat.read(path, 4))
    sources = text[text.index("**Source") :] if "**Source" in text else ""
    for title, number in PAPERS.items():
        if title.lower() in sources.lower():
            link = (
                rf"\[[^]]*{re.escape(title)}[^]]*\]\(https://arxiv\.org/abs/{number}\)"
            )
            assert re.search(link, sources, re.IGNORECASE), title
    assert "](https://" in text


@pytest.mark.slow
def test_the_titles_of_papers_are_those_of_the_notebooks():
    every = "".join(prose(nbformat.read(path, 4)).lower() for path in PATHS)
    assert [title for title in PAPERS if title.lower() not in every] == []


@pytest.mark.parametrize("path", WITH_RESULTS, ids=lambda path: path.stem)
def test_its_recap_states_what_came_out(path):
    cells = nbformat.read(path, 4).cells
    recap = next(i for i, c in enumerate(cells) if "## What you have seen" in c.source)
    made = "".join(
        output.get("data", {}).get("text/markdown", "")
        for cell in cells[recap : recap + 2]
        for output in cell.get("outputs", [])
    )
    assert len(re.findall(r"^- ", made, re.MULTILINE)) >= 2
