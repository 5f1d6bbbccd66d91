"""What a library writes itself: lines of code, their imports, and how far they hold."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from helpers.schedules.programs.layout import comment
from helpers.schedules.programs.parts import Parts
from helpers.schedules.programs.run import Run

__all__ = ["Own", "exact"]


@dataclass(frozen=True)
class Own:
    """Lines that make ``scheduler`` or ``schedule``, exact for the first steps.

    ``exact`` is how many steps have the rates of the schedule, None without an end;
    ``after`` says what comes then, as a sentence.
    """

    lines: tuple[str, ...]
    imports: tuple[str, ...] = ()
    exact: int | None = None
    after: str = ""

    def with_comment(self, run: Run) -> "Own":
        """Return these lines with a comment on what comes past their end, if any does.

        It stands before the last line, which makes the schedule.
        """
        if not self.after:
            return self
        unit = "epoch" if run.steps_per_epoch else "update"
        words = comment(f"From {unit} {self.exact} on, counted from 0, {self.after}.")
        return replace(self, lines=(*self.lines[:-1], words, self.lines[-1]))


def exact(run: Run, own_of: Callable[[Parts], Own | None]) -> Own | None:
    """Return a library's own lines, with their comment, or None.

    ``own_of`` finds them for the parts of a schedule. They are taken only where all
    steps of the run have its rates.
    """
    own = None if run.parts is None else own_of(run.parts)
    if own is None or (own.exact is not None and run.steps > own.exact):
        return None
    return own.with_comment(run)
