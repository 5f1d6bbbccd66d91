"""What all runs of a sweep share: the data, and when to evaluate on what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from helpers.arrays import Array, ArrayLike, Ints32
from helpers.checks import check_count, check_flag
from helpers.schedules import check_steps

__all__ = [
    "LabelledImages",
    "Protocol",
    "check_images",
    "order_of_images",
    "updates_per_epoch",
]

LabelledImages: TypeAlias = tuple[Array, Array]
"""Images, uint8 or float32 of shape ``(n, …)``, and labels, whole numbers ``(n,)``."""


@dataclass(frozen=True, eq=False)
class Protocol:
    """Hold the arguments of ``sweep`` that are the same for all runs, checked."""

    train: LabelledImages
    evaluate_on: dict[str, LabelledImages]
    evaluate_at: ArrayLike | None
    batch_size: int
    width: int
    keep_weights: bool

    def __post_init__(self) -> None:
        """Check the arguments by the names that they have in ``sweep``."""
        check_images("train", self.train)
        if not isinstance(self.evaluate_on, dict):
            raise TypeError(f"evaluate_on = {self.evaluate_on!r} must be a dict")
        for name, pair in self.evaluate_on.items():
            check_images(f"evaluate_on[{name!r}]", pair, like=self.train[0])
        check_count("batch_size", self.batch_size)
        check_count("width", self.width)
        check_flag("keep_weights", self.keep_weights)

    @property
    def updates_per_epoch(self) -> int:
        """The number of batches of an epoch."""
        return updates_per_epoch(len(self.train[0]), self.batch_size)

    def stops(self, updates: int) -> list[int]:
        """Return the steps at which a run of ``updates`` updates is evaluated."""
        if self.evaluate_at is None:
            ends = range(self.updates_per_epoch, updates, self.updates_per_epoch)
            return [*ends, updates]
        if np.size(self.evaluate_at) == 0:
            raise ValueError("evaluate_at is empty")
        stops: list[int] = np.unique(
            check_steps("evaluate_at", self.evaluate_at)
        ).tolist()
        if stops[-1] > updates:
            raise ValueError(
                f"evaluate_at has step {stops[-1]}, but a run has {updates} updates"
            )
        return stops

    def order(self, epoch: int, seeds: Iterable[int | tuple[int, ...]]) -> Ints32:
        """Return an epoch's images by index, for each seed: int32 ``(seeds, n)``.

        In the place of a seed may be a tuple with one for each epoch; its last stays.
        """
        images = len(self.train[0])
        now = [s[min(epoch, len(s) - 1)] if isinstance(s, tuple) else s for s in seeds]
        return np.stack([order_of_images(seed, epoch, images) for seed in now])


def updates_per_epoch(images: int, batch_size: int = 128) -> int:
    """Return the number of batches of an epoch; the last may be smaller, as in ``fit``.

    >>> updates_per_epoch(60_000)
    469
    """
    return -(-check_count("images", images) // check_count("batch_size", batch_size))


def order_of_images(seed: int, epoch: int, images: int) -> Ints32:
    """Return the indices of all images, int32 ``(images,)``, in the order of an epoch.

    Epochs count from 0, and ``images`` is the number of images.

    >>> sorted(order_of_images(seed=1, epoch=0, images=5).tolist())
    [0, 1, 2, 3, 4]
    """
    return np.random.default_rng([seed, epoch]).permutation(images).astype(np.int32)


def check_images(name: str, pair: Any, like: Array | None = None) -> None:
    """Raise an error that names the argument unless it is ``(images, labels)``.

    The images must have the type of ``like``, other images, and their shape.
    """
    if not (
        isinstance(pair, (tuple, list))
        and len(pair) == 2
        and all(isinstance(array, np.ndarray) for array in pair)
    ):
        raise TypeError(f"{name} must be a pair of arrays: (images, labels)")
    images, labels = pair
    found = f"not {images.dtype} of shape {images.shape}"
    if images.dtype not in (np.uint8, np.float32) or images.ndim < 2 or not images.size:
        raise ValueError(f"{name}: images must be uint8 or float32 (n, …), {found}")
    if like is not None and (images.dtype, images.shape[1:]) != (
        like.dtype,
        like.shape[1:],
    ):
        raise ValueError(
            f"{name}: images must be {like.dtype} of shape (n, "
            f"{', '.join(map(str, like.shape[1:]))}), as those to train on, {found}"
        )
    if not np.isfinite(images).all():
        raise ValueError(f"{name}: images must be finite")
    if labels.dtype.kind not in "iu" or labels.shape != images.shape[:1]:
        raise ValueError(
            f"{name}: labels must be whole numbers of shape {images.shape[:1]}, "
            f"not {labels.dtype} of shape {labels.shape}"
        )
    if labels.min() < 0 or labels.max() > 9:
        raise ValueError(
            f"{name}: labels must be from 0 to 9, not {labels.min()} to {labels.max()}"
        )
