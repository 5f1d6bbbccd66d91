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

# Packages of Keras 3 models that are compared with random weights.
MODELS = ["keras-hub==0.32.0", "keras-rs==0.4.0", "keras-tcn==3.5.7", "ncps==1.0.1"]

# Libraries whose schedules are read, and which the other tests do without; then those
# of which the schedulers alone are installed, with what these import.
LIBRARIES = ["mlx-cpu==0.32.4", "paddlepaddle==3.3.1", "torch==2.13.0"]
SCHEDULERS = [
    "deepspeed==0.19.8",
    "fastai==2.8.12",
    "mlx==0.32.4",
    "mmengine==0.10.7",
    "pytorch-ignite==0.5.5",
    "warmup-scheduler==0.3",
]
IMPORTED = [
    "addict",
    "apswutils",
    "cloudpickle",
    "einops",
    "fastcore",
    "fastdownload",
    "fastlite",
    "fastprogress",
    "fasttransform",
    "hjson",
    "matplotlib",
    "msgpack",
    "ninja",
    "numpy",
    "opencv-python-headless",
    "pandas",
    "pillow",
    "plum-dispatch",
    "psutil",
    "py-cpuinfo",
    "pydantic",
    "python-fasthtml",
    "pyyaml",
    "requests",
    "rich",
    "scikit-learn",
    "scipy",
    "setuptools",
    "starlette",
    "termcolor",
    "tqdm",
    "wheel",
    "yapf",
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
    run_plainly(session, "tests/notebooks/test_alone.py")


@nox.session(python="3.11")
def models(session):
    """Compare schedules on models of packages, in about three minutes."""
    session.install("pip", "-r", "requirements.txt", "-e", ".", "-c", "constraints.txt")
    # Without TensorFlow Text, which holds TensorFlow back, and what downloads.
    session.install("regex", "tokenizers")
    session.run("python", "-m", "pip", "install", "--no-deps", *MODELS)
    session.run("python", "-c", "import keras_hub, keras_rs, ncps, tcn")
    file = "tests/helpers/compare/test_packages.py"
    session.run("python", "-m", "pytest", file, *session.posargs)


@nox.session(python="3.11")
def libraries(session):
    """Ask libraries that nothing else needs what is read of and written for them.

    With ``-- --record`` write down anew what these libraries do.
    """
    session.install("pip", "pytest", *IMPORTED, *LIBRARIES)
    # Their other requirements are gigabytes; DeepSpeed's set-up asks for PyTorch.
    session.run(
        *["python", "-m", "pip", "install", "--no-deps", "--no-build-isolation"],
        *SCHEDULERS,
        env={"DS_BUILD_OPS": "0"},
    )
    if "--record" in session.posargs:
        session.posargs.remove("--record")
        session.run("python", "-m", "tests.helpers.schedules.readings.recorded")
        session.env["RECORD_PROGRAMS"] = "1"
    run_plainly(session, "tests/helpers/schedules/readings/test_recorded.py")
    run_plainly(session, "tests/helpers/schedules/programs/test_tried.py")


def run_plainly(session, file):
    """Run a file without what other tests need: their fixtures, nbval's options."""
    plain = ["--noconftest", "-o", "addopts=", "-o", "markers=slow"]
    session.run("python", "-m", "pytest", *plain, file, *session.posargs)


def run_tests(session, *options):
    """Run all tests two at a time, or what was named, with what is required."""
    session.install("pip", "-r", "requirements.txt", "-e", ".", *options)
    session.run("python", "-m", "pytest", *(session.posargs or ["-n", "2"]))
