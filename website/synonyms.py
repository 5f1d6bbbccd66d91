"""Other words for what stands on a page, by which the search finds it too."""

from docutils import nodes

# By the name of a page.
WORDS = {
    "playground": "try demo interactive browser draw simulator visualizer sandbox",
    "api/schedules": "WSD warmup-stable-decay trapezoidal 1cycle one cycle policy "
    "OneCycleLR superconvergence SGDR CosineAnnealingLR "
    "CosineAnnealingWarmRestarts MultiStepLR StepLR annealing scheduler LR",
    "dictionary": "WSD 1cycle one cycle policy OneCycleLR SGDR LR scheduler annealing",
    "notebooks/10b_at_any_moment": "WSD warmup-stable-decay trapezoidal",
    "notebooks/08_snapshot_ensembles": "SGDR",
    "notebooks/07b_range_test": "LR finder learning rate range test LRRT",
    "notebooks/02_toy_plot": "1cycle one cycle policy WSD SGDR",
    "notebooks/14_edge_of_stability": "EoS",
}


def add(app, doctree):
    """Put the words of a page where the search looks, and no reader."""
    if words := WORDS.get(app.env.current_document.docname):
        doctree.insert(
            0, nodes.meta("", name="keywords", content=",".join(words.split()))
        )
