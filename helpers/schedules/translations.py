"""One cosine in the words of other libraries: the call that gives the same rates."""

from helpers.checks import check_count, check_positive, check_rate
from helpers.schedules.warmups import check_warmup

__all__ = ["translations"]


def translations(
    peak: float, steps: int, floor: float = 0.0, warmup: int = 0, start: float = 0.0
) -> dict[str, str]:
    """Return what to write for ``with_warmup(cosine(peak, steps, floor), warmup)``.

    The dict maps the name of a library to the text of a call, here ``"helpers"``,
    ``"Keras"``, ``"PyTorch"``, ``"optax"``, ``"timm"`` and ``"transformers"``. In the
    texts, ``schedules`` is ``keras.optimizers.schedules``, ``lr_scheduler`` PyTorch's
    module of that name, and ``optimizer`` one of PyTorch whose rate is ``peak``.
    Transformers is left out where it has no such curve: there the floor and the start
    of the warm-up are 0. PyTorch's ``LinearLR`` can't start at 0, so ``LambdaLR``
    stands in.

    ``steps`` are those of the fall: the warm-up comes before them. A scheduler of
    PyTorch or Transformers steps after each update, by ``scheduler.step()``, and timm's
    by ``scheduler.step_update(n)`` after the n-th, as its training script does.

    A group of parameters with another rate keeps its ratio to the others with Keras,
    optax and Transformers alone: PyTorch's ``eta_min``, and timm's ``lr_min`` and
    ``warmup_lr_init``, are rates, the same for all groups.

    >>> from helpers.schedules import translations
    >>> translations(peak=0.1, steps=100, floor=0.05)["Keras"]
    'schedules.CosineDecay(0.1, 100, alpha=0.5)'
    >>> translations(peak=0.1, steps=100, floor=0.05)["optax"]
    'optax.cosine_decay_schedule(0.1, 100, alpha=0.5)'
    """
    peak = check_positive("peak", peak)
    steps = check_count("steps", steps)
    floor = check_rate("floor", floor, at_most=peak)
    warmup = check_warmup(warmup, steps)
    start = check_rate("start", start, at_most=peak)
    total, share = warmup + steps, floor / peak
    if not warmup:
        return {
            "helpers": f"cosine({peak!r}, {steps}, floor={floor!r})",
            "Keras": f"schedules.CosineDecay({peak!r}, {steps}, alpha={share!r})",
            "PyTorch": "lr_scheduler.CosineAnnealingLR("
            f"optimizer, {steps}, eta_min={floor!r})",
            "optax": f"optax.cosine_decay_schedule({peak!r}, {steps}, alpha={share!r})",
            "timm": f"CosineLRScheduler(optimizer, {steps}, lr_min={floor!r}, "
            "t_in_epochs=False)",
        } | _of_transformers(total, warmup, floor, start)
    return {
        "helpers": f"with_warmup(cosine({peak!r}, {steps}, floor={floor!r}), {warmup}, "
        f"start={start!r})",
        "Keras": f"schedules.CosineDecay({start!r}, {steps}, alpha={share!r}, "
        f"warmup_target={peak!r}, warmup_steps={warmup})",
        "PyTorch": "lr_scheduler.SequentialLR(optimizer, ["
        "lr_scheduler.LambdaLR(optimizer, lambda step: "
        f"{start / peak!r} + {1 - start / peak!r} * step / {warmup}), "
        f"lr_scheduler.CosineAnnealingLR(optimizer, {steps}, eta_min={floor!r})"
        f"], milestones=[{warmup}])",
        "optax": f"optax.warmup_cosine_decay_schedule({start!r}, {peak!r}, {warmup}, "
        f"decay_steps={total}, end_value={floor!r})",
        "timm": f"CosineLRScheduler(optimizer, {steps}, lr_min={floor!r}, "
        f"warmup_t={warmup}, warmup_lr_init={start!r}, warmup_prefix=True, "
        "t_in_epochs=False)",
    } | _of_transformers(total, warmup, floor, start)


def _of_transformers(
    total: int, warmup: int, floor: float, start: float
) -> dict[str, str]:
    if floor or (warmup and start):
        return {}
    return {
        "transformers": "get_cosine_schedule_with_warmup("
        f"optimizer, num_warmup_steps={warmup}, num_training_steps={total})"
    }
