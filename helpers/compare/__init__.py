"""Which schedule, and which peak, for a model of your own?

>>> import keras, numpy, tempfile
>>> def model(seed):
...     return keras.Sequential([keras.layers.Dense(1)])
>>> x = numpy.linspace(-1, 1, 32)[:, None]
>>> arms = {"constant": numpy.ones(8), "falling": numpy.linspace(1, 0, 8)}
>>> with tempfile.TemporaryDirectory() as folder:
...     comparison = Comparison(
...         model, (x, 3 * x), (x, 3 * x), "mse", arms, updates=8,
...         repeats=3, peaks=(1e-3, 1e-1, 10), file=f"{folder}/kept.sqlite",
...     )
...     results = comparison.run()
>>> results.reference, results.judge, sorted(results.best_peak)
('constant', 'loss', ['constant', 'falling'])

``print(comparison.plan())`` says before how long that takes, and ``print(results)`` in
words what was found.

The protocol is that of notebook 05: one budget of updates for all schedules, one grid
of peaks on which each finds its own, fresh pairs for the test, all of that repeated
with other seeds, and words that an interval over the repeats chooses.

The modules, from the ground up:

- ``settings``, ``fingerprint``: what a function, a model or an object is, as a digest.
- ``randomness``: seeds that hold, with or without those of ``tf.random``.
- ``arrays``, ``lengths``, ``file_caches``, ``datasets``: what ``fit`` takes as data,
  and few rows in the quickest way.
- ``judging``, ``own_models``: what is judged by, and what the reader's model takes.
- ``recipe``: what all trainings share.
- ``names``, ``starts``, ``compiled``: a model that is compiled once, and put back to a
  start.
- ``programs``, ``evaluations``, ``training``: one training, in one of three ways.
- ``choice``, ``made_by``: which way, for all trainings of a comparison.
- ``identity``: whether two recipes are the same.
- ``model_checks``, ``target_checks``, ``trial``, ``data_checks``: whether one can be
  used.
- ``database``, ``holders``, ``claims``, ``store``: every finished training is a row in
  a file, and what a process has begun is its own as long as it lives.
- ``arms``, ``seeds``, ``peaks``, ``stages``: which trainings come next.
- ``local``, ``cluster``, ``crashes``: train what is missing, on this machine or on
  many, and stop at what ends its process each time.
- ``plan``: how long it takes.
- ``tables``, ``verdict``, ``outlook``, ``results``, ``report``, ``figures``: what was
  found, what more trainings would find, in words and in pictures.
- ``alike``, ``cliffs``, ``conclusion``: where the evidence is less than it seems.
- ``reading``: results of a file, without the data and by any later software.
- ``arguments``, ``door``, ``comparison``: what you call, and the checks of what you
  give.
"""

from helpers.compare.arms import STANDARD_ARMS
from helpers.compare.comparison import Comparison
from helpers.compare.figures import draw_differences, draw_valleys
from helpers.compare.plan import Plan
from helpers.compare.reading import read_results
from helpers.compare.results import Results

__all__ = [
    "STANDARD_ARMS",
    "Comparison",
    "Plan",
    "Results",
    "draw_differences",
    "draw_valleys",
    "read_results",
]
