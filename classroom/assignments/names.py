"""Names of students: as files, learning platforms and students themselves write them.

A learning platform puts a number, or the time, beside the name. The same letters can be
written composed or decomposed, as Macs do in file names.
"""

import re
import unicodedata
from itertools import permutations

PATTERN = "*?[]"  # nbgrader looks for files by patterns
JOINERS = "\u200c\u200d"  # zero-width, within words of Persian and other languages
MOST_WORDS = 6  # of a name that may be written as one
LONGEST = 200  # bytes: a file's name has 255, and some are put beside a student's
PLATFORMS = (  # what follows the last group is the student's own name of the file
    r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_.*",  # Moodle
    r"(?P<name>[^_]+)_(?:LATE_)?(?P<number>\d+)_\d+_.*",  # Canvas
    r".+?_(?P<name>[^_]+)_attempt_(?P<number>)\d{4}(?:-\d+){5}_.*",  # Blackboard
)


def student_of(file_name, assignment):
    """Return the name of the student for whom a file or folder is named.

    >>> student_of("Anna Müller_1234_assignsubmission_file_", "plan")
    'Anna Müller'
    >>> student_of("plan_Kim", "plan"), student_of("Bob (2)", "plan")
    ('Kim', 'Bob (2)')
    """
    if by_platform := on_platform(file_name)[0]:
        return by_platform
    name = unicodedata.normalize("NFC", file_name).replace("\xa0", " ").strip()
    begins = re.fullmatch(rf"{assignment}[ _-]+(.+)", name, re.IGNORECASE)
    ends = re.fullmatch(rf"(.+?)[ _-]+{assignment}", name, re.IGNORECASE)
    return begins[1] if begins else ends[1] if ends else name


def on_platform(file_name):
    """Return the name and the number that a learning platform put into a file's name.

    Where it put none, they are "". Two students may have one name, but no number.

    >>> on_platform("mulleranna_1_2_plan"), on_platform("plan_Kim")
    (('mulleranna', '1'), ('', ''))
    """
    name = unicodedata.normalize("NFC", file_name).replace("\xa0", " ").strip()
    for platform in PLATFORMS:
        found = re.fullmatch(platform, name)
        if found:
            return found["name"].strip(), found["number"]
    return "", ""


def without_count(name):
    """Return a file's name without the number that a browser gives to a second one.

    >>> without_count("Ana (1)"), without_count("Ana")
    ('Ana', 'Ana')
    """
    return re.sub(r"\s*\(\d+\)$", "", name)


def check_student(name):
    """Raise ValueError that says why this can't be the name of a student."""
    if set(PATTERN) & set(name):
        raise ValueError(f"a student's name must not have any of {PATTERN}: rename it")
    if len(name.encode()) > LONGEST:
        raise ValueError(
            f"a student's name must not have more than {LONGEST} bytes: rename it"
        )
    if name.startswith("."):
        raise ValueError("a student's name must not begin with a dot: rename it")
    if not all(letter.isprintable() or letter in JOINERS for letter in name):
        raise ValueError(
            "a student's name must not have line breaks or signs that can't be seen: "
            "rename it"
        )


def same_name(one, other):
    """Return whether two names are one, however they are written.

    Spaces, capitals, accents, signs and the order of the words make no difference, nor
    that Canvas writes all words as one.

    >>> same_name("Müller, Anna", "anna  MU\u0308LLER"), same_name("Anna", "Hanna")
    (True, False)
    >>> same_name("Anna Müller", "mulleranna")
    True
    """
    words, others = key(one), key(other)
    if words == others:
        return True
    joined = sorted([words, others], key=len)
    if len(joined[0]) > 1 or len(joined[1]) > MOST_WORDS:
        return False
    return any("".join(order) == joined[0][0] for order in permutations(joined[1]))


def key(name):
    """Return what is the same for all ways to write a name."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(x for x in plain if not unicodedata.combining(x))
    words = re.findall(r"\w+", letters.replace("_", " ").casefold())
    return sorted(words) or [unicodedata.normalize("NFC", name).strip()]
