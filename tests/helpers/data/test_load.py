"""MNIST by a download, and what goes wrong on the way and with the cache."""

import os
import subprocess
import sys
import time

import pytest

from helpers.data import keras_cache, load_mnist, small_digits
from helpers.data.download import write_atomically
from tests.helpers.data.files import damaged, files_below, is_mnist, npz, other_file
from tests.helpers.data.servers import (
    breaks_off_in_a_chunk,
    hangs_before_the_answer,
    hangs_in_the_file,
    is_not_http,
    sends,
    trickles,
)

pytestmark = pytest.mark.slow

LOAD = "import sys; from helpers.data import load_mnist; print(load_mnist(sys.argv[1]))"
MNIST = "MNIST: 60 000 training images, 10 000 test images"


def test_a_download_is_kept_and_the_next_call_asks_for_nothing(
    mnist_bytes, cache, serve, capsys
):
    assert is_mnist(load_mnist(serve(sends(mnist_bytes))))
    assert files_below(cache.parents[1]) == [cache]
    assert cache.read_bytes() == mnist_bytes
    assert is_mnist(load_mnist("http://127.0.0.1:1/never-asked"))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (sends(b"Not here", status=404), "HTTP Error 404"),
        (sends(b"Broken", status=500), "HTTP Error 500"),
        (sends(b""), "is not a whole npz file"),
        (sends(b"<html>Log in</html>"), "is not a whole npz file"),
        (sends(npz(**vars(small_digits()))), "is not MNIST: its x_train differs"),
        (hangs_before_the_answer, "no whole file within 0.5 seconds"),
        (hangs_in_the_file, "no whole file within 0.5 seconds"),
        (trickles, "no whole file within 0.5 seconds"),
        (breaks_off_in_a_chunk, "IncompleteRead"),
        (is_not_http, "not HTTP"),
    ],
    ids=[
        "404",
        "500",
        "nothing",
        "a web page",
        "other digits",
        "hangs before the answer",
        "hangs in the file",
        "trickles",
        "breaks off in a chunk",
        "is not HTTP",
    ],
)
def test_a_faulty_server_gives_small_digits_and_the_reason(
    fault, reason, cache, serve, capsys
):
    url = serve(fault)
    began = time.monotonic()
    digits = load_mnist(url, time_limit=0.5 if "0.5" in reason else 60)
    assert time.monotonic() - began < 10
    assert str(digits) == "8×8 digits: 1 437 training images, 360 test images"
    [sentence] = capsys.readouterr().out.splitlines()
    assert reason in sentence
    assert url in sentence
    assert files_below(cache.parents[1]) == []


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (lambda mnist: sends(mnist[:-1000]), "is not a whole npz file"),
        (lambda mnist: sends(damaged(mnist)), "is not a whole npz file"),
        (lambda mnist: sends(mnist[:999], len(mnist)), "cut off after 999 of 1"),
    ],
    ids=["truncated", "damaged", "cut off"],
)
def test_a_file_that_comes_damaged_gives_small_digits_and_the_reason(
    fault, reason, mnist_bytes, cache, serve, capsys
):
    assert not load_mnist(serve(fault(mnist_bytes))).is_mnist
    assert reason in capsys.readouterr().out
    assert files_below(cache.parents[1]) == []


def test_a_download_with_one_pixel_changed_is_not_kept(
    mnist_arrays, cache, serve, capsys
):
    content = other_file("one pixel changed", mnist_arrays)
    assert not load_mnist(serve(sends(content))).is_mnist
    assert "is not MNIST: its x_test differs" in capsys.readouterr().out
    assert files_below(cache.parents[1]) == []


def test_without_a_network_one_sentence_says_how_to_get_mnist(cache, nowhere, capsys):
    assert not load_mnist(nowhere).is_mnist
    [sentence] = capsys.readouterr().out.splitlines()
    assert sentence.startswith("MNIST can't be had (")
    assert "scikit-learn's 8×8 digits, brought to 28×28" in sentence
    assert f"download {nowhere}" in sentence
    assert "set MNIST_NPZ to the file's path" in sentence
    assert files_below(cache.parents[1]) == []


@pytest.mark.parametrize("url", ["", "mnist.npz", "file:///no/such/file", "http://"])
def test_an_impossible_address_gives_small_digits(url, cache):
    assert not load_mnist(url).is_mnist


def test_a_damaged_cache_is_reported_and_replaced(mnist_bytes, cache, serve, capsys):
    write_atomically(cache, damaged(mnist_bytes))
    assert is_mnist(load_mnist(serve(sends(mnist_bytes))))
    sentence = f"Not used: the cached file {cache} is not a whole npz file of MNIST.\n"
    assert capsys.readouterr().out == sentence
    assert cache.read_bytes() == mnist_bytes
    assert files_below(cache.parents[1]) == [cache]


def test_a_damaged_cache_is_not_used_without_a_network_either(cache, nowhere, capsys):
    write_atomically(cache, b"damaged")
    digits = load_mnist(nowhere)
    assert not digits.is_mnist
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert cache.read_bytes() == b"damaged"


@pytest.mark.parametrize("home", ["a-file/below", "a-file", "x" * 300])
def test_mnist_comes_back_even_if_it_cannot_be_kept(
    home, mnist_bytes, cache, serve, monkeypatch, tmp_path, capsys
):
    (tmp_path / "a-file").touch()
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / home))
    assert is_mnist(load_mnist(serve(sends(mnist_bytes))))
    assert "MNIST was downloaded, but can't be kept in" in capsys.readouterr().out
    assert files_below(tmp_path) == [tmp_path / "a-file"]


def test_thirty_processes_share_one_empty_cache(mnist_bytes, cache, serve):
    url = serve(sends(mnist_bytes))
    command = [sys.executable, "-c", LOAD, url]
    processes = [
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        for _ in range(30)
    ]
    said = [process.communicate() for process in processes]
    assert said == [(f"{MNIST}\n", "")] * 30
    assert files_below(cache.parents[1]) == [cache]
    assert cache.read_bytes() == mnist_bytes


@pytest.fixture
def disk(tmp_path):
    """A function that mounts a small disk of its own, full or read-only."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a disk for a test")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = []

    def mount(size, read_only=False):
        options = f"size={size}" + (",ro" if read_only else "")
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if subprocess.run(command, capture_output=True).returncode:
            pytest.skip("this system does not let root mount a disk")
        mounted.append(folder)
        return folder

    yield mount
    for place in mounted:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize(
    ("size", "read_only", "reason"),
    [("2m", False, "No space left"), ("20m", True, "Read-only file system")],
    ids=["full", "read-only"],
)
def test_a_disk_that_takes_nothing_costs_only_the_cache(
    mnist_bytes, cache, serve, disk, monkeypatch, capsys, size, read_only, reason
):
    home = disk(size, read_only)
    monkeypatch.setenv("KERAS_HOME", str(home))
    digits = load_mnist(serve(sends(mnist_bytes)))
    assert is_mnist(digits)
    assert reason in capsys.readouterr().out
    assert files_below(home) == []


def test_a_home_that_can_only_be_read_serves_what_lies_in_it(
    mnist_bytes, cache, disk, nowhere, monkeypatch, capsys
):
    home = disk("20m")
    monkeypatch.setenv("KERAS_HOME", str(home))
    keras_cache().parent.mkdir()
    keras_cache().write_bytes(mnist_bytes)
    remount = ["mount", "-o", "remount,ro", str(home)]
    subprocess.run(remount, check=True, capture_output=True)
    assert is_mnist(load_mnist(nowhere))
    assert capsys.readouterr().out == ""
