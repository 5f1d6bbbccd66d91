from helpers.sweep import order_of_images, updates_per_epoch
from helpers.sweep.protocol import Protocol
from tests.helpers.sweep.small import TRAIN


def test_an_epoch_takes_each_image_once_in_an_order_that_its_seed_fixes():
    order = order_of_images(3, 1, 100)
    assert sorted(order) == list(range(100))
    assert order.tolist() == order_of_images(3, 1, 100).tolist()
    for other in (order_of_images(4, 1, 100), order_of_images(3, 2, 100)):
        assert order.tolist() != other.tolist()


def test_each_epoch_may_have_a_seed_of_its_own():
    protocol = Protocol(TRAIN, {}, None, 10, 8, False)
    for epoch, seed in enumerate((1, 2, 2)):
        order = order_of_images(seed, epoch, len(TRAIN[0]))
        assert protocol.order(epoch, [(1, 2)]).tolist() == [order.tolist()]


def test_updates_of_an_epoch_are_counted_as_by_keras():
    assert [updates_per_epoch(n) for n in (1, 128, 129, 50_000)] == [1, 1, 2, 391]
