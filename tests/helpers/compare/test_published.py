"""Five published architectures, each compared in under 15 lines of a reader's own.

They are written after examples of Keras's documentation: the toy ResNet of the guide on
the functional API, "Timeseries classification from scratch", "Structured data
classification from scratch", the first one of "Building Autoencoders in Keras", and
"Text classification with Transformer". Each has another kind of data.
"""

import inspect

import keras
import numpy as np
import pytest
from sklearn.datasets import load_diabetes, load_digits

from helpers.compare import Comparison
from helpers.data import mnist_1d

# isort: split
import tensorflow as tf

pytestmark = pytest.mark.slow

TOKENS = 12
ROWS = 256  # eight batches, which a program trains on in one go
TINY = {  # two arms, few updates, and a grid whose ends learn nothing and diverge
    "arms": {"constant": np.ones(48), "linear": np.linspace(1, 0, 48)},
    "peaks": (1e-6, 1e-2, 1e30),
    "updates": 48,
    "repeats": 2,
    "pairs": 1,
    "compile_options": {"jit_compile": False},
}


def resnet(seed):
    x = inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(16, 3, activation="relu")(x)
    for _ in range(2):
        y = keras.layers.Conv2D(16, 3, activation="relu", padding="same")(x)
        y = keras.layers.Conv2D(16, 3, activation="relu", padding="same")(y)
        x = keras.layers.Add()([x, y])
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))


def compare_resnet(train, validation, **more):
    loss = "sparse_categorical_crossentropy"
    said = {"loss": loss, "judge": "accuracy", "less_is_better": False}
    return Comparison(resnet, train, validation, **said, **more)


def timeseries(seed):
    model = keras.Sequential([keras.Input((40, 1))])
    for _ in range(3):
        model.add(keras.layers.Conv1D(64, 3, padding="same"))
        model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.ReLU())
    model.add(keras.layers.GlobalAveragePooling1D())
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


def compare_timeseries(train, validation, **more):
    loss = "sparse_categorical_crossentropy"
    said = {"loss": loss, "judge": "accuracy", "less_is_better": False}
    return Comparison(timeseries, train, validation, **said, **more)


def tabular(seed):
    numbers = keras.Input((9,), name="numbers")
    sex = keras.Input((1,), name="sex", dtype="int64")
    known = keras.layers.IntegerLookup(vocabulary=[1, 2], output_mode="one_hot")(sex)
    x = keras.layers.Concatenate()([numbers, known])
    x = keras.layers.Dense(32, activation="relu")(x)
    x = keras.layers.Dense(1)(keras.layers.Dropout(0.5)(x))
    return keras.Model({"numbers": numbers, "sex": sex}, x)


def compare_tabular(train, validation, **more):
    said = {"loss": "mse", "judge": "mae", "less_is_better": True}
    return Comparison(tabular, train, validation, **said, **more)


def autoencoder(seed):
    code = keras.layers.Dense(32, activation="relu")
    decoder = keras.layers.Dense(64, activation="sigmoid")
    return keras.Sequential([keras.Input((64,)), code, decoder])


def compare_autoencoder(train, validation, **more):
    return Comparison(autoencoder, train, validation, "binary_crossentropy", **more)


def transformer(seed):
    places = np.sin(np.outer(np.arange(TOKENS), 0.5 ** np.arange(16.0)))
    inputs = keras.Input((TOKENS,), dtype="int32")
    x = keras.layers.Embedding(20, 16)(inputs) + places.astype("float32")
    attended = keras.layers.MultiHeadAttention(2, 8)(x, x)
    x = keras.layers.LayerNormalization()(x + attended)
    x = keras.layers.LayerNormalization()(x + keras.layers.Dense(16, "relu")(x))
    x = keras.layers.GlobalAveragePooling1D()(x)
    return keras.Model(inputs, keras.layers.Dense(1, "sigmoid")(x))


def compare_transformer(train, validation, **more):
    return Comparison(transformer, train, validation, "binary_crossentropy", **more)


def digits():
    images, labels = load_digits(return_X_y=True)
    images = images.reshape(-1, 8, 8, 1) / 16
    test = slice(ROWS, ROWS + 200)
    return (images[:ROWS], labels[:ROWS]), (images[test], labels[test])


def sequences():
    data = mnist_1d(samples=500)

    def train(seed):
        rows = data.x_train[:ROWS, :, None], data.y_train[:ROWS]
        return tf.data.Dataset.from_tensor_slices(rows).shuffle(ROWS).batch(32)

    test = data.x_test[..., None], data.y_test
    return train, tf.data.Dataset.from_tensor_slices(test).batch(100)


def patients():
    table = load_diabetes(as_frame=True)
    inputs = {
        "numbers": 20 * table.data.drop(columns="sex").to_numpy("float32"),
        "sex": np.where(table.data["sex"] > 0, 1, 2),
    }
    target = ((table.target - 150) / 77).to_numpy()

    def rows(part):
        return {name: array[part] for name, array in inputs.items()}, target[part]

    return rows(slice(0, ROWS)), rows(slice(ROWS, None))


class Pixels(keras.utils.PyDataset):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows

    def __len__(self):
        return len(self.rows) // 32

    def __getitem__(self, index):
        batch = self.rows[32 * index : 32 * (index + 1)]
        return batch, batch


def pixels():
    rows = load_digits().data / 16
    return Pixels(rows[:ROWS]), Pixels(rows[ROWS : ROWS + 224])


def texts():
    torch = pytest.importorskip("torch")
    words = np.random.default_rng(0).integers(20, size=(2 * ROWS, TOKENS))
    has_more_low_ones = (words < 10).mean(axis=1, keepdims=True) > 0.5
    rows = torch.tensor(words), torch.tensor(has_more_low_ones.astype("float32"))

    def batches(part, **how):
        data = torch.utils.data.TensorDataset(*(one[part] for one in rows))
        return torch.utils.data.DataLoader(data, batch_size=32, **how)

    def train(seed):
        return batches(slice(ROWS), shuffle=True)

    return train, batches(slice(ROWS, None))


PUBLISHED = {
    "resnet": (resnet, compare_resnet, digits, "accuracy"),
    "timeseries": (timeseries, compare_timeseries, sequences, "accuracy"),
    "tabular": (tabular, compare_tabular, patients, "mae"),
    "autoencoder": (autoencoder, compare_autoencoder, pixels, "loss"),
    "transformer": (transformer, compare_transformer, texts, "loss"),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_model_and_its_comparison_take_under_15_lines(name):
    model, compare, *_ = PUBLISHED[name]
    assert sum(len(inspect.getsourcelines(own)[0]) for own in (model, compare)) < 15


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_model_gets_its_verdict(name, tmp_path):
    _, compare, data, judge = PUBLISHED[name]
    results = compare(*data(), file=str(tmp_path / "file.sqlite"), **TINY).run()
    assert results.judge == judge
    assert results.best_peak.keys() == {"constant", "linear"}
    assert all(1e-4 <= peak <= 1 for peak in results.best_peak.values())
    assert len(results.trainings) == 2 * 2 * (3 + 1)
    [verdict] = results.verdicts.itertuples()
    assert verdict.Index == "linear"
    assert verdict.verdict in ("better", "worse", "no difference detected")
    test = results.trainings[results.trainings.stage == "test"]
    assert np.isfinite(test.value).all()
    assert test.value.nunique() > 1  # the two arms have not learnt alike
    said = f"{judge} on validation data, 2 repeats of 1 pair, against constant"
    assert said in str(results)
