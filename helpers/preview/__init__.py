"""What will the rate be, before training starts?

>>> import keras
>>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
>>> decay = keras.optimizers.schedules.CosineDecay(0.3, decay_steps=8000)
>>> model.compile(keras.optimizers.SGD(decay), "mse")
>>> seen = preview(model, epochs=4, steps_per_epoch=60)
>>> print(seen)
240 updates: 4 epochs of 60.
Learning rate (CosineDecay): from 0.3 to 0.299.
! Training ends at 3 % of the way of CosineDecay: that takes 8000 updates, and
  training has 240. Its last rate is 0.299, not 0. Write decay_steps=240.

``seen.rates`` is the column, one rate an update, and ``seen.draw()`` its picture. With
callbacks, give them too: ``preview(model, callbacks, …)``.

The modules, from the ground up:

- ``ownership``, ``random_states``, ``open_files``, ``keeping``: all is put back.
- ``thrown_away``, ``writes``: no file is written.
- ``scheduled``, ``counting``: an optimizer's rates; its updates, which only count.
- ``logs``, ``weights``: losses that fall or rise and weights that move, since nobody
  knows them before.
- ``runs``, ``ledger``, ``hooks``, ``loop``: Keras's own loop, and what happens in it.
- ``taking_part``, ``trials``: who takes part, and runs that leave all as it was.
- ``ways``, ``beyond``, ``facts``, ``gathering``: what is known of the rates.
- ``callback_rules``, ``length_rules``, ``pace_rules``, ``shape_rules``, ``rules``: what
  is wrong; what a column alone shows is in ``helpers.schedules.column_rules``.
- ``notes``, ``result``, ``previewing``: what you call, and what it says.
"""

from helpers.preview.facts import Problem
from helpers.preview.previewing import preview
from helpers.preview.result import Preview

__all__ = ["Preview", "Problem", "preview"]
