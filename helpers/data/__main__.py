"""Say which digits are found on this machine, and write them if a folder is named.

That folder is for a class on one machine, see ``write_shared``.
"""

import sys
from pathlib import Path

from helpers.data import load_mnist, write_shared

if len(sys.argv) > 2:
    sys.exit("Name one folder, or none: python -m helpers.data [FOLDER]")
folder = Path(sys.argv[1]) if sys.argv[1:] else None
if folder and folder.is_file():
    sys.exit(f"{folder} is a file. Name a folder, which is made if it is missing.")
digits = load_mnist()
print(digits)
if folder:
    if not digits.is_mnist:
        sys.exit("Nothing is written: these digits are not MNIST.")
    write_shared(digits, folder)
    print(f"Written to {folder}: set MNIST_NPZ to its path, for all who share it.")
