"""Say which digits are found on this machine, and write them if a folder is named.

That folder is for a class on one machine, see ``write_shared``.
"""

import sys

from helpers.data import load_mnist, write_shared

digits = load_mnist()
print(digits)
if sys.argv[1:]:
    if not digits.is_mnist:
        sys.exit("Nothing is written: these digits are not MNIST.")
    [folder] = sys.argv[1:]
    write_shared(digits, folder)
    print(f"Written to {folder}: set MNIST_NPZ to its path, for all who share it.")
