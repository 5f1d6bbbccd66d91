"""Runs the cells of one submission, and hands over what its functions return.

This runs inside the sandbox, where nothing is secret: a program is the cells of the
submission, and questions with settings. What comes back is data, one line of JSON for
each cell that failed and for each answer.
"""

import ast
import json
import os
import sys


def run(program, out):
    """Run a program in IPython and write lines to the file descriptor ``out``."""
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell

    class Shell(InteractiveShell):
        def enable_gui(self, gui=None):
            """Accept the name of a window system: nothing is shown."""

    HistoryManager.enabled = False
    shell = Shell.instance()
    sys.path.insert(0, "")  # as a kernel has it: modules beside the notebook

    def execute(source):
        done = shell.run_cell(source)
        return done.error_before_exec or done.error_in_exec

    answer(program, execute, shell.user_ns, lambda line: write(out, line))


def answer(program, execute, names, say):
    """Run the cells of a program, and ask its questions.

    ``execute`` runs a text and returns the exception that ended it, if one did;
    ``names`` has what the text leaves, by name, and ``say`` takes the lines.

    A question is asked where its check stands, as a student has seen there whether the
    answer is right. In the end there may be more, or less: if so, it is asked again.
    """
    questions, asked, failed = program["questions"], [], ""
    helpers = set().union(*(functions(question["code"]) for question in questions))
    for number in range(len(program["cells"]) + 1):
        for question in questions:
            if question["after"] == number:
                execute(question["code"])
                answered = ask(question, names, say, failed)
                asked.append((question, answered, meanings(question, names, helpers)))
        for source in program["cells"][number : number + 1]:
            error = execute(source)
            if error:
                failed = sentence(error)
                say({"cell": number, "error": failed})
    for question, answered, meant in asked:
        same = all(names.get(name) is value for name, value in meant.items())
        if not (answered and same) and question["after"] < len(program["cells"]):
            execute(question["code"])
            ask(question, names, say, failed, later=True)


def ask(question, names, say, failed, later=False):
    """Call a question's function with each setting; return whether all answered.

    ``failed`` is the sentence on the last cell before that ended in an exception.
    """
    answered = True
    for number, setting in enumerate(question["settings"]):
        line = {"question": question["name"], "number": number, "later": later}
        try:
            value = names[question["name"]](setting)
            text = json.dumps(line | {"value": value}, default=as_numbers)
        except BaseException as error:
            text = json.dumps(line | {"error": sentence(error), "before": failed})
            answered = False
        say(text)
    return answered


def meanings(question, names, helpers):
    """Return by name the objects that an answer may come from.

    These are what the code of the question names, and the functions and classes that
    are no ``helpers`` of a question.
    """
    used, codes = set(), [compile(question["code"], "question", "exec")]
    while codes:
        code = codes.pop()
        used.update(code.co_names)
        codes += [part for part in code.co_consts if hasattr(part, "co_names")]
    return {
        name: value
        for name, value in list(names.items())
        if name not in helpers and not name.startswith("_")
        if name in used or callable(value)
    }


def functions(code):
    """Return the names of the functions that a code defines."""
    return {part.name for part in ast.parse(code).body if hasattr(part, "name")}


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
