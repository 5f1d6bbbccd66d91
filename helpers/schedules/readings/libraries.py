"""The libraries whose calls can be read, by name."""

from helpers.schedules.readings import (
    deepspeed,
    fastai,
    ignite,
    keras,
    mlx,
    mmengine,
    optax,
    paddle,
    pytorch,
    timm,
    transformers,
    warmup_scheduler,
)
from helpers.schedules.readings.signatures import Library

__all__ = ["LIBRARIES"]

LIBRARIES: dict[str, Library] = {
    module.library.name: module.library
    for module in (
        pytorch,
        transformers,
        timm,
        optax,
        keras,
        paddle,
        mlx,
        fastai,
        deepspeed,
        mmengine,
        ignite,
        warmup_scheduler,
    )
}
"""Each library's table of calls, by the library's name."""
