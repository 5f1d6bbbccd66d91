"""Where the collection is, and which files at its top belong to it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "build"

# What notebooks need in order to run: a student's folder has it beside the notebooks.
TO_RUN = (
    ".jupyterlab",
    "LICENSE",
    "constraints-oldest.txt",
    "constraints.txt",
    "helpers",
    "playground",
    "pyproject.toml",
    "requirements.txt",
    "run.py",
    "tools",
)
# All that belongs to the collection, where git isn't there to say it.
PARTS = (
    *TO_RUN,
    ".binder",
    ".ci",
    ".devcontainer",
    ".github",
    ".gitignore",
    "CONTRIBUTING.md",
    "README.md",
    "benchmarks",
    "classroom",
    "conftest.py",
    "findings",
    "notebooks",
    "noxfile.py",
    "tests",
    "website",
)
