#!/usr/bin/env python3
"""Set up and run the collection: ``python3 run.py --help`` tells what it can do.

A mistake in the command line is named before anything is installed. Up to the sentence
on its version, an older Python must be able to read this file and what it imports.
"""

import os
import re
import sys

from tools import command_line
from tools.environment import Environment
from tools.supported import check_python

# What goes to JupyterLab without the word `lab`. It would ignore a misspelt option.
LAB_OPTION = re.compile(r"--(port|ip|browser|no-browser|debug)(=|$)|--[A-Z]\w+\.\w+=")


def main(arguments, environment=None):
    """Do what the command line says, and return the exit code."""
    if not arguments or LAB_OPTION.match(arguments[0]):
        arguments = ["lab"] + arguments
    command, words = arguments[0], arguments[1:]
    parser, known = command_line.parsers()
    if [command] in command_line.HELP:
        parser.print_help()
        return 0
    if command not in known:
        parser.error(unknown(command, known))
    check_python()
    asked = command_line.read(command, known[command], words)
    environment = environment or Environment()
    environment.set_up()
    mnist = environment.root / "mnist.npz"
    if mnist.is_file() and not os.environ.get("MNIST_NPZ"):
        os.environ["MNIST_NPZ"] = str(mnist)
    return asked.act(environment, asked)


def unknown(word, known):
    """Return the sentence on a first word that is no command and no option."""
    if word.startswith("-"):
        options = "--port, --ip, --browser, --no-browser, --debug and --Class.name=…"
        return f"'{word}' is not an option: JupyterLab takes {options}, run.py --help."
    return f"'{word}' is not a command: there are {', '.join(known)}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
