"""What libraries did that are not installed beside the tests: kept, with versions.

``python -m tests.helpers.schedules.readings.recorded`` draws the calls, runs the real
libraries that are there, and writes their rates anew; ``nox -s libraries`` has them.
"""

import csv
import datetime
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.helpers.schedules.readings import drawn, drawn_others, real_others

TABLE = Path(__file__).with_name("recorded.csv")
FIELDS = ["library", "version", "date", "call", "peak", "rates"]
COUNT = 120  # calls of each library


@dataclass(frozen=True)
class Other:
    """A library: its package, how calls are drawn and run, what a reading must know."""

    package: str
    draw: object
    real: object
    takes_peak: bool = False
    steps_per_epoch: int | None = None

    def calls(self):
        return drawn.calls(self.draw, COUNT)

    def installed(self):
        """Return the version that is installed, or None."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None

    def options(self, peak):
        """Return what is given to ``reading`` beside the call."""
        named = {"peak": peak} if self.takes_peak else {}
        if self.steps_per_epoch:
            named["steps_per_epoch"] = self.steps_per_epoch
        return named


OTHERS = {
    "PaddlePaddle": Other(
        "paddlepaddle", drawn_others.of_paddle, real_others.of_paddle
    ),
    "MLX": Other("mlx", drawn_others.of_mlx, real_others.of_mlx),
    "fastai": Other(
        "fastai",
        drawn_others.of_fastai,
        real_others.of_fastai,
        takes_peak=True,
        steps_per_epoch=real_others.BATCHES,
    ),
    "DeepSpeed": Other(
        "deepspeed", drawn_others.of_deepspeed, real_others.of_deepspeed, True
    ),
    "ignite": Other(
        "pytorch-ignite", drawn_others.of_ignite, real_others.of_ignite, True
    ),
    "warmup-scheduler": Other(
        "warmup-scheduler",
        drawn_others.of_warmup_scheduler,
        real_others.of_warmup_scheduler,
        True,
    ),
    "MMEngine": Other(
        "mmengine", drawn_others.of_mmengine, real_others.of_mmengine, True
    ),
}


@cache
def rows():
    """Return the rows that are kept, by library."""
    found = {name: [] for name in OTHERS}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["library"]].append(row)
    return found


def rates_of(row):
    return [float(rate) for rate in row["rates"].split()]


def record():
    """Write the rates of the libraries that are installed; keep the others' rows."""
    kept = rows() if TABLE.exists() else {name: [] for name in OTHERS}
    today = datetime.date.today().isoformat()
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, FIELDS, lineterminator="\n")
        table.writeheader()
        for name, other in OTHERS.items():
            if not other.installed():
                table.writerows(kept[name])
                continue
            for call, peak in other.calls():
                rates = " ".join(f"{rate:.9g}" for rate in other.real(call, peak))
                values = [name, other.installed(), today, call, peak, rates]
                table.writerow(dict(zip(FIELDS, values, strict=True)))


if __name__ == "__main__":
    record()
