"""Runs the cells of one submission, and hands over what its functions return.

This runs inside the sandbox, where nothing is secret: a program is the cells of the
submission, and questions with settings. What comes back is data, one line of JSON for
each cell that failed and for each answer.
"""

import ast
import json
import operator
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from numbers import Number

# What IPython itself has not, but a notebook's kernel.
OF_A_KERNEL = (
    *("autosave", "clear", "cls", "connect_info", "edit", "less", "man", "more"),
    *("notebook", "qtconsole", "subshell"),
)


def run(program, out):
    """Run a program in IPython and write lines to the file descriptor ``out``."""
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell

    class Shell(InteractiveShell):
        system = InteractiveShell.system_raw  # of ``!``: there are no terminals here

        def enable_gui(self, gui=None):
            """Accept the name of a window system: nothing is shown."""

        def enable_matplotlib(self, gui=None):
            """Accept the name of a backend, as ``%matplotlib tk``: none is loaded."""
            return gui, "agg"

    HistoryManager.enabled = False
    shell = Shell.instance()
    for name in OF_A_KERNEL:
        shell.register_magic_function(do_nothing, magic_name=name)
    if any("matplotlib" in source for source in program["cells"]):
        accept_all_backends()
    sys.path.insert(0, "")  # as a kernel has it: modules beside the notebook

    def execute(source):
        done = shell.run_cell(source)
        return done.error_before_exec or done.error_in_exec

    answer(program, execute, shell.user_ns, lambda line: write(out, line))


def do_nothing(line=""):
    """Take the place of a command of a notebook's page."""


def accept_all_backends():
    """Let a program choose a window system, as it can where it was written."""
    import matplotlib
    from matplotlib import pyplot

    pyplot.switch_backend("agg")  # the one that is used
    matplotlib.use = pyplot.switch_backend = lambda *names, **how: None


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
                say({"cell": number, "error": sentence(error)})
                if not (failed and isinstance(error, NameError)):  # it follows from one
                    failed = sentence(error)
    for question, answered, meant in asked:
        same = are_same(meant, meanings(question, names, helpers))
        if not (answered and same) and question["after"] < len(program["cells"]):
            execute(question["code"])
            ask(question, names, say, failed, later=True)


def ask(question, names, say, failed, later=False):
    """Call a question's function with each setting; return whether all answered.

    ``failed`` is the sentence on a cell before that ended in an exception.
    """
    answered = True
    for number, setting in enumerate(question["settings"]):
        line = {"question": question["name"], "number": number, "later": later}
        try:
            value = names[question["name"]](setting)
            text = json.dumps(line | {"value": value}, default=as_data)
        except BaseException as error:
            text = json.dumps(line | {"error": sentence(error), "before": failed})
            answered = False
        say(text)
    return answered


def meanings(question, names, helpers):
    """Return by name the objects that an answer may come from.

    These are what the code of the question names, what functions and classes so named
    name in turn, and all that can be called, but for ``helpers`` of the questions. Of a
    class, a list or a dict it is what is in it, too.
    """
    codes, used = [compile(question["code"], "question", "exec")], set()
    while codes:
        code = codes.pop()
        new = set(code.co_names) - used
        used |= new
        codes += [part for part in code.co_consts if hasattr(part, "co_names")]
        for value in [names[name] for name in new if name in names]:
            codes += codes_of(value)
    return {
        name: [value, *inside(value)]
        for name, value in list(names.items())
        if name not in helpers
        if name in used or (callable(value) and not name.startswith("_"))
    }


def codes_of(value):
    """Return the code of a function, or of the functions of a class."""
    parts = vars(value).values() if type(value) is type else [value]
    found = [getattr(part, "__code__", None) for part in parts]
    return [code for code in found if hasattr(code, "co_names")]


def inside(value):
    """Return the objects in a class, a list or a dict."""
    if type(value) is type:
        return [*vars(value), *vars(value).values()]
    if type(value) is dict:
        return [*value, *value.values()]
    return value if type(value) is list else []


def are_same(one, other):
    """Return whether names have the same objects, whatever they say of themselves."""
    return one.keys() <= other.keys() and all(
        len(found) == len(other[name]) and all(map(operator.is_, found, other[name]))
        for name, found in one.items()
    )


def functions(code):
    """Return the names of the functions that a code defines."""
    return {part.name for part in ast.parse(code).body if hasattr(part, "name")}


def as_data(value):
    """Return an array or a tensor as lists, and other kinds of data as plain ones."""
    if hasattr(value, "numpy"):
        value = value.numpy()
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, Number):
        return float(value)
    if isinstance(value, Sequence):
        return list(value)
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
