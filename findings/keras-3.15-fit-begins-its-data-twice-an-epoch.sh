#!/usr/bin/env bash
# Keras 3.15.1, TensorFlow 2.21.0 (as tensorflow-cpu 2.21.0), Python 3.11
#
# `fit` on a tf.data.Dataset whose length is known begins to read the data twice in each
# epoch: once to train on them, and once more after the last batch, for an iterator that
# the next epoch throws away. So a data set that shuffles anew each time gives `fit` its
# first order, then its third, then its fifth; a loop over the data set itself, as in a
# training loop of one's own, has the first, the second and the third.
#
# Seen:
#   fit has the orders [1, 3, 5]
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/python -m pip install --quiet keras==3.15.1 tensorflow-cpu==2.21.0
TF_CPP_MIN_LOG_LEVEL=3 env/bin/python - 2>/dev/null <<'END' | tee seen
import keras
import numpy as np
import tensorflow as tf

rows = np.arange(6, dtype="float32")[:, None]


def data():
    tf.random.set_seed(0)
    return tf.data.Dataset.from_tensor_slices((rows, rows)).shuffle(6, seed=3).batch(6)


class Noting(keras.Model):
    seen = []

    def call(self, inputs):
        return inputs

    def train_step(self, batch):
        self.seen.append(batch[0].numpy()[:, 0].astype(int).tolist())
        return {"loss": 0.0}


each = data()
orders = [next(iter(each))[0].numpy()[:, 0].astype(int).tolist() for _ in range(6)]
model = Noting()
model.compile("sgd", run_eagerly=True)
model.fit(data(), epochs=3, verbose=0)
print("fit has the orders", [orders.index(order) + 1 for order in model.seen])
END
echo "fit has the orders [1, 3, 5]" | diff seen -
