"""One run of a sweep: what is different from run to run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from helpers.arrays import Floats
from helpers.checks import check_count
from helpers.schedules import check_table
from helpers.sweep.averages import check_averaging_weights
from helpers.sweep.update_rules import Momentum, Rule

__all__ = ["Run"]


@dataclass(frozen=True, eq=False)
class Run:
    """Describe the training of one network.

    ``rates`` has the rate of every update, shape ``(updates,)``; its length is the
    budget. ``seed`` is that of ``small_mlp(seed)``. The order of the images follows
    from ``order_seed``, or from ``seed`` without it; a tuple has a seed for each epoch,
    and its last one stays. ``optimizer`` is ``Momentum(…)``, ``Adam(…)`` or
    ``ScheduleFree(…)``. ``labels``, a dict, become columns of the results. ``averages``
    has by name a column of averaging weights, shape ``(updates,)``, for each average of
    the network's weights to keep, see ``helpers.sweep.averages``. A wrong field raises
    ValueError or TypeError.

    >>> from helpers.schedules import cosine, table
    >>> run = Run(table(cosine(0.1, 100), 100), seed=3, labels={"peak": 0.1})
    >>> len(run.rates), run.seed_of_order, run.labels
    (100, 3, {'peak': 0.1})
    """

    rates: Floats = field(repr=False)
    seed: int = 0
    optimizer: Rule = Momentum()
    labels: dict[str, Any] = field(default_factory=dict)
    order_seed: int | tuple[int, ...] | None = None
    averages: Mapping[str, Floats] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Check the fields; keep the columns as float64."""
        rates = check_table("rates", self.rates)
        check_count("seed", self.seed, at_least=0, at_most=2**32 - 1)
        if not isinstance(self.optimizer, Rule):
            raise TypeError(
                f"optimizer = {self.optimizer!r} must be Momentum, Adam or ScheduleFree"
            )
        for name in ("labels", "averages"):
            if not isinstance(value := getattr(self, name), dict):
                raise TypeError(f"{name} = {value!r} must be a dict")
        orders = self.seed_of_order
        for seed in orders if isinstance(orders, tuple) and orders else (orders,):
            check_count("order_seed", seed, at_least=0)
        averages = {
            name: check_averaging_weights(f"averages[{name!r}]", column, len(rates))
            for name, column in self.averages.items()
        }
        vars(self).update(rates=rates, averages=averages)

    @property
    def seed_of_order(self) -> int | tuple[int, ...]:
        """The seed that fixes the order of the images, or one for each epoch."""
        return self.seed if self.order_seed is None else self.order_seed
