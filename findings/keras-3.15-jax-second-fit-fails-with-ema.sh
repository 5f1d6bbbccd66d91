#!/usr/bin/env bash
# Keras 3.15.1 with JAX 0.10.2 (and its jaxlib) as its backend, Python 3.11
#
# A model whose optimizer keeps an average of the weights (`use_ema=True`) can be fitted
# once. A second `fit` of it stops with "'NoneType' object is not callable", after JAX has
# written to the error stream that one buffer is to be donated twice: at the end of the
# first `fit` the weights become their averages, and both share a buffer. Without the
# average the same model can be fitted again and again.
#
# Seen:
#   without an average: 3 fits
#   with an average: 1 fit, then TypeError
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/python -m pip install --quiet keras==3.15.1 jax==0.10.2
KERAS_BACKEND=jax env/bin/python - 2>errors <<'END' | tee seen
import keras
import numpy as np

rows, targets = np.ones((40, 6), "float32"), np.ones((40, 1), "float32")


def fit_three_times(use_ema):
    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.01, use_ema=use_ema), "mse")
    for done in range(3):
        try:
            model.fit(rows, targets, batch_size=8, epochs=2, verbose=0)
        except TypeError:
            return f"{done} fit, then TypeError"
    return "3 fits"


print("without an average:", fit_three_times(use_ema=False))
print("with an average:", fit_three_times(use_ema=True))
END
grep --quiet "donate the same buffer twice" errors
diff seen - <<'END'
without an average: 3 fits
with an average: 1 fit, then TypeError
END
