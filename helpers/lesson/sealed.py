"""Predictions that were written down before the trainings that test them.

``predictions/NN.csv`` holds what a theory and its rivals predict for page NN, rounded
to two decimals, below notes that name the seeds it was made from and those to come. It
was committed before any of these trainings. The page says the digest of that file, so
that nobody changes a prediction without a trace, recomputes it, trains, and opens it.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.arrays import Floats
from helpers.data.download import write_atomically

__all__ = ["FOLDER", "Sealed", "seal"]

FOLDER: Path = Path(__file__).with_name("predictions")
DECIMALS = 2
KEYS = ["data", "quantity"]


class Sealed:
    """What was predicted for a page, if the file is still the one that was sealed.

    ``digest`` is the one that :func:`seal` returned. ``table`` has a row for each data
    set and quantity, a column for each predictor, the theory first; ``notes`` are the
    file's own words. Another digest raises ValueError.

    >>> from tempfile import TemporaryDirectory
    >>> rows = {("MNIST-1D", "linear"): {"theory": 0.9012, "rival": 1.0}}
    >>> with TemporaryDirectory() as folder:
    ...     digest = seal("99", rows, ["seeds to come: 0 to 4"], Path(folder))
    ...     sealed = Sealed("99", digest, Path(folder))
    >>> sealed.notes
    ['seeds to come: 0 to 4']
    >>> print(sealed.table.loc[("MNIST-1D", "linear"), "theory"])
    0.9
    >>> print(sealed.agrees(sealed.table + 0.004, tolerance=0.01))
    recomputed: 2 numbers, none more than 0.004 from what was sealed
    """

    def __init__(self, page: str, digest: str, folder: Path = FOLDER) -> None:
        """Read the file and compare its digest."""
        text = (folder / f"{page}.csv").read_text("utf-8")
        if (found := _digest(text)) != digest:
            raise ValueError(
                f"digest = {digest!r}, but {page}.csv has {found!r}: the predictions "
                "are not those that were sealed"
            )
        lines = text.splitlines()
        self.notes = [line[2:] for line in lines if line.startswith("#")]
        body = [line.split(",") for line in lines if not line.startswith("#")]
        table = pd.DataFrame(body[1:], columns=body[0]).set_index(KEYS)
        self.table = table.apply(pd.to_numeric)

    def agrees(self, recomputed: pd.DataFrame, tolerance: float) -> str:
        """Return a sentence if what was recomputed is what was sealed.

        ``recomputed`` has the rows and columns of ``table``, in any order; a number
        that differs by more than ``tolerance`` raises ValueError.
        """
        same = recomputed.reindex(index=self.table.index, columns=self.table.columns)
        off = (same - self.table).abs()
        if not (off <= tolerance).all(axis=None):  # so NaN is off too
            [where] = np.argwhere(~(off.to_numpy() <= tolerance))[:1]
            row, column = self.table.index[where[0]], self.table.columns[where[1]]
            raise ValueError(
                f"{column!r} for {row} is {same.iloc[*where]} now, but was sealed as "
                f"{self.table.iloc[*where]}; {tolerance} apart is allowed"
            )
        return (
            f"recomputed: {off.size} numbers, none more than "
            f"{off.max(axis=None):.3f} from what was sealed"
        )

    def errors(self, measured: "pd.Series[float]") -> pd.DataFrame:
        """Return how far each prediction is from what was measured, in absolute value.

        ``measured`` has the index of ``table``, in any order; what is missing is NaN.
        """
        values: Floats = measured.reindex(self.table.index).to_numpy(float)
        return self.table.sub(values, axis=0).abs()


def seal(
    page: str,
    predictions: dict[tuple[str, str], dict[str, float]],
    notes: Sequence[str],
    folder: Path = FOLDER,
) -> str:
    """Write predictions and notes to the file of a page; return the file's digest.

    ``predictions`` has for each (data, quantity) the number of each predictor. Names
    with a comma, notes of several lines and numbers that are not finite raise
    ValueError. A file that is there already raises FileExistsError: what was sealed
    stays.

    >>> from tempfile import TemporaryDirectory
    >>> rows = {("MNIST-1D", "exponent"): {"bound": -0.5, "same peak": 0.0}}
    >>> with TemporaryDirectory() as folder:
    ...     digest = seal("99", rows, ["seeds to come: 0 to 4"], Path(folder))
    ...     print(Path(folder, "99.csv").read_text())
    # seeds to come: 0 to 4
    data,quantity,bound,same peak
    MNIST-1D,exponent,-0.50,0.00
    <BLANKLINE>
    >>> digest
    '...'
    """
    table = pd.DataFrame(predictions).T
    if not np.isfinite(table.to_numpy(float)).all():
        raise ValueError(f"predictions must be finite numbers, one for each:\n{table}")
    names = [*table.columns, *(name for row in table.index for name in row)]
    for name in (*names, *notes):
        if "\n" in name or ("," in name and name in names):
            raise ValueError(f"{name!r} must be one line, and a name has no comma")
    path = folder / f"{page}.csv"
    if path.exists():
        raise FileExistsError(f"{path.name} is sealed already")
    rows = [
        ",".join([*row, *(f"{value:.{DECIMALS}f}" for value in values)])
        for row, values in zip(table.index, table.to_numpy(), strict=True)
    ]
    head = [*(f"# {note}" for note in notes), ",".join([*KEYS, *table.columns])]
    text = "\n".join([*head, *rows, ""])
    folder.mkdir(exist_ok=True)
    write_atomically(path, text.encode())
    path.chmod(0o644)  # the file that it was written to is its owner's alone
    return _digest(text)


def _digest(text: str) -> str:
    """Return the first 16 digits of the text's SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
