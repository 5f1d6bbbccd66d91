"""The dictionary page: schedules of other libraries, by word, by library, and traps.

Its rows are the rules and traps that tests hold against the libraries themselves.
"""

from helpers.schedules import readable
from helpers.schedules.dictionary import rules
from helpers.schedules.traps import traps

ABOUT = """\
# Dictionary

The same schedule has other names elsewhere, and other first and last steps. Here are
{calls} calls of {libraries} libraries. Each row was held against the library itself, in
the version that stands with it. In Python, `meanings("T_max")` finds a word,
`reading(library, call)` the rates of a call, and `program(schedule, library)` the code
for any schedule of [this collection](api/schedules.md).

What to write there is said in names of this collection: `peak`, `floor` and `start` are
rates, `steps` is the length of the fall, `warmup` that of the warm-up before it,
`decay` that of a fall at the end, all in updates.
"""


def write(folder):
    """Write the page into the folder of sources."""
    (folder / "dictionary.md").write_text(page(), "utf-8")


def page():
    """Return the page as Markdown."""
    calls = sum(len(readable(library)) for library in readable())
    about = ABOUT.format(calls=calls, libraries=len(readable()))
    return "\n".join([about, *by_word(), *by_library(), *all_traps()])


def by_word():
    """Return the lines on each word: where it is an argument, and what to write."""
    every = dict.fromkeys(one for rule in rules() for one in rule.meanings)
    words = sorted({one.argument for one in every}, key=str.casefold)
    yield from ("## By word", "")
    for word in words:
        yield from (f"### {word}", "")
        yield from row("library", "call", "write")
        yield from row("---", "---", "---")
        for one in every:
            if one.argument == word:
                yield from row(one.library, f"`{one.function}`", f"`{one.meaning}`")
        yield ""


def by_library():
    """Return the lines on each library: its calls, ours, and what comes behind the end.

    Calls that can be read, and have no twin in this collection, are named below.
    """
    yield from ("## By library", "")
    for library, version in readable().items():
        yield from (f"### {library}", "", f"Version {version}.", "")
        own = [rule for rule in rules() if rule.library == library]
        if own:
            yield from row("there", "here", "past the end")
            yield from row("---", "---", "---")
        for rule in own:
            yield from row(f"`{rule.call}`", f"`{rule.ours}`", rule.past_the_end)
        named = {one.function for rule in own for one in rule.meanings}
        others = [f"`{name}`" for name in readable(library) if name not in named]
        also = "Also read" if own else "None has the rates of a schedule here. Read"
        yield from ("", f"{also} by `reading`: {', '.join(others)}.", "")


def all_traps():
    """Return the lines on what runs without an error, and is a surprise."""
    yield from ("## Traps", "", "Each of these runs without an error.", "")
    yield from row("library", "call", "rates of its first updates", "what happens")
    yield from row(*["---"] * 4)
    for trap in traps():
        rates = ", ".join(f"{rate:g}" for rate in trap.rates)
        yield from row(trap.library, f"`{trap.call}`", rates, trap.what)
    yield ""


def row(*cells):
    """Return a row of a table, as a list of one line."""
    return [f"| {' | '.join(cells)} |"]
