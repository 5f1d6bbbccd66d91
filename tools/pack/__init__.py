"""A pack: one folder with the collection and all that it needs where no network is.

``python3 run.py pack`` makes it, and ``python3 run.py`` in it sets up from it. Beside
the files of the collection it holds ``wheels``, ``mnist.npz`` if that was at hand, and
``pack.json``: the SHA-256 of each of these, and the system and Python that it is for.
No path in it leads out of it, so that it can be copied and moved.

Behind this door ``making`` collects what a pack holds, ``contents`` lists it and finds
what is damaged or missing, and ``tags`` knows which wheel is for which machine. All of
it needs the standard library alone, since run.py calls it before a package is there.
"""

from tools.pack.contents import Source, files, is_pack, problem_of, source
from tools.pack.making import make, why_not

__all__ = [
    "Source",
    "files",
    "is_pack",
    "make",
    "problem_of",
    "source",
    "why_not",
]
