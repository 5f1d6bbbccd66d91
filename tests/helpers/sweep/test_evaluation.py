import numpy as np
import pytest

from helpers.keras_import import keras
from helpers.models import small_mlp
from helpers.sweep import evaluate, stack, unstack
from tests.helpers.sweep.small import TEST, runs, train

pytestmark = pytest.mark.slow


def test_weights_fit_a_keras_model_that_gives_the_same_answers():
    row = train(runs(1), keep_weights=True).iloc[-1]
    model = small_mlp(99, 16)
    model.set_weights(row["weights"])
    wrong = model.predict(TEST[0], verbose=0).argmax(axis=1) != TEST[1]
    assert row["test_error"] == pytest.approx(wrong.mean())


@pytest.fixture(scope="module")
def models():
    """Three models, of which one is trained."""
    three = [small_mlp(seed, 16) for seed in range(3)]
    three[1].set_weights(train(runs(1), keep_weights=True)["weights"][0])
    for model in three:
        model.compile(
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
        )
    return three


@pytest.mark.parametrize("number", [1, 499, 500, 501, 1400])
def test_an_evaluation_in_chunks_is_keras_evaluate(models, number):
    # Noise lights pixels that are black in every digit: their weights count here.
    images = np.random.default_rng(0).integers(0, 256, (1400, 28, 28), dtype=np.uint8)
    labels = np.random.default_rng(1).integers(0, 10, 1400)
    data = images[:number], labels[:number]
    errors, losses = evaluate(stack([m.get_weights() for m in models]), *data)
    for model, error, loss in zip(models, errors, losses, strict=True):
        expected, accuracy = model.evaluate(*data, verbose=0)
        assert loss == pytest.approx(expected, rel=1e-4)
        assert error == pytest.approx(1 - accuracy, abs=1e-6)


def test_the_memory_of_an_evaluation_is_bounded():
    resource = pytest.importorskip("resource")
    unit = 1 if resource.getpagesize() == 16384 else 1024  # bytes on macOS, else kB

    def peak():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

    weights = stack([small_mlp(0, 256).get_weights()] * 16)
    images, labels = np.zeros((40_000, 28, 28), np.uint8), np.zeros(40_000, int)
    evaluate(weights, images[:1000], labels[:1000])
    before = peak()
    evaluate(weights, images, labels)
    all_at_once = 16 * 256 * 4 * len(images)
    assert peak() - before < all_at_once / 4


def test_unstacked_weights_are_the_stacked_ones():
    weights = [small_mlp(seed, 16).get_weights() for seed in range(3)]
    for one, other in zip(unstack(stack(weights)), weights, strict=True):
        assert [array.tolist() for array in one] == [a.tolist() for a in other]
