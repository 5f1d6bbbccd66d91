#!/usr/bin/env bash
# Keras 3.15.1, TensorFlow 2.21.0 (as tensorflow-cpu 2.21.0), Python 3.11
#
# The page of keras.utils.PyDataset says that `on_epoch_end` is called at the end of
# every epoch. `fit` calls it before its first epoch as well, and once more in each
# later `fit`; `evaluate` does so too. Data that become harder after each epoch (here
# by a counter, the stage) never show their first stage: two epochs of `fit` have the
# stages 1 and 2, two more in another `fit` have 4 and 5. A stage set by
# `on_epoch_begin`, which is called once an epoch, has each once.
#
# Seen:
#   first fit: stages [1, 2], begun 2, ended 3
#   second fit: stages [4, 5], begun 4, ended 6
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/python -m pip install --quiet keras==3.15.1 tensorflow-cpu==2.21.0
TF_CPP_MIN_LOG_LEVEL=3 env/bin/python - 2>/dev/null <<'END' | tee seen
import keras
import numpy as np


class Harder(keras.utils.PyDataset):
    begun = stage = 0

    def __len__(self):
        return 1

    def __getitem__(self, number):
        rows = np.full((2, 1), self.stage, "float32")
        return rows, rows

    def on_epoch_begin(self):
        self.begun += 1

    def on_epoch_end(self):
        self.stage += 1


class Noting(keras.Model):
    def call(self, inputs):
        return inputs

    def train_step(self, batch):
        stages.append(int(batch[0][0, 0]))
        return {"loss": 0.0}


data, model = Harder(), Noting()
model.build((None, 1))
model.compile("sgd", run_eagerly=True)
for name in ("first", "second"):
    stages = []
    model.fit(data, epochs=2, verbose=0)
    print(f"{name} fit: stages {stages}, begun {data.begun}, ended {data.stage}")
END
diff seen - <<'END'
first fit: stages [1, 2], begun 2, ended 3
second fit: stages [4, 5], begun 4, ended 6
END
