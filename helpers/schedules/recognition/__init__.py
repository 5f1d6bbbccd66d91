"""A detective for columns: which schedule was it, and what was wrong with it?

>>> from helpers.schedules import cosine, recognize, table, with_warmup
>>> rates = table(with_warmup(cosine(0.1, 900), 100), 1000)
>>> log = [(step, float(f"{rates[step]:.4g}")) for step in range(0, 1000, 10)]
>>> print(recognize(log))
with_warmup(cosine(peak=0.1, steps=900), warmup=100)
  differs by at most 0.005 % of the largest rate.

The modules, from the ground up: ``rounding`` reads how rates were rounded, and ``logs``
what was given; ``fitting`` has the least squares; ``stairs``, ``humps``, with their
``parts`` and the ends of ``lines``, and ``cycles`` are the forms of the family;
``clocks`` are the ways in which a schedule's steps are counted, and miscounted;
``search`` looks for the simplest that fits; ``findings`` says what is wrong,
and ``remarks`` what else there is to know; ``recognizing`` is what you call.
"""

from helpers.schedules.recognition.recognizing import Recognized, recognize

__all__ = ["Recognized", "recognize"]
