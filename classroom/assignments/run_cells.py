"""Runs the cells of one submission, and hands over what its functions return.

This runs inside the sandbox, where nothing is secret: a program is the cells of the
submission, and questions with settings. What comes back is data, one line of JSON for
each cell that failed and for each answer.
"""

import json
import os


def run(program, out):
    """Run a program and write lines to the file descriptor ``out``."""
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell

    class Shell(InteractiveShell):
        def enable_gui(self, gui=None):
            """Accept the name of a window system: nothing is shown."""

    HistoryManager.enabled = False
    shell = Shell.instance()
    for number, source in enumerate(program["cells"]):
        done = shell.run_cell(source)
        error = done.error_before_exec or done.error_in_exec
        if error:
            write(out, {"cell": number, "error": sentence(error)})
    for question in program["questions"]:
        shell.run_cell(question["code"])
        for number, setting in enumerate(question["settings"]):
            line = {"question": question["name"], "number": number}
            try:
                value = shell.user_ns[question["name"]](setting)
                text = json.dumps(line | {"value": value}, default=as_numbers)
            except BaseException as error:
                text = json.dumps(line | {"error": sentence(error)})
            write(out, text)


def as_numbers(value):
    """Return an array or a tensor as lists of numbers."""
    if hasattr(value, "numpy"):
        value = value.numpy()
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is neither a number nor an array")


def sentence(error):
    """Return the name of an exception and the start of its message."""
    return f"{type(error).__name__}: {error}"[:200]


def write(out, line):
    """Write one line."""
    text = line if isinstance(line, str) else json.dumps(line)
    data = f"{text}\n".encode()
    while data:
        data = data[os.write(out, data) :]


def silence():
    """Send what is printed to nowhere, and read from nowhere."""
    nowhere = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
