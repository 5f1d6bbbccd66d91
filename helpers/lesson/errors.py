"""What a check says of an exception, in one line: where the answer is at fault."""

import textwrap
import traceback
from typing import Any

from helpers.lesson.observers import FormError

__all__ = ["PYTHON", "in_words"]

PYTHON: str = "Python says:"
LONGEST = 300  # characters of a message


def in_words(error: Exception, answer: Any, observe: Any = None) -> str:
    """Return a line on an error that ``observe(answer)`` raised, or an empty text.

    There is a line if an observer refuses the answer, if the answer's own code fails,
    or if it can't be called in this way. A failure of the check's alone, because the
    answer is of another kind, says nothing that helps.

    >>> in_words(TypeError("share() takes 1 positional argument"), lambda: 0)
    ''
    >>> in_words(FormError("It is a callback."), 0)
    'It is a callback.'
    """
    if isinstance(error, FormError):
        return str(error)
    try:
        words = textwrap.shorten(str(error), LONGEST)
    except Exception:
        words = ""
    # The cells of a notebook are parts of __main__, and each is a file of its own.
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    cells = [f.f_code for f in frames if f.f_globals.get("__name__") == "__main__"]
    code = getattr(observe, "__code__", None)
    asks = code.co_filename if code else ""
    in_answer = any(cell.co_filename != asks for cell in cells)
    call = getattr(answer, "__qualname__", type(answer).__qualname__)
    called_wrongly = isinstance(error, TypeError) and (
        words.startswith((f"{call}()", f"{call}."))  # itself, or one of its methods
        or (cells != [] and frames[-1].f_code in cells)
    )
    if not (in_answer or called_wrongly):
        return ""
    return f"{PYTHON} {type(error).__name__}: {words}"
