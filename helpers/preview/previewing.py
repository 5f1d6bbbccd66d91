"""What will the rate be, before training starts?"""

from typing import Any

from helpers.checks import check_count
from helpers.keras_import import keras
from helpers.legacy_keras import check_not_legacy
from helpers.preview.gathering import facts_of
from helpers.preview.notes import notes_on
from helpers.preview.result import Preview
from helpers.preview.rules import problems_of
from helpers.preview.runs import Timing
from helpers.preview.taking_part import named_callbacks, updates_in_a_batch
from helpers.preview.trials import Trials, unchanged

__all__ = ["preview"]


def preview(
    model: keras.Model,
    callbacks: Any = (),
    *,
    epochs: int,
    steps_per_epoch: int,
    initial_epoch: int = 0,
    data: Any = None,
) -> Preview:
    """Return the rates that ``model.fit`` would use, without training.

    ``model`` is compiled, and the other arguments are those of ``fit``; an epoch has
    ``steps_per_epoch`` batches, ``math.ceil(len(x) / batch_size)`` of arrays. Keras's
    own loop runs with your callbacks, but its updates only count. ``data`` is needed
    where a ``train_step`` of your own has a choice of optimizers: one batch as ``fit``
    hands it over, such as ``(x[:2], y[:2])``.

    Afterwards all is as it was before: weights, optimizers, callbacks with all they
    refer to, random states, and files. Keras's callbacks that write files are left out,
    and those of others can't write by Python's means (``open``, ``model.save``). What
    no preview can undo: what a callback does outside of Python, in a database or on a
    server, in the objects of another library, or in arrays above 100 MB.

    The loss isn't known before, nor are the weights. Rates that depend on them, as on
    what ``model.evaluate`` returns, are NaN in the preview.

    Raises ValueError if the model isn't compiled, has no optimizer with a rate, or if
    ``data`` is needed.

    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> decay = keras.optimizers.schedules.CosineDecay(0.3, decay_steps=4)
    >>> model.compile(keras.optimizers.SGD(decay), "mse")
    >>> print(preview(model, epochs=4, steps_per_epoch=60))
    240 updates: 4 epochs of 60.
    Learning rate (CosineDecay): from 0.3 to 0.
    ! CosineDecay is over after 2 % of the training: from update 4 of 240 on the rate is
      0. CosineDecay counts updates, not epochs. Write decay_steps=240.
    """
    timing = _timing(model, epochs, steps_per_epoch, initial_epoch)
    named, left_out = named_callbacks(callbacks)
    with unchanged(model, named):
        uses = updates_in_a_batch(model, data)
    trials = Trials(model, named, uses, timing)
    runs = trials.scenarios()
    facts = facts_of(trials, runs)
    return Preview(
        timing,
        {name: one.with_unknown for name, one in facts.items()},
        {name: one.set_by for name, one in facts.items()},
        problems_of(facts.values()),
        notes_on(trials, runs, left_out, facts.values()),
    )


def _timing(
    model: keras.Model, epochs: int, steps_per_epoch: int, initial_epoch: int
) -> Timing:
    """Check the length of the training, and that there is something to train."""
    check_not_legacy("model", model)
    if not isinstance(model, keras.Model):
        raise TypeError(f"model = {model!r} must be a keras.Model")
    if not model.compiled:
        raise ValueError("model must be compiled: call model.compile(…) first")
    initial_epoch = check_count("initial_epoch", initial_epoch, at_least=0)
    return Timing(
        check_count("epochs", epochs, at_least=initial_epoch + 1),
        check_count("steps_per_epoch", steps_per_epoch),
        initial_epoch,
        model.steps_per_execution,
    )
