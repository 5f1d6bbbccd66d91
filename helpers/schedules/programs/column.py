"""The column of a run as lines of code, for libraries whose schedules are traced."""

from helpers.schedules.programs.formula import Formula, formula
from helpers.schedules.programs.run import Run

__all__ = ["column"]


def column(run: Run) -> Formula:
    """Return the definition of the list ``rates``, one rate per step.

    >>> from helpers.schedules.programs.run import run_of
    >>> print(column(run_of([0.1, 0.05])).text)
    rates = [0.1, 0.05]
    """
    written = formula(run)
    if run.parts is None:
        return Formula(written.text.split("\n\n\n")[0])
    rates = f"rates = [rate(step) for step in range({run.steps})]"
    return Formula(f"{written.text}\n\n\n{rates}", written.imports)
