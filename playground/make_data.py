"""Write MNIST-1D into the playground: ``engine/mnist1d.js``.

The sequences are rounded to 8 bits: their steps of 0.04 are small beside the noise of
0.25 that is part of them.

    python -m playground.make_data
"""

import base64
from pathlib import Path

import numpy as np

from helpers.data import mnist_1d

TARGET = Path(__file__).with_name("engine") / "mnist1d.js"
HEAD = """\
// MNIST-1D by S. Greydanus and D. Kobak, made by their package of that name, which is
// licensed under Apache-2.0; rounded to 8 bits by playground/make_data.py.
"""


def rounded(sequences):
    """Return int8 numbers of the same shape, and by what to multiply them."""
    scale = np.abs(sequences).max() / 127
    return np.rint(sequences / scale).astype(np.int8), float(scale)


def module():
    """Return the text of the module: training examples, then those of the test."""
    data = mnist_1d()
    numbers, scale = rounded(np.concatenate([data.x_train, data.x_test]))
    labels = np.concatenate([data.y_train, data.y_test])
    text = base64.b64encode(numbers.tobytes()).decode()
    return (
        f"{HEAD}export const SCALE = {scale!r};\n"
        f'export const LABELS =\n  "{"".join(map(str, labels))}";\n'
        f'export const BYTES =\n  "{text}";\n'
    )


if __name__ == "__main__":
    TARGET.write_text(module(), "utf-8", newline="\n")
