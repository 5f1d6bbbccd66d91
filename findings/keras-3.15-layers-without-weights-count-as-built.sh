#!/usr/bin/env bash
# Keras 3.15.1, TensorFlow 2.21.0 (as tensorflow-cpu 2.21.0), Python 3.11
#
# A layer that has a `compute_output_shape` of its own is asked for the shape alone when a
# functional model is made of symbols: its `call` is not run. So layers within it, which
# its `build` leaves to their first call, have no weights yet. The model says that it is
# built all the same; `count_params` and `get_weights` leave them out, and after the first
# prediction there are more. Without `compute_output_shape` the same model has them all at
# once. Weights that were taken before the first call are then too few to be set.
#
# Seen:
#   own shape: built True, 1 weights before the first call, 2 after it
#   no shape: built True, 2 weights before the first call, 2 after it
#   set_weights with those from before: ValueError
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/python -m pip install --quiet keras==3.15.1 tensorflow-cpu==2.21.0
TF_CPP_MIN_LOG_LEVEL=3 env/bin/python - 2>/dev/null <<'END' | tee seen
import keras
import numpy as np


class Outer(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.inner = keras.layers.Dense(3, use_bias=False)

    def build(self, shape):
        super().build(shape)

    def call(self, inputs):
        return self.inner(inputs)


class WithShape(Outer):
    def compute_output_shape(self, shape):
        return (*shape[:-1], 3)


kept = {}
for name, layer in (("own shape", WithShape), ("no shape", Outer)):
    inputs = keras.Input((2,))
    outputs = keras.layers.Dense(1, use_bias=False)(layer()(inputs))
    model = keras.Model(inputs, outputs)
    before = model.get_weights()
    kept[name] = model, before
    built = all(one.built for one in model.layers)
    model.predict(np.ones((4, 2)), verbose=0)
    after = len(model.get_weights())
    print(f"{name}: built {built}, {len(before)} weights before the first call, ", end="")
    print(f"{after} after it")
model, before = kept["own shape"]
try:
    model.set_weights(before)
    print("set_weights with those from before: taken")
except ValueError as problem:
    print("set_weights with those from before:", type(problem).__name__)
END
diff seen - <<'END'
own shape: built True, 1 weights before the first call, 2 after it
no shape: built True, 2 weights before the first call, 2 after it
set_weights with those from before: ValueError
END
