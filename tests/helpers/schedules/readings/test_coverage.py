"""Every call that can be read is compared with the real library, by some text."""

import re

import pytest

from helpers.schedules.readings import readable
from tests.helpers.schedules.readings import drawn
from tests.helpers.schedules.readings.recorded import OTHERS, rows

DRAWN = {
    "PyTorch": [drawn.rule, drawn.sequence, drawn.chain],
    "transformers": [drawn.of_transformers],
    "timm": [drawn.of_timm, drawn.of_timm_factory],
    "optax": [drawn.of_optax, drawn.joined_of_optax],
    "Keras": [drawn.of_keras],
}


def texts(library):
    """Return all texts that are compared, as one."""
    if library in OTHERS:
        return "\n".join(row["call"] for row in rows()[library])
    counts = 60 if library == "Keras" else 150
    return "\n".join(
        call for draw in DRAWN[library] for call, _ in drawn.calls(draw, counts)
    )


@pytest.mark.parametrize("library", readable())
def test_each_call_is_compared(library):
    compared = set(re.findall(r"(\w+)\(", texts(library)))
    missing = readable(library).keys() - compared - {"slice"}
    if library in ("ignite", "warmup-scheduler"):
        missing -= readable("PyTorch").keys()  # which they take, and are compared there
    assert not missing
