"""How other programs are found and started: all that ``run.py`` needs.

An older Python must be able to read this module, as ``run.py`` imports it.
"""

import shutil
import subprocess


def find(name):
    """Return the path of a program that is installed, or None."""
    return shutil.which(name)


def start(command, **options) -> subprocess.Popen:
    """Start a program, and return its process."""
    return subprocess.Popen([str(part) for part in command], **options)


def wait_for(process) -> int:
    """Wait for a process that answers Ctrl-C by itself; return its exit code."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
