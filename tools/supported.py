"""Which Pythons the collection runs on, and which set of packages a machine gets.

An older Python must be able to read this module, as ``run.py`` imports it.
"""

import platform
import sys

# The versions that TensorFlow has builds for.
OLDEST, NEWEST = (3, 11), (3, 13)
# Its last release for Macs with an Intel processor is the oldest that is admitted.
NEWEST_ON_INTEL_MAC = (3, 12)


def is_intel_mac() -> bool:
    """Tell whether this Python runs on a Mac as a program for Intel processors."""
    return (sys.platform, platform.machine()) == ("darwin", "x86_64")


def constraints() -> str:
    """Return the name of the file that pins the packages for this machine."""
    return "constraints-oldest.txt" if is_intel_mac() else "constraints.txt"


def check_python() -> None:
    """Leave with one sentence if TensorFlow has no build for this Python."""
    version, newest, where = sys.version_info[:2], NEWEST, ""
    if is_intel_mac():
        newest, where = NEWEST_ON_INTEL_MAC, " on a Mac with an Intel processor"
    if not OLDEST <= version <= newest:
        sys.exit(
            "This is Python {}.{}, but TensorFlow{} needs one from {}.{} to {}.{}: "
            "install one from python.org or your system's packages, and start run.py "
            "with it, as in 'python{}.{} run.py'.".format(
                *version, where, *OLDEST, *newest, *newest
            )
        )
