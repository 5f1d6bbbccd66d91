"""The batches of a ``PyDataset``: read item by item, they are those of Keras."""

import numpy as np
import pytest

from helpers.compare.fingerprint import fingerprint
from helpers.compare.programs import feed, item_by_item
from helpers.compare.programs.seen import NotFeedableError
from helpers.compare.recipe import OWN_SHUFFLE
from helpers.keras_import import keras, series
from tests.helpers.compare.kinds_of_data import ShuffledRows
from tests.helpers.compare.small import Rows, X, Y, recipe

pytestmark = pytest.mark.slow

SHUFFLES_ITSELF = series(keras.__version__) >= OWN_SHUFFLE  # and not by tf.data


class Wide(Rows):
    """Gives float64, and whole numbers to learn."""

    def __getitem__(self, index):
        x, y = super().__getitem__(index)
        return x.astype("float64"), np.sign(y).astype("int64")


class Named(Rows):
    """Gives dicts, and weights in a list."""

    def __getitem__(self, index):
        x, y = super().__getitem__(index)
        return [{"left": x[:, :2], "right": x[:, 2:]}, y, np.ones(len(x), "float32")]


class Alone(Rows):
    """Gives no y."""

    def __getitem__(self, index):
        return super().__getitem__(index)[0]


class CutShort(Rows):
    """Has a last batch of fewer rows."""

    def __getitem__(self, index):
        x, y = super().__getitem__(index)
        return (x[:5], y[:5]) if index == len(self) - 1 else (x, y)


class Asked(Rows):
    """Counts how often it is asked, in all objects."""

    times = 0

    def __getitem__(self, index):
        Asked.times += 1
        return super().__getitem__(index)


class Noisy(Rows):
    """Draws from NumPy's shared generator, from which Keras draws two batches more."""

    def __getitem__(self, index):
        x, y = super().__getitem__(index)
        return x + np.random.normal(size=x.shape).astype("float32"), y


class Threaded(Asked):
    def __init__(self):
        super().__init__(workers=2)


def reading(data, updates=11):
    """Return a recipe whose model is not asked for: it need not fit the data."""
    ours = recipe(updates=updates, train=data, validation=data)
    ours.__dict__["uses_tf_random"] = True
    return ours


def made_by(data, updates=11, seed=3):
    return feed.feed_of(reading(data, updates), seed, "tuning")


@pytest.fixture
def by_keras_alone(monkeypatch):
    """Return a feed of Keras's own reading."""

    def made(data, **how):
        with monkeypatch.context() as patch:
            patch.setattr(item_by_item, "are_read_by_item", lambda data: False)
            return made_by(data, **how)

    return made


def content(made):
    """Return what the model gets, batch by batch, with its types."""
    orders = [(one.order, one.rest) for one in [*made.epochs, made.judged]]
    return fingerprint(made.rows, made.judged_rows, orders)


@pytest.mark.parametrize("seed", [0, 3])
@pytest.mark.parametrize("kind", [Rows, Wide, Named, Alone, ShuffledRows])
def test_both_ways_read_the_same(by_keras_alone, kind, seed):
    def data(seed):
        return kind()

    seen = by_keras_alone(data, seed=seed)
    ours = reading(data)
    assert content(feed.feed_of(ours, seed, "tuning")) == content(seen)
    if SHUFFLES_ITSELF:
        assert item_by_item.ALIKE[ours] == {"train": True, "tuning": True}
    assert sum(epoch.number for epoch in seen.epochs) == 11


def test_a_last_batch_of_fewer_rows_is_not_kept_where_it_is_shuffled():
    with pytest.raises(NotFeedableError, match="several shapes"):
        made_by(CutShort())


def test_keras_is_asked_for_two_epochs_and_then_no_more_if_they_are_alike(monkeypatch):
    asked = []

    def counted(arguments, number):
        asked.append(number)
        return seen_by_fit(arguments, number)

    seen_by_fit = feed.seen_by_fit
    monkeypatch.setattr(feed, "seen_by_fit", counted)
    ours = recipe(updates=30, train=Rows())
    for seed in range(4):
        feed.feed_of(ours, seed, "tuning")
    assert asked == ([6] if SHUFFLES_ITSELF else [6, 30, 30, 30, 30])


def test_data_that_keras_reads_otherwise_are_read_by_keras(by_keras_alone):
    whole = {"updates": 12}  # no batch of a fourth epoch is drawn while it is read
    seen = by_keras_alone(Noisy(), **whole)
    assert content(made_by(Noisy(), **whole)) == content(seen)
    with recipe().seeded(3):
        [[first, *_], *_] = item_by_item.items(Noisy(), 12)
    assert not np.array_equal(first[0], seen.rows[0][:16])


def test_several_workers_are_left_to_keras():
    Asked.times = 0
    assert not item_by_item.are_read_by_item(Threaded())
    assert not item_by_item.are_read_by_item((X, Y))
    assert Asked.times == 0


def test_too_many_batches_are_not_kept(monkeypatch):
    monkeypatch.setattr(item_by_item, "MOST_BYTES", 2 * X[:16].nbytes)
    with pytest.raises(NotFeedableError, match="too many"):
        item_by_item.items(Rows(), 3)


def test_each_epoch_has_its_beginning_and_its_end_and_one_is_before():
    told = []

    class Told(Rows):
        def on_epoch_begin(self):
            told.append("begin")

        def on_epoch_end(self):
            told.append("end")

    epochs = item_by_item.items(Told(), 4)
    assert [len(epoch) for epoch in epochs] == [3, 1]
    assert told == ["end", *["begin", "end"] * 2]
    assert isinstance(epochs[0][0], tuple)
    assert keras.tree.flatten(epochs[0])[0].shape == (16, 6)
