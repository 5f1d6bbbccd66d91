"""The digits that the notebooks train on: MNIST, verified, or what stands in for it.

Behind this door ``digits`` finds MNIST on this machine or on the network and checks
every byte of it, and ``download`` fetches a file within a time limit and keeps it
safely. ``python -m helpers.data`` says which digits are found here.
"""

from helpers.data.digits import Digits, keras_cache, load_mnist, small_digits

__all__ = ["Digits", "keras_cache", "load_mnist", "small_digits"]
