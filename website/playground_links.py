"""Which schedule the playground shows to a reader who comes from a notebook.

A notebook has the schedule that its page sets, with the page's own numbers.
"""

from dataclasses import dataclass

from playground.links import state_of


@dataclass(frozen=True)
class Setting:
    """A call of ``helpers.schedules``, for how many steps, and what else is set."""

    call: str
    steps: int
    more: str = ""

    @property
    def state(self):
        """What stands after the ``#`` of the playground's address."""
        return "&".join(filter(None, [state_of(self.call, self.steps), self.more]))


NOTEBOOKS = {
    "00_start": Setting("cosine_restarts(0.001, 100, 5, floor=1e-06)", 100),
    "01_callback": Setting("cosine(0.001, 6, floor=0.0001)", 6),
    "02_toy_plot": Setting("cosine_restarts(0.001, 100, 5, floor=1e-06)", 100),
    "03_builtin_schedules": Setting("with_warmup(cosine(0.001, 80), 20)", 100),
    "04_mnist": Setting("with_warmup(cosine(0.1, 845), 93)", 938),
    "05_does_it_help": Setting("cosine(0.2, 1173)", 1173),
    "05b_causes_of_chance": Setting("with_warmup(cosine(0.2, 704), 78)", 782),
    "06_local_minima": Setting(
        "cosine_restarts(0.6, 600, 5)", 600, "landscape=wideLocal&roll=0.6&noise=0.5"
    ),
    "06b_hills_between_snapshots": Setting("cosine_restarts(0.2, 1175, 5)", 1175),
    "07_warmup_and_peak": Setting("with_warmup(cosine(0.4, 313), 78)", 391),
    "07b_range_test": Setting("cosine(0.2, 1173)", 1173),
    "08_snapshot_ensembles": Setting("cosine_restarts(0.1, 250, 5)", 250),
    "09_more_traps": Setting("cosine(0.3, 100)", 100),
    "10_decay_or_average": Setting("cosine(0.2, 400)", 400),
    "10b_at_any_moment": Setting("warmup_stable_decay(0.5, 1000, 0, 200)", 1000),
    "11_what_the_column_foretells": Setting("linear(0.15, 40)", 40),
    "11b_predicted_and_measured": Setting("linear(0.4, 1173)", 1173),
    "11c_a_refined_column": Setting("with_warmup(cosine(0.2, 1056), 117)", 1173),
    "11d_the_gradients_size": Setting("with_warmup(cosine(1.0, 900), 100)", 1000),
    "12_your_own_model": Setting("with_warmup(cosine(0.03, 360), 40)", 400),
    "12b_comparison_manual": Setting("linear(0.3, 40)", 40),
    "14_edge_of_stability": Setting("cosine(0.25, 600)", 600),
    "14b_cross_entropy": Setting("with_warmup(cosine(1.0, 100), 100)", 200),
    "15_other_libraries": Setting("with_warmup(cosine(0.1, 90), 10)", 100),
    "13_what_transfers": Setting("with_warmup(cosine(0.064, 1800), 200)", 2000),
}
