"""Every text that ``translations`` gives is run, and its rates are compared."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.keras_import import keras
from helpers.schedules import cosine, program, table, translations, with_warmup
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

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("peers")]


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


def made(text, names):
    """Run the lines of a library, and return the schedule or scheduler they make."""
    exec(text, names)
    return names.get("schedule") or names["scheduler"]


@given(arguments())
def test_helpers_and_keras(given_arguments):
    rates, peak = ours(**given_arguments), given_arguments["peak"]
    texts = translations(**given_arguments)
    here = eval(texts["helpers"], {"cosine": cosine, "with_warmup": with_warmup})
    assert table(here, len(rates)).tolist() == rates.tolist()
    if "Keras" not in texts:
        assert given_arguments["floor"] == peak
        return
    theirs = made(texts["Keras"], {"keras": keras})
    looks = np.unique(np.linspace(0, len(rates) - 1, 30).astype(int))
    found = [float(theirs(step)) for step in looks]
    assert difference(rates[looks], found, peak) < FLOAT32


@given(arguments())
def test_optax(given_arguments):
    rates, peak = ours(**given_arguments), given_arguments["peak"]
    text = translations(**given_arguments).get("optax", "schedule = lambda step: peak")
    theirs = made(text, {"optax": needs("optax"), "peak": np.full(1600, peak)})
    assert difference(rates, rates_of_optax(theirs, len(rates)), peak) < FLOAT32


@pytest.mark.filterwarnings("ignore:The epoch parameter")
@given(arguments())
def test_pytorch_and_transformers(given_arguments):
    torch = needs("torch")
    schedulers = torch.optim.lr_scheduler
    from transformers import optimization

    rates, peak = ours(**given_arguments), given_arguments["peak"]
    texts = translations(**given_arguments)
    for name in {"PyTorch", "transformers"} & texts.keys():
        # Transformers reads the peak where the optimizer keeps its defaults.
        optimizer = torch.optim.SGD([torch.zeros(1)], lr=peak)
        names = vars(schedulers) | vars(optimization) | {"optimizer": optimizer}
        theirs = rates_of_pytorch(made(texts[name], names), len(rates))
        assert difference(rates, theirs, peak) < FLOAT64, name


@given(arguments())
def test_timm(given_arguments):
    rates, peak = ours(**given_arguments), given_arguments["peak"]
    texts = translations(**given_arguments)
    if "timm" not in texts:
        assert given_arguments["floor"] == peak
        return
    names = {"CosineLRScheduler": timm_scheduler(), "optimizer": sgd(peak)}
    theirs = made(texts["timm"], names)
    [found] = rates_of_timm_script(theirs, len(rates)).T
    assert difference(rates, found, peak) < FLOAT64


@pytest.mark.filterwarnings("ignore:The epoch parameter")
def test_a_group_of_its_own_rate_ends_at_the_floor_of_all():
    """With PyTorch and timm; Transformers multiplies, but has no floor."""
    settings = {"peak": 0.1, "steps": 40, "floor": 0.001, "warmup": 10, "start": 0.02}
    rates, texts = ours(**settings), translations(**settings)
    schedulers = needs("torch").optim.lr_scheduler
    names = vars(schedulers) | {"optimizer": sgd(0.1, 0.01)}
    theirs = made(texts["PyTorch"], names)
    found = rates_of_groups(theirs, len(rates) + 1, lambda update: theirs.step())
    assert found[0].tolist() == pytest.approx([0.02, 0.002])
    assert found[-1].tolist() == pytest.approx([0.001, 0.001])
    names = {"CosineLRScheduler": timm_scheduler(), "optimizer": sgd(0.1, 0.01)}
    found = rates_of_timm_script(made(texts["timm"], names), len(rates) + 1)
    assert found[0].tolist() == pytest.approx([0.02, 0.02])
    assert found[10].tolist() == pytest.approx([0.1, 0.01])
    assert found[-1].tolist() == pytest.approx([0.001, 0.001])


def test_a_library_without_such_a_curve_is_left_out():
    assert "transformers" in translations(0.1, 10, floor=0.01, warmup=5)
    assert "transformers" in translations(0.1, 10, floor=0.01, warmup=5, start=0.01)
    assert "transformers" not in translations(0.1, 10, warmup=5, start=0.01)
    assert translations(0.1, 10, floor=0.1) == {
        "helpers": "cosine(peak=0.1, steps=10, floor=0.1)"
    }


def test_the_lines_are_those_of_the_programs():
    schedule = with_warmup(cosine(0.1, 450, 0.001), 50)
    for library, text in translations(0.1, 450, 0.001, 50).items():
        if library != "helpers":
            assert text in program(schedule, library)


@pytest.mark.parametrize(
    "wrong",
    [{"peak": 0}, {"steps": 0}, {"floor": 1}, {"warmup": 101}, {"start": -1}],
)
def test_a_bad_argument_is_named(wrong):
    [name] = wrong
    with pytest.raises(ValueError, match=f"{name} = "):
        translations(**{"peak": 0.1, "steps": 10} | wrong)
