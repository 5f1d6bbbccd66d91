"""Hostile submissions to *Plan it*: they gain nothing and stop nobody."""

import json

from tests.classroom.assignments.handed_in.submission import (
    Submission,
    edited,
    extra,
    with_tests,
    without_answers,
)
from tools.places import ROOT


def hostile(code):
    """Return a submission to *Plan it* with no answers but this code."""
    return Submission("plan", gained="nothing", change_file=without_answers(code))


def cut(notebook):
    """Return a file whose end is missing."""
    return json.dumps(notebook)[:-400]


LOOK = """
def warm_cosine(**setting):
    return []
import os, sys
root = {root!r}
for place in (root, root + "/classroom", root + "/classroom/assignments"):
    sys.path.insert(0, place)
"""
READS = (
    LOOK
    + """
import json
cells = json.load(open(root + "/classroom/assignments/sources/plan.ipynb"))["cells"]
for cell in cells:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), globals())
"""
)
IMPORTS = (
    LOOK
    + """
from classroom.assignments.plan import columns
def warm_restarts(**setting):
    return columns.restarts(setting, 0)
"""
)
WALKS = """
import os, json
for folder, _, names in os.walk("/"):
    for name in names:
        if name == "plan.ipynb":
            for cell in json.load(open(os.path.join(folder, name)))["cells"]:
                if cell["cell_type"] == "code":
                    exec("".join(cell["source"]), globals())
"""
FRAMES = """
import gc, sys, types
frame, seen = sys._getframe(), []
while frame:
    seen += [frame.f_globals, frame.f_locals]
    frame = frame.f_back
seen += [vars(x) for x in gc.get_objects() if isinstance(x, types.ModuleType)]
seen += [x for x in gc.get_objects() if isinstance(x, dict)]
for names in seen:
    for key, value in list(names.items()):
        if key in ("restarts", "keras_cosine", "settings", "QUESTIONS", "secret"):
            found = value
def warm_restarts(**setting):
    return found(setting, 0)
"""
FORGES = """
import json, os
lines = ""
for question in ("plan_column", "plan_restarts", "plan_translation", "plan_figure"):
    for number in range(3):
        for value in (True, "full marks", 5, {"points": 5}):
            line = {"question": question, "number": number, "value": value}
            lines += json.dumps(line) + "\\n"
for descriptor in range(3, 64):
    try:
        os.write(descriptor, lines.encode())
    except OSError:
        pass
"""
HARMLESS = """
import builtins, numpy as np
for name in ("isclose", "allclose", "array_equal"):
    setattr(np, name, lambda *a, **k: True)
class Same:
    def __eq__(self, other):
        return True
    def __getitem__(self, key):
        return self
    def tolist(self):
        return "full marks"
builtins.AssertionError = ValueError
def warm_cosine(**setting):
    return Same()
def warm_restarts(**setting):
    return [float("nan")] * 100
def cosine_arguments(**setting):
    return {"initial_learning_rate": 10**400, "decay_steps": "1", "points": 2}
def draw(axes, **setting):
    axes.get_lines = lambda: []
"""
PRINTS = """
print("full marks")
print("All points.")
from IPython.display import display
display(14.0)
raise SystemExit(0)
"""
LEAVES = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
"""
KILLS = """
import os, signal
for process in (os.getppid(), 1, -1, os.getpgid(0)):
    try:
        os.kill(process, signal.SIGKILL)
    except OSError:
        pass
"""
FILLS = """
for number in range(100):
    with open(f"/tmp/{number}", "wb") as file:
        file.write(bytes(10**7))
"""
WRITES = """
import os
for place in range(3, 64):
    try:
        os.write(place, {line!r}.encode() + b"\\n")
    except OSError:
        continue
os._exit(0)
"""
INFINITE = '{"cell": Infinity, "error": "ValueError: x"}'
REASON = '{"broken": "because the teacher made a mistake: 18.0 of 18"}'
LISTS = """
def cosine_arguments(**setting):
    rows = [[0.1]] * 400
    return {"initial_learning_rate": rows, "decay_steps": [0.1] * 400, "alpha": rows}
def warm_cosine_arguments(**setting):
    return cosine_arguments() | {"warmup_target": [[[0.1]]] * 400, "warmup_steps": [1]}
def warm_cosine(**setting):
    return [[[0.1] * 10] * 10] * 10
def draw(axes, **setting):
    for _ in range(200):
        axes.plot([0.1] * 200)
"""
VOICE = """class AllPoints14Of14(Exception):
    pass
def warm_cosine(**setting):
    raise AllPoints14Of14("says the teacher")
warm_restarts = warm_cosine"""
SCRIPT = """<script>alert(1)</script> <img src="x" onerror="alert(1)">
![the settings](../../nbgrader_config.py) $\\undefined{$"""


def with_script(notebook):
    """Return a file with no answers, and text that a page should not obey."""
    without_answers("")(notebook)["cells"].append(extra(SCRIPT, "markdown"))
    return notebook


HOSTILE = {
    "endless": hostile("while True:\n    pass"),
    "exits": hostile("import os\nos._exit(0)"),
    "gigabyte": hostile("line = 'x' * 10**6\nfor _ in range(1000):\n    print(line)"),
    "memory": hostile("kept = []\nwhile True:\n    kept.append(b'x' * 10**7)"),
    "fills-disk": hostile(FILLS),
    "reads-source": hostile(READS.format(root=str(ROOT))),
    "imports-judge": hostile(IMPORTS.format(root=str(ROOT))),
    "walks-disk": hostile(WALKS),
    "walks-frames": hostile(FRAMES),
    "forges-answers": hostile(FORGES),
    "harmless-checks": hostile(HARMLESS),
    "prints-marks": hostile(PRINTS),
    "leaves-children": hostile(LEAVES),
    "fork-bomb": hostile("import os\nwhile True:\n    os.fork()"),
    "kills": hostile(KILLS),
    "long-answer": hostile("def warm_cosine(**s):\n    return 'x' * 10**8"),
    "deep-answer": hostile(
        "import json\ndef warm_cosine(**s):\n    return []\n"
        "json.dumps = lambda *a, **k: '[' * 10**5"
    ),
    "edited-tests": Submission(
        "plan", gained="nothing",
        change_file=lambda n: without_answers("")(with_tests(edited)(n)),
    ),
    "infinite-cell": hostile(WRITES.format(line=INFINITE)),
    "forges-reason": hostile(WRITES.format(line=REASON)),
    "lists-for-numbers": hostile(LISTS),
    "own-exception": hostile(VOICE),
    "script": Submission("plan", gained="nothing", change_file=with_script),
    "no-notebook": Submission("plan", gained="nothing", change_file=lambda n: "{}"),
    "no-json": Submission("plan", gained="nothing", change_file=lambda n: "\x00 PNG"),
    "cut": Submission("plan", gained="nothing", change_file=cut),
    "no-cells": Submission(
        "plan", gained="nothing", change_file=lambda n: {"cells": [1, {}, None]}
    ),
}  # fmt: skip
