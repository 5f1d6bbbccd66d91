"""Every text that ``translations`` gives is run, and its rates are compared."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.keras_import import keras
from helpers.schedules import cosine, table, translations, with_warmup
from tests.helpers.schedules.peers.drawn import (
    FLOAT32,
    FLOAT64,
    PEAKS,
    SHARES,
    STEPS,
    difference,
)
from tests.helpers.schedules.peers.readings import (
    needs,
    rates_of_groups,
    rates_of_optax,
    rates_of_pytorch,
    rates_of_timm_script,
    sgd,
    timm_scheduler,
)

pytestmark = pytest.mark.xdist_group("peers")


@st.composite
def arguments(draw):
    peak, steps = draw(PEAKS), draw(STEPS)
    zero_or_share = st.one_of(st.just(0.0), SHARES)
    return {
        "peak": peak,
        "steps": steps,
        "floor": peak * draw(zero_or_share),
        "warmup": draw(st.integers(0, 3 * steps)),
        "start": peak * draw(zero_or_share),
    }


def ours(peak, steps, floor, warmup, start):
    schedule = with_warmup(cosine(peak, steps, floor), warmup, start)
    return table(schedule, warmup + steps)


@given(arguments())
def test_helpers_and_keras(given_arguments):
    rates, peak = ours(**given_arguments), given_arguments["peak"]
    texts = translations(**given_arguments)
    here = eval(texts["helpers"], {"cosine": cosine, "with_warmup": with_warmup})
    assert table(here, len(rates)).tolist() == rates.tolist()
    theirs = eval(texts["Keras"], {"schedules": keras.optimizers.schedules})
    looks = np.unique(np.linspace(0, len(rates) - 1, 30).astype(int))
    found = [float(theirs(step)) for step in looks]
    assert difference(rates[looks], found, peak) < FLOAT32


@given(arguments())
def test_optax(given_arguments):
    rates, peak = ours(**given_arguments), given_arguments["peak"]
    theirs = eval(translations(**given_arguments)["optax"], {"optax": needs("optax")})
    assert difference(rates, rates_of_optax(theirs, len(rates)), peak) < FLOAT32


@pytest.mark.filterwarnings("ignore:The epoch parameter")
@given(arguments())
def test_pytorch_and_transformers(given_arguments):
    schedulers = needs("torch").optim.lr_scheduler
    from transformers.optimization import get_cosine_schedule_with_warmup

    rates, peak = ours(**given_arguments), given_arguments["peak"]
    texts = translations(**given_arguments)
    for name in {"PyTorch", "transformers"} & texts.keys():
        names = {
            "lr_scheduler": schedulers,
            "get_cosine_schedule_with_warmup": get_cosine_schedule_with_warmup,
            "optimizer": sgd(peak),
        }
        theirs = rates_of_pytorch(eval(texts[name], names), len(rates))
        assert difference(rates, theirs, peak) < FLOAT64, name


@given(arguments())
def test_timm(given_arguments):
    rates, peak = ours(**given_arguments), given_arguments["peak"]
    names = {"CosineLRScheduler": timm_scheduler(), "optimizer": sgd(peak)}
    theirs = eval(translations(**given_arguments)["timm"], names)
    [found] = rates_of_timm_script(theirs, len(rates)).T
    assert difference(rates, found, peak) < FLOAT64


@pytest.mark.filterwarnings("ignore:The epoch parameter")
def test_a_group_of_its_own_rate_ends_at_the_floor_of_all():
    """With PyTorch and timm; Transformers multiplies, but has no floor."""
    settings = {"peak": 0.1, "steps": 40, "floor": 0.001, "warmup": 10, "start": 0.02}
    rates, texts = ours(**settings), translations(**settings)
    schedulers = needs("torch").optim.lr_scheduler
    names = {"lr_scheduler": schedulers, "optimizer": sgd(0.1, 0.01)}
    theirs = eval(texts["PyTorch"], names)
    found = rates_of_groups(theirs, len(rates) + 1, lambda update: theirs.step())
    assert found[0].tolist() == pytest.approx([0.02, 0.002])
    assert found[-1].tolist() == pytest.approx([0.001, 0.001])
    names = {"CosineLRScheduler": timm_scheduler(), "optimizer": sgd(0.1, 0.01)}
    found = rates_of_timm_script(eval(texts["timm"], names), len(rates) + 1)
    assert found[0].tolist() == pytest.approx([0.02, 0.02])
    assert found[10].tolist() == pytest.approx([0.1, 0.01])
    assert found[-1].tolist() == pytest.approx([0.001, 0.001])


def test_transformers_has_no_floor_and_no_start():
    assert "transformers" in translations(0.1, 10, warmup=5)
    assert "transformers" not in translations(0.1, 10, floor=0.01)
    assert "transformers" not in translations(0.1, 10, warmup=5, start=0.01)


@pytest.mark.parametrize(
    "wrong",
    [{"peak": 0}, {"steps": 0}, {"floor": 1}, {"warmup": 101}, {"start": -1}],
)
def test_a_bad_argument_is_named(wrong):
    [name] = wrong
    with pytest.raises(ValueError, match=f"{name} = "):
        translations(**{"peak": 0.1, "steps": 10} | wrong)
