from helpers.keras_import import keras
from helpers.rates.optimizers import optimizers_in, optimizers_of
from tests.helpers.slide import slide


class Wrapper(keras.optimizers.Optimizer):
    """An optimizer that lets another one work, which it keeps in a private place."""

    def __init__(self, inner):
        super().__init__(learning_rate=0.5)
        self._inner = inner


def test_a_model_that_is_not_compiled_has_none():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    assert optimizers_of(model) == {}


def test_the_models_own_is_first_and_every_place_is_named():
    model, others = slide(0.1), [keras.optimizers.Adam() for _ in range(4)]
    model.d_optimizer = others[0]
    model.by_name = {"a": others[1], "more": [others[2]]}
    model.part = slide(others[3])
    assert list(optimizers_of(model))[0] == "optimizer"
    assert {name: id(one) for name, one in optimizers_of(model).items()} == {
        "optimizer": id(model.optimizer),
        "d_optimizer": id(others[0]),
        "by_name['a']": id(others[1]),
        "by_name['more'][0]": id(others[2]),
        "part.optimizer": id(others[3]),
    }


def test_one_optimizer_with_two_names_is_found_by_both():
    model = slide(0.1)
    model.g_optimizer = model.optimizer
    assert list(optimizers_of(model)) == ["optimizer", "g_optimizer"]


def test_wrappers_show_what_works_within_them():
    innermost = keras.optimizers.SGD()
    wrapper = Wrapper(keras.optimizers.LossScaleOptimizer(innermost))
    assert optimizers_in(wrapper)["_inner.inner_optimizer"] is innermost
    assert list(optimizers_of(slide(wrapper))) == [
        "optimizer",
        "optimizer._inner",
        "optimizer._inner.inner_optimizer",
    ]


def test_optimizers_that_hold_each_other_are_found_once():
    first, second = Wrapper(None), Wrapper(None)
    first._inner, second._inner = second, first
    assert list(optimizers_of(slide(first))) == ["optimizer", "optimizer._inner"]


def test_what_else_a_model_holds_is_not_looked_through():
    model = slide(0.1)
    model.data = [0.0] * 1000 + [keras.optimizers.Adam()]
    model.deep = [[[keras.optimizers.Adam()]]]
    assert list(optimizers_of(model)) == ["optimizer"]
