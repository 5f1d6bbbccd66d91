"""Which schedule, and which peak, for a model of your own?

    def model(seed):
        return keras.Sequential([keras.layers.Dense(32, "relu"), keras.layers.Dense(1)])

    comparison = Comparison(
        model, (x_train, y_train), (x_val, y_val), loss="mse", epochs=20
    )
    print(comparison.plan())
    print(comparison.run())

The protocol is that of notebook 05: one budget of updates for all schedules, one grid
of peaks on which each finds its own, fresh pairs for the test, and words that an
interval chooses.

Behind this door, from the ground up: ``arms`` makes a column of rates of whatever you
bring, ``datasets`` knows what ``fit`` takes, ``batches`` hands it few rows in the
quickest way, ``recipe`` holds what all trainings share, ``training`` carries out one of
them, with a model that is ``compiled`` once, a ``budget`` and ``seeds``, ``draws``
tells whether TensorFlow's own numbers have to be seeded, ``identity`` tells whether two
recipes are the same, by their ``code`` too, ``store`` keeps every finished training in
a file, ``peaks`` finds the lowest point of a valley, ``stages`` says what comes next,
``work`` trains what is missing, on this machine or, by ``cluster``, on many, ``plan``
says how long that takes, ``results`` has the verdicts, ``figures`` the pictures, and
``comparison`` what you call.
"""

from helpers.compare.arms import STANDARD_ARMS
from helpers.compare.comparison import Comparison
from helpers.compare.figures import draw_differences, draw_valleys

__all__ = ["STANDARD_ARMS", "Comparison", "draw_differences", "draw_valleys"]
