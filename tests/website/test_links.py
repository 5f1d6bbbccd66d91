"""Links are checked where they stay inside, and listed where they lead elsewhere."""

import pytest

from website import links


@pytest.mark.parametrize(
    ("link", "broken"),
    [
        ("b.html", False),
        ("b.html#there", False),
        ("#here", False),
        ("https://elsewhere.org/", False),
        ("data:text/plain,", False),
        ("c.html", True),
        ("b.html#here", True),
        ("#there", True),
        ("/b.html", True),
        ("../outside.html", True),
    ],
)
def test_a_broken_link_is_found(tmp_path, link, broken):
    folder = tmp_path / "site"
    folder.mkdir()
    (tmp_path / "outside.html").write_text("")
    (folder / "a.html").write_text(f'<p id="here"><a href="{link}">…</a>')
    (folder / "b.html").write_text('<p id="there">')
    problems, outside = links.check(folder)
    there = f"a.html links to {link}, which is not there."
    assert problems == ([there] if broken else [])
    assert outside == ([link] if link.startswith("http") else [])
