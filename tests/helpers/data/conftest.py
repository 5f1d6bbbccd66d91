"""The real MNIST, an empty cache, and servers."""

import contextlib
import os
import socket
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.data.servers import server


@pytest.fixture(scope="session")
def mnist_file():
    if not os.environ.get("MNIST_NPZ"):
        pytest.skip("MNIST_NPZ names no file of the real MNIST")
    return Path(os.environ["MNIST_NPZ"])


@pytest.fixture(scope="session")
def mnist_bytes(mnist_file):
    return mnist_file.read_bytes()


@pytest.fixture(scope="session")
def mnist_arrays(mnist_file):
    with np.load(mnist_file) as arrays:
        return dict(arrays)


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """The path of an empty cache, and no other way to MNIST than a download."""
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return tmp_path / "keras" / "datasets" / "mnist.npz"


@pytest.fixture
def serve():
    """A function that starts a server on 127.0.0.1 and gives the address of a file.

    What the server does with a request is up to the function it is given.
    """
    with contextlib.ExitStack() as started:
        yield lambda answer: started.enter_context(server(answer))


@pytest.fixture
def nowhere():
    """An address where no one answers; nobody else can take its port meanwhile."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{silent.getsockname()[1]}/mnist.npz"
