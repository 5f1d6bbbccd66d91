"""What is handed over in *Prove it*, as names, numbers and words."""

import ast
import re
from contextlib import suppress

import numpy as np

from classroom.assignments.names import same_name
from classroom.assignments.prove.own_data import ARMS, PAIRS, PEAKS
from classroom.assignments.questions import FormError, column, number

FEWEST, MOST = 10, 40  # seeds that are asked for
MOST_READ = 200  # seeds, so that what follows from too many can be judged
LARGEST_SEED = 2**256
LONGEST = 300  # letters of a name
MOST_NAMES = 100  # lines that are looked at
WRITES = re.compile(r"^student\s*(?::[^=\n]*)?=(?!=)\s*(.*)$", re.MULTILINE)


def remark(student, notebook):
    """Return a sentence for the teacher if a notebook is of another name, or ""."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    written = [line for line in WRITES.findall(text) if line.strip() != "None"]
    if not written:
        return ""
    texts = [*map(text_of, written[-MOST_NAMES:])]
    if any(typed is not None and same_name(typed, student) for typed in texts):
        return ""
    typed = texts[-1]
    if typed is None:
        return (
            'has no line student = "…" with the name as one text: see at "grade" '
            "whether it gets points"
        )
    return (
        f"says student = {shortened(typed)!r} and gets no points for the data of "
        "another name: rename the file, or let the student run it again"
    )


def text_of(code):
    """Return the text that a line of code writes out, or None."""
    if len(code) > 2 * LONGEST:
        return None
    try:
        value = ast.literal_eval(code.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, str) and len(value) <= LONGEST else None


def shortened(name):
    """Return a name that fits into a line."""
    return name if len(name) <= 60 else f"{name[:57]}…"


def doubt(points):
    """Return a sentence for the teacher if points follow from alien numbers, or "".

    A mistake costs its points once, so what follows from wrong differences gets points.
    """
    later = points["prove_intervals"] + points["prove_verdicts"]
    if points["prove_differences"] == 0 and later > 0:
        return (
            "the differences are not those of this student's data, and what follows "
            "from them has points: look at it"
        )
    return ""


def read(setting, value):
    """Return what was handed over, as numbers, or raise FormError."""
    found = {"student": value.get("student", setting["student"])}
    if type(found["student"]) is not str or len(found["student"]) > LONGEST:
        raise FormError("the name in your notebook is no text")
    if not same_name(found["student"], setting["student"]):
        raise FormError(
            "the name in your notebook is not the one under which you hand it in, and "
            "so are the data"
        )
    if "means" in value:
        found["means"] = {arm: column(value["means"][arm]) for arm in ARMS}
    given = {arm: numbers_in(value["tuned"][arm]) for arm in ARMS}
    tuned = {arm: peak_among(numbers) for arm, numbers in given.items()}
    found["among_others"] = {arm: len(numbers) > 1 for arm, numbers in given.items()}
    peaks = tuned.values()
    found["by_place"] = any(peaks) and all(peak in range(len(PEAKS)) for peak in peaks)
    if found["by_place"]:  # one mistake: what follows from it is judged by the peaks
        tuned = {arm: PEAKS[int(place)] for arm, place in tuned.items()}
    found["tuned"] = tuned
    near = min(PEAKS) / 2, 2 * max(PEAKS)  # far below, all arms are one training
    if not all(near[0] <= peak <= near[1] for peak in found["tuned"].values()):
        raise FormError("a tuned peak is far from the peaks that are to be tried")
    if "seeds" in value:
        found["seeds"] = seeds_of(value["seeds"])
        differences = {pair: column(value["differences"][pair]) for pair in PAIRS}
        if any(len(each) != len(found["seeds"]) for each in differences.values()):
            raise FormError("there is not one difference for each seed")
        found["differences"] = differences
    if "intervals" in value:
        given = {pair: column(value["intervals"][pair]) for pair in PAIRS}
        found["intervals"] = {pair: of_two(own) for pair, own in given.items()}
        found["has_three"] = any(len(own) == 3 for own in given.values())
    if "verdicts" in value:
        given = {pair: value["verdicts"][pair] for pair in PAIRS}
        found["verdicts"] = {
            pair: str(said).replace("_", " ").strip().lower()
            for pair, said in given.items()
        }
    return found


def seeds_of(value):
    """Return the seeds that were handed over, or raise FormError."""
    seeds = [int(number(seed)) if type(seed) is float else seed for seed in value]
    if not all(type(seed) is int and 0 <= seed < LARGEST_SEED for seed in seeds):
        raise FormError("a seed is no whole number from 0 on")
    if not 1 <= len(seeds) <= MOST_READ:
        raise FormError(f"there are not {FEWEST} to {MOST} seeds")
    return seeds


def numbers_in(value):
    """Return the numbers in an answer, within lists and dicts and as texts too."""
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, str):
        with suppress(ValueError):
            value = float(value)
    if not isinstance(value, list):
        return [number(value)]
    if len(value) > 2 * len(PEAKS):
        raise FormError("a tuned peak is not one rate")
    return [one for part in value for one in numbers_in(part)]


def peak_among(numbers):
    """Return the peak that stands among other numbers, or raise FormError.

    It is one of those to be tried, but for rounding, or else the only number.
    """
    found = [peak for peak in PEAKS if np.isclose(numbers, peak).any()]
    if len(found or numbers) != 1:
        raise FormError("a tuned peak is not one rate")
    return (found or numbers)[0]


def of_two(interval):
    """Return an interval's mean and half-width; it may have a mean and both ends."""
    if len(interval) == 3:
        low, middle, high = sorted(interval)
        room = 0.01 * (high - low)
        if np.isclose(middle, (low + high) / 2, atol=room, rtol=0):
            return np.array([middle, (high - low) / 2])
    if len(interval) != 2:
        raise FormError("an interval is not a mean and a half-width")
    return interval
