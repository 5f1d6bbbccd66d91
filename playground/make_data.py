"""Write MNIST-1D into the playground: ``engine/mnist1d.js``.

The sequences are rounded to 8 bits: their steps of 0.04 are small beside the noise of
0.25 that is part of them. Neighbours are alike, so only what is left after a prediction
from the two before is written, small numbers in few bits; ``engine/unpack.js`` has the
numbers again.

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


def packed(numbers):
    """Return rows of whole numbers as text, and how many low bits each number has.

    ``engine/unpack.js`` says how they are written.
    """
    before = np.pad(numbers.astype(int), ((0, 0), (2, 0)))
    left = numbers - ((9 * before[:, 1:-1] - 3 * before[:, :-2] + 4) >> 3)
    signless = np.where(left < 0, -2 * left - 1, 2 * left).ravel()
    low = min(range(1, 8), key=lambda low: (signless >> low).sum() + low * left.size)
    bits = "".join(
        "1" * (one >> low) + "0" + f"{one & (1 << low) - 1:0{low}b}" for one in signless
    )
    bytes_ = np.packbits(np.frombuffer(bits.encode(), np.uint8) - ord("0")).tobytes()
    return base64.b64encode(bytes_).decode(), low


def module():
    """Return the text of the module: training examples, then those of the test."""
    data = mnist_1d()
    numbers, scale = rounded(np.concatenate([data.x_train, data.x_test]))
    labels = np.concatenate([data.y_train, data.y_test])
    text, low = packed(numbers)
    return (
        f"{HEAD}export const SCALE = {scale!r};\n"
        f'export const LABELS =\n  "{"".join(map(str, labels))}";\n'
        f"export const LOW = {low};\n"
        f'export const PACKED =\n  "{text}";\n'
    )


if __name__ == "__main__":
    TARGET.write_text(module(), "utf-8", newline="\n")
