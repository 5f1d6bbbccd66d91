"""A sweep trains many small networks at once, one column of rates for each.

    updates = 5 * updates_per_epoch(len(x_train))
    runs = [
        Run(table(cosine(peak, updates), updates), seed, labels={"peak": peak})
        for peak in (0.1, 0.2, 0.4)
        for seed in range(10)
    ]
    results = sweep(runs, (x_train, y_train), {"validation": (x_val, y_val)})
    results.groupby("peak")["validation_error"].mean()

The networks are those of ``small_mlp(seed, width)``. Each learns what Keras's ``fit``
would teach it alone, up to rounding.

The parts, from the ground up: ``evaluation`` measures errors and losses of a stack of
networks; ``update_rules`` has momentum, Adam and schedule-free descent with a rate for
each network; ``averages`` has the columns by which weights are averaged;
``training_data`` holds the images as tensors; ``stacked_networks`` is the compiled
program that trains a stack; ``protocol`` holds what all runs share, and ``run`` what is
different from run to run; ``train_part`` trains one part of a sweep; ``cores`` gives
each core its parts, and ``parts`` cuts a sweep so that all cores are ready at about the
same time; ``cluster`` does so for many machines; ``runs`` has the sweep itself.
"""

from helpers.sweep.averages import exponential_average, tail_average
from helpers.sweep.evaluation import evaluate, stack, unstack
from helpers.sweep.protocol import order_of_images, updates_per_epoch
from helpers.sweep.run import Run
from helpers.sweep.runs import sweep
from helpers.sweep.update_rules import Adam, Momentum, ScheduleFree

__all__ = [
    "Adam",
    "Momentum",
    "Run",
    "ScheduleFree",
    "evaluate",
    "exponential_average",
    "order_of_images",
    "stack",
    "sweep",
    "tail_average",
    "unstack",
    "updates_per_epoch",
]
