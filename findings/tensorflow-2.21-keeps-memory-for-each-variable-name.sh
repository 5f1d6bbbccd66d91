#!/usr/bin/env bash
# Keras 3.15.1, TensorFlow 2.21.0 (as tensorflow-cpu 2.21.0), Python 3.11, Linux (glibc)
#
# TensorFlow's eager context keeps a kernel for each variable name that it ever met, also
# when the variable is long gone. Keras counts up the names of layers (dense, dense_1, …),
# so 60 small models that are made and dropped one after the other leave 40 MB behind;
# the same 60 with names given by hand, always the same, leave 0.01 MB. Clearing the
# context's kernel cache gives the memory back.
#
# Seen:
#   counted names keep more than 20 MB: True
#   given back with the kernels: True
#   names given by hand keep more than 1 MB: False
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/python -m pip install --quiet keras==3.15.1 tensorflow-cpu==2.21.0
TF_CPP_MIN_LOG_LEVEL=3 env/bin/python - 2>/dev/null <<'END' | tee seen
import ctypes
import gc

import keras
from tensorflow.python.eager import context

FIELDS = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"


class Malloc(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in FIELDS.split()]


libc = ctypes.CDLL("libc.so.6")
libc.mallinfo2.restype = Malloc


def megabytes():
    gc.collect()
    return libc.mallinfo2().uordblks / 2**20


def models(count, named):
    for _ in range(count):
        layers = [
            keras.layers.Dense(8, name=f"layer_{place}" if named else None)
            for place in range(10)
        ]
        name = "model" if named else None
        keras.Sequential([keras.Input((8,)), *layers], name=name)


def growth(named):
    models(10, named)
    before = megabytes()
    models(60, named)
    return megabytes() - before


kept = growth(named=False)
print("counted names keep more than 20 MB:", kept > 20)
before = megabytes()
context.context().clear_kernel_cache()
print("given back with the kernels:", before - megabytes() > kept / 2)
print("names given by hand keep more than 1 MB:", growth(named=True) > 1)
END
diff seen - <<'END'
counted names keep more than 20 MB: True
given back with the kernels: True
names given by hand keep more than 1 MB: False
END
