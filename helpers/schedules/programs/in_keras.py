"""Programs for Keras: its schedules where they are exact, else a column of rates."""

from helpers.schedules.programs.column import column
from helpers.schedules.programs.formula import formula
from helpers.schedules.programs.layout import (
    call,
    comment,
    imports,
    joined,
    noted,
    ratio,
)
from helpers.schedules.programs.own import Own, exact
from helpers.schedules.programs.parts import Cycles, Drops, Fall, Parts, Rise
from helpers.schedules.programs.run import Run

__all__ = ["keras", "own_of"]

COLUMN = """@keras.saving.register_keras_serializable()
class Column(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        row = keras.ops.minimum(step, len(rates) - 1)
        return keras.ops.convert_to_tensor(rates, "float32")[row]

    def get_config(self):
        return {}


schedule = Column()"""

BACKUP = 'keras.callbacks.BackupAndRestore("backup")'


def keras(run: Run) -> str:
    """Return the program for Keras.

    A schedule of updates goes into the optimizer; one of epochs is a callback.
    """
    note = "the rate" if run.constant else "the peak"
    callbacks = [BACKUP]
    rate = repr(run.peak)
    if run.constant:
        own = Own(())
    elif run.steps_per_epoch:
        written = formula(run)
        own = Own((written.text,), written.imports)
        callbacks.insert(
            0, "keras.callbacks.LearningRateScheduler(lambda epoch, _: rate(epoch))"
        )
    else:
        own, rate, note = _schedule_of(run), "schedule", "asked at each update"
    updates = run.epoch
    return joined(
        [
            comment(f"{run.title}, in Keras"),
            imports(["import keras", *own.imports]),
            *"\n".join(own.lines).split("\n\n\n"),
            "layer = keras.layers.Dense(1)\n"
            "model = keras.Sequential([keras.Input((4,)), layer])  # your model\n"
            + noted(f"optimizer = keras.optimizers.SGD(learning_rate={rate})", note)
            + "\n"
            'model.compile(optimizer, loss="mse")',
            f"inputs = keras.random.normal(({8 * updates}, 4))  # your data\n"
            f"targets = keras.random.normal(({8 * updates}, 1))",
            _fit(run.updates // updates, updates, callbacks),
        ]
    )


def _fit(epochs: int, updates: int, callbacks: list[str]) -> str:
    resume = (
        f"{epochs} epochs of {updates} updates; nothing else steps the rate. Run again "
        "after a break, BackupAndRestore goes on behind the last whole epoch, with its "
        "weights and the optimizer's count of updates."
    )
    listed = f"callbacks = [{', '.join(callbacks)}]"
    if len(callbacks) > 1:
        rows = "".join(f"    {callback},\n" for callback in callbacks)
        listed = f"callbacks = [\n{rows}]"
    settings = ("batch_size=8", f"epochs={epochs}", "callbacks=callbacks")
    fit = call("model.fit", "inputs", "targets", *settings)
    return "\n".join([comment(resume), listed, fit])


def _schedule_of(run: Run) -> Own:
    own = exact(run, own_of)
    if own is not None:
        return own
    written = column(run)
    return Own((f"{written.text}\n\n\n{COLUMN}",), written.imports)


def own_of(parts: Parts) -> Own | None:
    """Return the call of Keras for a schedule of updates, or None."""
    peak = parts.peak
    match parts.rises, parts.body:
        case [Rise("line", start, _, length)], Fall("wave", 0, span, floor):
            warmup = f"warmup_target={peak!r}", f"warmup_steps={length}"
            return _named(
                "CosineDecay",
                start,
                f"decay_steps={span}",
                *_alpha(parts, floor),
                *warmup,
            )
        case [], Fall("wave", 0, span, floor):
            return _named(
                "CosineDecay", peak, f"decay_steps={span}", *_alpha(parts, floor)
            )
        case [], Fall("line", 0, span, floor):
            end = f"end_learning_rate={floor!r}"
            return _named("PolynomialDecay", peak, f"decay_steps={span}", end)
        case [], Drops(boundaries, factor):
            last = [boundary - 1 for boundary in boundaries]
            drops = f"for drops in range({len(boundaries) + 1})"
            return _named(
                "PiecewiseConstantDecay",
                f"boundaries={last}",
                f"values=[{peak!r} * {factor!r}**drops {drops}]",
            )
        case [], Cycles(lengths, floor, factor, False) if parts.body.multiplier == 1:
            own = _named(
                "CosineDecayRestarts",
                peak,
                f"first_decay_steps={lengths[0]}",
                "t_mul=1.0",
                f"m_mul={factor!r}",
                *_alpha(parts, floor),
            )
            return Own(own.lines, (), sum(lengths), "it restarts again")
    return None


def _named(name: str, *settings: object) -> Own:
    words = [value if isinstance(value, str) else repr(value) for value in settings]
    return Own((call(f"schedule = keras.optimizers.schedules.{name}", *words),))


def _alpha(parts: Parts, floor: float) -> list[str]:
    return [f"alpha={ratio(floor, parts.peak)}"] if floor else []
