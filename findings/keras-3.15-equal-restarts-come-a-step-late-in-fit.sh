#!/usr/bin/env bash
# Keras 3.15.1 with TensorFlow 2.21.0 (its CPU build), Python 3.11
#
# A `CosineDecayRestarts` with equal cycles (`t_mul=1.0`) of 41 steps. Asked for one step,
# it restarts at step 41. In the program that `fit` compiles, the division by 41 becomes a
# product with its reciprocal in float32, which stays below 1 at step 41: update 41 uses
# the floor, and the restart comes one update later. 47, 55 and 61 are such lengths too.
#
# Seen:
#   asked: 0.1 at step 41
#   fit: 0.0 at update 41, 0.1 at update 42
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/python -m pip install --quiet tensorflow-cpu==2.21.0 keras==3.15.1
env/bin/python - 2>/dev/null <<'END' | tee seen
import keras
import numpy as np

schedule = keras.optimizers.schedules.CosineDecayRestarts(0.1, 41, t_mul=1.0)


class Noting(keras.optimizers.SGD):
    def __init__(self):
        super().__init__(schedule)
        self.used = keras.Variable(np.zeros(50), dtype="float32", trainable=False)

    def update_step(self, gradient, variable, learning_rate):
        place = [keras.ops.cast(self.iterations, "int32")]
        rate = keras.ops.reshape(learning_rate, [1])
        self.used.assign(keras.ops.slice_update(self.used, place, rate))


model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile(Noting(), "mse")
model.fit(np.ones((50, 1)), np.ones((50, 1)), batch_size=1, verbose=0)
used = np.asarray(model.optimizer.used)
print(f"asked: {float(schedule(41)):.1f} at step 41")
print(f"fit: {used[41]:.1f} at update 41, {used[42]:.1f} at update 42")
END
diff seen - <<'END'
asked: 0.1 at step 41
fit: 0.0 at update 41, 0.1 at update 42
END
