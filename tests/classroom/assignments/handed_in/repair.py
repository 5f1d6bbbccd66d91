"""Submissions to *Repair it*: right ones and wrong ones."""

from tests.classroom.assignments.handed_in.submission import Submission, without_answers


def repair(*changes, **lost):
    """Return a submission to *Repair it*."""
    return Submission("repair", changes, lost)


SETS = "        self.model.optimizer.learning_rate = self.lrates[-1]\n"
EMPTY = "        self.lrates = []\n\n    def rate"
RATE = "self.lrates.append(self.rate(epoch))"
LOGS = '        logs["learning_rate"] = self.lrates[-1]\n'
RESET = "    def on_train_begin(self, logs=None):\n        self.lrates = []\n\n"
REPAIR = {
    "reference": repair(),
    "collection": repair(
        (
            "class WarmRestarts(keras.callbacks.Callback):",
            "from helpers.callbacks import RatePerEpoch\n\n\n"
            "class Warm(keras.callbacks.Callback):",
        ),
        (
            LOGS,
            LOGS + "\n\ndef WarmRestarts(**plan):\n"
            "    rows = Warm(**plan)\n"
            "    return RatePerEpoch([rows.rate(epoch) for epoch in range(100)])\n",
        ),
    ),
    "pasted": Submission(
        "repair",
        lost={"repair_rates": 5, "repair_again": 2, "repair_lists": 3},
        change_file=without_answers("WarmRestarts = PastedRestarts"),
    ),
    "to-lr": repair(
        ("optimizer.learning_rate = self", "optimizer.lr = self"),
        repair_rates=5,
    ),
    "one-late": repair(
        ("    def on_epoch_begin(self, epoch, logs=None):\n        self.lrates.append(",
         "    def on_epoch_end(self, epoch, logs=None):\n        self.lrates.append("),
        (
            "\n    def on_epoch_end(self, epoch, logs=None):\n        logs",
            "        logs",
        ),
        repair_rates=2,
    ),
    "late-restart": repair(("since >= length", "since > length"), repair_rates=2),
    "from-zero": repair(
        ("(epoch + 1) / (self.warmup + 1)", "epoch / self.warmup"),
        repair_rates=2,
    ),
    "no-floor": repair(
        ("self.floor + (self.peak - self.floor) * share", "self.peak * share"),
        repair_rates=2,
    ),
    "own-counter": repair(
        (EMPTY, EMPTY.replace("self.lrates = []", "self.lrates, self.n = [], 0")),
        (RATE, "self.lrates.append(self.rate(self.n))\n        self.n += 1"),
        repair_again=2,
    ),
    "no-reset": repair((RESET, ""), repair_lists=1),
    "no-logs": repair((LOGS, "        pass\n"), repair_lists=1),
    "shared-list": repair(
        (EMPTY, EMPTY.replace("        self.lrates", "\n    lrates")),
        (RESET, RESET.replace("lrates = []", "lrates.clear()")),
        repair_lists=1,
    ),
}  # fmt: skip
