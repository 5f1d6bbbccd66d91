"""What all runs of a sweep share: the data, their order, when to evaluate on what."""

from dataclasses import dataclass

import numpy as np

from helpers.checks import check_count, check_flag
from helpers.columns import check_steps


@dataclass(frozen=True, eq=False)
class Protocol:
    """The arguments of ``sweep`` that are the same for all runs, checked."""

    train: tuple
    evaluate_on: dict
    evaluate_at: list | None
    order_seed: int | None
    batch_size: int
    width: int
    keep_weights: bool

    def __post_init__(self):
        """Check the arguments by the names that a sweep has for them."""
        check_images("train", self.train)
        if not isinstance(self.evaluate_on, dict):
            raise TypeError(f"evaluate_on = {self.evaluate_on!r} must be a dict")
        for name, pair in self.evaluate_on.items():
            check_images(f"evaluate_on[{name!r}]", pair)
        if self.evaluate_at is not None and not np.size(self.evaluate_at):
            raise ValueError("evaluate_at is empty")
        if self.order_seed is not None:
            check_count("order_seed", self.order_seed, at_least=0)
        check_count("batch_size", self.batch_size)
        check_count("width", self.width)
        check_flag("keep_weights", self.keep_weights)

    @property
    def updates_per_epoch(self):
        """The number of batches, as Keras counts them: the last may be smaller."""
        return updates_per_epoch(len(self.train[0]), self.batch_size)

    def stops(self, updates):
        """Return the steps of a run's evaluations, increasing."""
        if self.evaluate_at is None:
            ends = range(self.updates_per_epoch, updates, self.updates_per_epoch)
            return [*ends, updates]
        stops = np.unique(check_steps("evaluate_at", self.evaluate_at))
        if stops[-1] > updates:
            raise ValueError(
                f"evaluate_at has step {stops[-1]}, but a run has {updates} updates"
            )
        return stops.tolist()

    def order(self, epoch, seeds):
        """Return an epoch's images by index: ``(N, n)``, or ``(1, n)`` if shared."""
        seeds = seeds if self.order_seed is None else [self.order_seed]
        images = len(self.train[0])
        return np.stack([order_of_images(seed, epoch, images) for seed in seeds])


def updates_per_epoch(images, batch_size=128):
    """Return the number of batches in an epoch; the last of them may be smaller."""
    return -(-check_count("images", images) // check_count("batch_size", batch_size))


def order_of_images(seed, epoch, images):
    """Return the indices of an epoch's images, in order; epochs count from 0."""
    return np.random.default_rng([seed, epoch]).permutation(images).astype(np.int32)


def check_images(name, pair):
    """Raise an error that names the argument unless it is (images, labels)."""
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        raise TypeError(f"{name} must be a pair: (images, labels)")
    images, labels = map(np.asarray, pair)
    if images.dtype != np.uint8 or images.shape[1:] != (28, 28) or not len(images):
        raise ValueError(
            f"{name}: images must be uint8 of shape (n, 28, 28), "
            f"not {images.dtype} of shape {images.shape}"
        )
    if labels.dtype.kind not in "iu" or labels.shape != images.shape[:1]:
        raise ValueError(
            f"{name}: labels must be whole numbers of shape {images.shape[:1]}, "
            f"not {labels.dtype} of shape {labels.shape}"
        )
    if labels.min() < 0 or labels.max() > 9:
        raise ValueError(
            f"{name}: labels must be from 0 to 9, not {labels.min()} to {labels.max()}"
        )
