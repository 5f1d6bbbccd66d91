"""Models of packages that nobody here wrote, with random weights, where installed.

Each is compared in under 15 lines: its function of the seed, and the call.
"""

import inspect

import numpy as np
import pytest

from helpers.compare import Comparison
from helpers.keras_import import keras

pytestmark = pytest.mark.slow

ROWS, UPDATES = 32, 4
PLAIN = {"compile_options": {"jit_compile": False}}  # XLA takes long for large models
DRAW = np.random.default_rng(0)
IMAGES = DRAW.normal(size=(ROWS, 32, 32, 3)).astype("float32")
SERIES = DRAW.normal(size=(ROWS, 16, 2)).astype("float32")
TABLE = DRAW.normal(size=(ROWS, 8)).astype("float32")
TOKENS = DRAW.integers(1, 30, size=(ROWS, 8)).astype("int32")
MASK = {"padding_mask": np.ones_like(TOKENS)}
TEXTS = {"token_ids": TOKENS, **MASK}
PAIRS = {"token_ids": TOKENS, "segment_ids": np.zeros_like(TOKENS), **MASK}
SIZE = {"vocabulary_size": 30, "num_layers": 1, "num_heads": 2, "hidden_dim": 8}
SIZE |= {"intermediate_dim": 16, "max_sequence_length": 8}


def mobile_net(seed):
    size = {"input_shape": (32, 32, 3), "alpha": 0.25, "classes": 2}
    return keras.applications.MobileNet(weights=None, **size)


def tcn(seed):
    layer = pytest.importorskip("tcn").TCN(nb_filters=4, dilations=(1, 2))
    output = keras.layers.Dense(2, "softmax")
    return keras.Sequential([keras.Input((16, 2)), layer, output])


def bert(seed):
    backbone = pytest.importorskip("keras_hub").models.BertBackbone(**SIZE)
    output = keras.layers.Dense(2, "softmax")(backbone.output["pooled_output"])
    return keras.Model(backbone.input, output)


def gpt2(seed):
    backbone = pytest.importorskip("keras_hub").models.GPT2Backbone(**SIZE)
    output = keras.layers.Dense(2, "softmax")(backbone.output[:, -1])
    return keras.Model(backbone.input, output)


def closed_form(seed):
    layer = pytest.importorskip("ncps.keras").CfC(8)
    output = keras.layers.Dense(2, "softmax")
    return keras.Sequential([keras.Input((16, 2)), layer, output])


def cross(seed):
    layer = pytest.importorskip("keras_rs").layers.FeatureCross()
    output = keras.layers.Dense(2, "softmax")
    return keras.Sequential([keras.Input((8,)), layer, output])


MODELS = {
    mobile_net: IMAGES,
    tcn: SERIES,
    bert: PAIRS,
    gpt2: TEXTS,
    closed_form: SERIES,
    cross: TABLE,
}


def data_for(model):
    labels = (TOKENS[:, 0] > 15).astype("int32")
    return MODELS[model], labels


def compare(model, data, file):
    loss = "sparse_categorical_crossentropy"
    arms = {"constant": np.ones(UPDATES), "linear": np.linspace(1, 0, UPDATES)}
    size = {"repeats": 2, "pairs": 1, "batch_size": 16, "updates": UPDATES, **PLAIN}
    peaks = 1e-9, 1e-3, 1e9
    return Comparison(model, data, data, loss, arms, peaks=peaks, file=file, **size)


@pytest.mark.filterwarnings("ignore")  # where the grid has to grow
@pytest.mark.parametrize("model", MODELS)
def test_a_model_of_a_package_gets_its_verdict(model, tmp_path):
    assert sum(len(inspect.getsourcelines(own)[0]) for own in (model, compare)) < 15
    ours = compare(model, data_for(model), str(tmp_path / "file.sqlite"))
    results = ours.run()
    assert [*results.verdicts.index] == ["linear"]
    test = results.trainings[results.trainings.stage == "test"]
    assert np.isfinite(test.value).all()
