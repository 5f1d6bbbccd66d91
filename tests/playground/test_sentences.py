"""A language's sentences, and a page with its words in place."""

import pytest

from playground import sentences

FILE = """/** All of it. */
export const language = "de"; // "text"
export const text = {
  page: { title: 'Ein "Titel"', lead: "Was's, }" /* , */ },
  a: {
    b: "<i> & {x}", // c
    "c-d": "\\u00fc\\n",
  },
};
"""


def written(path, text):
    path.write_text(text, "utf-8")
    return path


def test_a_file_of_sentences_is_read(tmp_path):
    assert sentences.read(written(tmp_path / "de.js", FILE)) == {
        "page": {"title": 'Ein "Titel"', "lead": "Was's, }"},
        "a": {"b": "<i> & {x}", "c-d": "ü\n"},
    }


@pytest.mark.parametrize(
    "text",
    ["export const words = {};", "export const text = { a: b() };", "const a = 1;"],
)
def test_what_is_no_file_of_sentences_is_named(tmp_path, text):
    with pytest.raises(ValueError, match=r"^de\.js: "):
        sentences.read(written(tmp_path / "de.js", text))


def test_words_are_written_where_they_are_named(tmp_path):
    words = sentences.read(written(tmp_path / "de.js", FILE))
    page = (
        '<html lang="en"><title>x</title>'
        '<p class="y" data-text="a.b"></p><pre data-label="page.title" hidden></pre>'
    )
    assert sentences.fill_in(page, words, "de") == (
        '<html lang="de"><title>Ein &quot;Titel&quot;</title>'
        '<p class="y" data-text="a.b">&lt;i&gt; &amp; {x}</p>'
        '<pre data-label="page.title" hidden aria-label="Ein &quot;Titel&quot;"></pre>'
    )
    with pytest.raises(KeyError):
        sentences.fill_in('<p data-text="a.none"></p>', words, "de")
