"""What holds for all tests, the notebooks among them."""

import os

import matplotlib
import pytest

from helpers.data import load_mnist

matplotlib.use("Agg")
# Kernels that no one watches leave out the sliders, so that no widget is stored.
os.environ["NOTEBOOKS_WITHOUT_WIDGETS"] = "1"


def pytest_configure(config):
    """Compare stored outputs only where the notebooks run on what made them."""
    config.data = load_mnist()
    if not config.data.is_mnist:
        config.option.nbval_lax = True


def pytest_report_header(config):
    """Say which data the notebooks run on, and whether their outputs are compared."""
    compared = "run" if config.option.nbval_lax else "run, and their outputs compared"
    return [f"data: {config.data}", f"notebooks: {compared}"]


@pytest.fixture(scope="session")
def digits(pytestconfig):
    """Return MNIST, or what stands in for it."""
    return pytestconfig.data
