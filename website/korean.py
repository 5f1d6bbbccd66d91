"""The search in Korean: a word is found by its beginning, and without its particle."""

import re

from sphinx.search import SearchLanguage

HANGUL = re.compile(r"[가-힣]{2,}")
# What is written at the end of a noun, without a blank.
PARTICLES = (
    "은|는|이|가|을|를|의|에|에서|에는|에게|으로|로|와|과|도|만|까지|부터|보다|처럼|마다|"
    "이나|나|이란|란|이다|입니다|인|들|들은|들이|들을|들의"
)
STEMMER = """
var Stemmer = function () {
  this.stemWord = (word) => word.replace(/^([가-힣]{2,}?)(?:%s)$/, "$1");
};
"""


class SearchKorean(SearchLanguage):
    """Sphinx's search, in whose index a word stands with each of its beginnings."""

    lang = "ko"
    language_name = "Korean"
    js_stemmer_code = STEMMER % PARTICLES

    def split(self, text):
        """Return the words of a text; one in Hangul from its second syllable on."""
        words = super().split(text)
        for word in words[:]:
            if found := HANGUL.match(word):
                words += [word[:end] for end in range(2, found.end() + 1)]
        return words
