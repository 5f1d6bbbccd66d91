"""Say which digits are found on this machine."""

from helpers.data import load_mnist

print(load_mnist())
