"""The tests on other Pythons and other packages: ``nox --list`` names what there is.

What follows ``--`` goes to pytest, as in ``nox -s oldest -- -n 2 tests``. Each session
keeps its environment in .nox, and takes uv to make it where uv is installed.
"""

import os
from pathlib import Path

import nox

nox.needs_version = ">=2024.10"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["oldest", "newest"]

# pyenv starts no version that isn't switched on.
versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
if versions.is_dir():
    os.environ["PYENV_VERSION"] = ":".join(sorted(os.listdir(versions)))

# What a hosted notebook has, by Colab's list of August 2026.
HOSTED = [
    "tensorflow-cpu==2.20.0",
    "keras==3.13.2",
    "numpy==2.1.3",
    "matplotlib",
    "scikit-learn",
]


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session):
    """Run the tests on another Python, with the packages that constraints.txt pins."""
    run_tests(session, "-c", "constraints.txt")


@nox.session(python="3.11")
def oldest(session):
    """Run the tests with the oldest packages that requirements.txt admits."""
    run_tests(session, "-c", "constraints-oldest.txt")


@nox.session(python="3.13")
def newest(session):
    """Run the tests with the newest packages that requirements.txt admits."""
    run_tests(session, "--upgrade")


@nox.session(python="3.13")
def hosted(session):
    """Run the cells that need Keras alone, with the packages of a hosted notebook."""
    session.install("nbformat", "pytest", *HOSTED)
    # Without what the other tests need: their fixtures, and the options of nbval.
    plain = ["--noconftest", "-o", "addopts=", "-o", "markers=slow"]
    alone = "tests/notebooks/test_alone.py"
    session.run("python", "-m", "pytest", *plain, alone, *session.posargs)


def run_tests(session, *options):
    """Run all tests two at a time, or what was named, with what is required."""
    session.install("pip", "-r", "requirements.txt", "-e", ".", *options)
    session.run("python", "-m", "pytest", *(session.posargs or ["-n", "2"]))
