"""A file comes within a time limit, and is written whole or not at all."""

import socket
import threading
import time

import pytest

from helpers.data.download import fetch, write_atomically
from tests.helpers.data.files import files_below
from tests.helpers.data.servers import (
    hangs_before_the_answer,
    hangs_in_the_file,
    sends,
    trickles,
)


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


@pytest.mark.slow
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
