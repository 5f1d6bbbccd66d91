import contextlib
import hashlib
import io
import os
import random
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import psutil
import pytest

from helpers.data import (
    keras_cache,
    load_mnist,
    mnist_1d,
    small_digits,
    write_shared,
)
from helpers.data.digits import MNIST_ARRAYS, read_file, read_mnist
from helpers.data.download import fetch, write_atomically

pytestmark = pytest.mark.slow

FIND = "import keras; print(keras.utils.get_file('mnist.npz', ''))"
LOAD = "import sys; from helpers.data import load_mnist; print(load_mnist(sys.argv[1]))"
MNIST = "MNIST: 60000 training images, 10000 test images"


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


@contextlib.contextmanager
def server(answer):
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            with contextlib.suppress(ConnectionError):
                answer(self, closing)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=[0.01]).start()
        yield f"http://127.0.0.1:{running.server_port}/mnist.npz"
        closing.set()
        running.shutdown()


@pytest.fixture
def nowhere():
    """An address where no one answers; nobody else can take its port meanwhile."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{silent.getsockname()[1]}/mnist.npz"


def sends(content, announced=None, status=200):
    """An answer with a Content-Length that may differ from what follows."""

    def answer(request, closing):
        request.send_response(status)
        request.send_header("Content-Length", announced or len(content))
        request.end_headers()
        request.wfile.write(content)

    return answer


def hangs_before_the_answer(request, closing):
    closing.wait(30)


def hangs_in_the_file(request, closing):
    sends(b"PK", announced=1000)(request, closing)
    closing.wait(30)


def trickles(request, closing):
    sends(b"", announced=10**6)(request, closing)
    while not closing.wait(0.01):
        request.wfile.write(b"P")


def breaks_off_in_a_chunk(request, closing):
    request.protocol_version = "HTTP/1.1"
    request.send_response(200)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    request.wfile.write(b"1000\r\nPK")
    request.close_connection = True


def is_not_http(request, closing):
    request.wfile.write(b"\x00\xff nothing of HTTP\r\n")


def npz(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def other_file(kind, arrays):
    """Bytes that are no MNIST: some of the many files that may lie there instead."""
    pixel = arrays["x_test"].copy()
    pixel[0, 0, 0] ^= 1
    return {
        "nothing": lambda: b"",
        "a web page": lambda: b"<html>Please log in to this network.</html>",
        "other digits": lambda: npz(**vars(small_digits())),
        "one pixel changed": lambda: npz(**{**arrays, "x_test": pixel}),
        "an array missing": lambda: npz(x_train=arrays["x_train"]),
        "images too few": lambda: npz(**{**arrays, "x_test": arrays["x_test"][1:]}),
        "labels as int64": lambda: npz(
            **{**arrays, "y_test": arrays["y_test"].astype(np.int64)}
        ),
        "labels as int8": lambda: npz(
            **{**arrays, "y_test": arrays["y_test"].view(np.int8)}
        ),
        "test and training data swapped": lambda: npz(
            x_train=arrays["x_test"],
            y_train=arrays["y_test"],
            x_test=arrays["x_train"],
            y_test=arrays["y_train"],
        ),
    }[kind]()


OTHER_FILES = [
    "nothing",
    "a web page",
    "other digits",
    "one pixel changed",
    "an array missing",
    "images too few",
    "labels as int64",
    "labels as int8",
    "test and training data swapped",
]


def damaged(content):
    """As many bytes, but a hundred of them in the middle are others."""
    middle = len(content) // 2
    return content[:middle] + bytes(100) + content[middle + 100 :]


def is_mnist(digits):
    return digits.is_mnist and all(
        hashlib.sha256(getattr(digits, name).tobytes()).hexdigest() == digest
        for name, digest in MNIST_ARRAYS.items()
    )


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_named_file_is_read_without_a_word(mnist_file, monkeypatch, capsys):
    monkeypatch.setenv("MNIST_NPZ", str(mnist_file))
    digits = load_mnist("http://127.0.0.1:1/never-asked")
    assert is_mnist(digits)
    assert digits.x_train.shape == (60_000, 28, 28)
    assert digits.y_train.shape == (60_000,)
    assert digits.x_test.shape == (10_000, 28, 28)
    assert digits.y_test.shape == (10_000,)
    assert str(digits) == MNIST
    assert capsys.readouterr().out == ""


def test_a_named_file_that_is_missing_is_an_error_that_names_it(monkeypatch, tmp_path):
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "mnist.npz"))
    with pytest.raises(FileNotFoundError, match="MNIST_NPZ = '.*mnist.npz' is not"):
        load_mnist()


def test_a_folder_is_no_named_file(monkeypatch, tmp_path):
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="MNIST_NPZ = .* is not a file"):
        load_mnist()


@pytest.mark.parametrize("kind", OTHER_FILES)
def test_what_is_not_mnist_is_an_error_that_names_its_origin(kind, mnist_arrays):
    with pytest.raises(ValueError, match="^the file of today is not"):
        read_mnist(other_file(kind, mnist_arrays), "the file of today")


def test_a_named_file_that_is_not_mnist_is_an_error_that_names_it(
    monkeypatch, tmp_path
):
    file = tmp_path / "other.npz"
    file.write_bytes(npz(**vars(small_digits())))
    monkeypatch.setenv("MNIST_NPZ", str(file))
    with pytest.raises(ValueError, match="MNIST_NPZ = '.*other.npz' is not MNIST"):
        load_mnist()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_a_truncated_file_is_an_error_that_names_it(
    share, mnist_bytes, monkeypatch, tmp_path
):
    file = tmp_path / "short.npz"
    file.write_bytes(mnist_bytes[: int(share * len(mnist_bytes))])
    monkeypatch.setenv("MNIST_NPZ", str(file))
    with pytest.raises(ValueError, match="MNIST_NPZ = '.*short.npz' is not a whole"):
        load_mnist()


class Harmful:
    def __init__(self, trace):
        self.trace = trace

    def __reduce__(self):
        return Path.touch, (self.trace,)


def test_a_pickled_object_is_never_loaded(tmp_path):
    trace = tmp_path / "was-here"
    harmful = np.array([Harmful(trace)], object)
    content = npz(**dict.fromkeys(MNIST_ARRAYS, harmful))
    with pytest.raises(ValueError, match="the file is not a whole npz file of MNIST"):
        read_mnist(content, "the file")
    assert not trace.exists()
    np.load(io.BytesIO(content), allow_pickle=True)["x_train"]
    assert trace.exists()


def test_flat_images_are_brought_to_28_by_28(mnist_arrays):
    flat = {name: array.reshape(len(array), -1) for name, array in mnist_arrays.items()}
    digits = read_mnist(npz(**flat), "a flat file")
    assert is_mnist(digits)
    assert digits.x_train.shape == (60_000, 28, 28)
    assert digits.y_test.shape == (10_000,)


def test_the_order_in_memory_does_not_matter(mnist_arrays):
    fortran = {name: np.asfortranarray(array) for name, array in mnist_arrays.items()}
    assert is_mnist(read_mnist(npz(**fortran), "a Fortran file"))


@pytest.fixture(scope="session")
def shared_file(mnist_bytes, tmp_path_factory):
    """The file that a class shares."""
    path = tmp_path_factory.mktemp("class") / "shared.npz"
    write_shared(read_mnist(mnist_bytes, "the file"), path)
    return path


def test_a_shared_file_is_mnist_and_its_pages_are_those_of_the_file(
    shared_file, monkeypatch
):
    content = shared_file.read_bytes()
    monkeypatch.setenv("MNIST_NPZ", str(shared_file))
    before = psutil.Process().memory_full_info()
    one, another = load_mnist(), load_mnist()
    after = psutil.Process().memory_full_info()
    assert is_mnist(one)
    if hasattr(after, "pss"):  # Linux: 55 MB held twice, and counted once
        assert after.rss - before.rss > 90e6
        assert after.pss - before.pss < 70e6
    one.x_train[0] = 7
    assert (one.x_train[0] == 7).all()
    assert not (another.x_train[0] == 7).any()
    assert shared_file.read_bytes() == content
    if os.name == "posix":
        assert shared_file.stat().st_mode & 0o444 == 0o444


def test_other_orders_and_shapes_are_found_in_a_file_that_is_not_compressed(
    mnist_arrays, tmp_path
):
    other = {name: np.asfortranarray(array) for name, array in mnist_arrays.items()}
    np.savez(tmp_path / "fortran.npz", **other)
    assert is_mnist(read_file(tmp_path / "fortran.npz", "a Fortran file"))


def test_a_shared_file_with_one_pixel_changed_or_cut_is_refused(shared_file, tmp_path):
    content = bytearray(shared_file.read_bytes())
    other = tmp_path / "other.npz"
    content[1_000_000] ^= 1
    other.write_bytes(content)
    with pytest.raises(ValueError, match="^this is not MNIST: its x_train differs"):
        read_file(other, "this")
    for damaged in (content[:-1000], b"\0" * 80 + content[80:], content[:0]):
        other.write_bytes(damaged)
        with pytest.raises(ValueError, match="^this is not a whole npz file"):
            read_file(other, "this")


def test_a_shared_file_is_written_where_digits_are_looked_for(
    mnist_file, tmp_path, monkeypatch
):
    monkeypatch.setenv("MNIST_NPZ", str(mnist_file))
    made = tmp_path / "shared.npz"
    command = [sys.executable, "-m", "helpers.data", str(made)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert MNIST in done.stdout
    assert is_mnist(read_file(made, "this"))


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
    assert str(digits) == "8×8 digits: 1437 training images, 360 test images"
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


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME" if os.name == "posix" else "USERPROFILE", str(tmp_path))
    monkeypatch.delenv("KERAS_HOME", raising=False)
    return tmp_path


def test_the_cache_is_the_one_of_keras(home):
    write_atomically(keras_cache(), b"nothing")
    found = subprocess.run(
        [sys.executable, "-c", FIND],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert Path(found.stdout.strip()) == keras_cache()
    assert home in keras_cache().parents


def test_a_tilde_in_keras_home_stands_for_the_home_folder(home, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", "~/elsewhere")
    assert keras_cache() == home / "elsewhere" / "datasets" / "mnist.npz"


@pytest.mark.parametrize("limit", [0, -1, float("nan"), float("inf"), "60", None, True])
def test_the_time_limit_is_checked_first(limit, cache):
    with pytest.raises((TypeError, ValueError)) as error:
        load_mnist(time_limit=limit)
    assert str(error.value).startswith(f"time_limit = {limit!r} must be")


def test_small_digits_have_the_form_of_mnist():
    digits = small_digits()
    assert not digits.is_mnist
    assert digits.x_train.shape == (1437, 28, 28)
    assert digits.x_test.shape == (360, 28, 28)
    assert digits.y_train.shape == (1437,)
    assert digits.y_test.shape == (360,)
    assert {vars(digits)[name].dtype for name in MNIST_ARRAYS} == {np.dtype("uint8")}
    assert digits.x_train.max() == 255
    assert set(digits.y_test) == set(range(10))
    assert np.bincount(digits.y_test).min() >= 34


@pytest.fixture(scope="module")
def sequences():
    return mnist_1d()


def test_mnist_1d_is_made_without_a_network_and_the_same_every_time(
    sequences, monkeypatch
):
    def refuse(*arguments, **options):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", refuse)
    random.seed(1)
    np.random.seed(2)
    before = random.getstate(), np.random.get_state()[1].tolist()
    one, other = sequences, mnist_1d()
    after = random.getstate(), np.random.get_state()[1].tolist()
    assert after == before
    assert str(one) == "MNIST-1D: 4000 training images, 1000 test images"
    assert not one.is_mnist
    for name in ("x_train", "x_test"):
        arrays, labels = getattr(one, name), getattr(one, f"y{name[1:]}")
        assert arrays.dtype == np.float32
        assert arrays.shape[1:] == (40,)
        assert np.bincount(labels).min() > 0.08 * len(labels)
        assert np.array_equal(arrays, getattr(other, name))
    everything = np.concatenate([one.x_train, one.x_test])
    assert abs(everything.mean()) < 1e-5
    assert everything.std() == pytest.approx(1, abs=1e-4)


def test_mnist_1d_takes_more_than_a_line_to_tell_apart(sequences):
    """As its paper reports: a linear model is right on a third, a network on more."""
    from sklearn.linear_model import LogisticRegression

    linear = LogisticRegression(max_iter=300)
    linear.fit(sequences.x_train, sequences.y_train)
    assert 0.28 < linear.score(sequences.x_test, sequences.y_test) < 0.36


def test_small_digits_are_the_same_every_time():
    first, second = small_digits(), small_digits()
    for name in MNIST_ARRAYS:
        assert np.array_equal(getattr(first, name), getattr(second, name))


def test_fetch_gives_the_bytes_that_were_sent(serve):
    content = bytes(range(256)) * 1000
    assert fetch(serve(sends(content)), time_limit=10, largest=10**6) == content


def test_fetch_refuses_a_file_that_is_too_large(serve):
    url = serve(sends(bytes(1001)))
    with pytest.raises(OSError, match="more than 1000 bytes"):
        fetch(url, time_limit=10, largest=1000)


def test_fetch_refuses_a_file_that_is_cut_off(serve):
    url = serve(sends(bytes(900), announced=1000))
    with pytest.raises(OSError, match="cut off after 900 of 1000 bytes"):
        fetch(url, time_limit=10, largest=10**6)


@pytest.mark.parametrize("hang", [hangs_before_the_answer, hangs_in_the_file, trickles])
def test_fetch_ends_at_its_time_limit(hang, serve):
    began = time.monotonic()
    with pytest.raises(TimeoutError, match="no whole file within 0.3 seconds"):
        fetch(serve(hang), time_limit=0.3, largest=10**6)
    assert 0.25 < time.monotonic() - began < 5


def test_fetch_hangs_up_at_its_time_limit(serve):
    hung_up = threading.Event()

    def answer(request, closing):
        try:
            trickles(request, closing)
        except ConnectionError:
            hung_up.set()

    with pytest.raises(TimeoutError):
        fetch(serve(answer), time_limit=0.3, largest=10**6)
    assert hung_up.wait(5)


def test_fetch_ends_at_its_time_limit_while_a_name_is_looked_up(monkeypatch):
    ended = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args: ended.wait(30))
    with pytest.raises(TimeoutError, match="no whole file within 0.3 seconds"):
        fetch("http://localhost/", time_limit=0.3, largest=10**6)
    ended.set()


def test_a_time_out_of_the_system_is_named_like_the_time_limit(monkeypatch):
    def give_up(*args):
        raise TimeoutError(110, "Connection timed out")

    monkeypatch.setattr(socket, "getaddrinfo", give_up)
    with pytest.raises(TimeoutError, match="^no whole file within 9 seconds$"):
        fetch("http://localhost/", time_limit=9, largest=10**6)


def test_a_file_is_written_whole_and_replaces_the_one_before(tmp_path):
    path = tmp_path / "new" / "folder" / "file"
    for content in (b"first", b"second, and longer", b""):
        write_atomically(path, content)
        assert path.read_bytes() == content
    assert files_below(tmp_path) == [path]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_atomically(tmp_path / "taken", b"content")
    with pytest.raises(TypeError, match="bytes"):
        write_atomically(tmp_path / "file", "text")
    assert files_below(tmp_path) == []
