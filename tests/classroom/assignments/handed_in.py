"""Submissions for the tests of the assignments: right, wrong and hostile ones.

Each is the reference with a few replacements, the points that it deserves in each
question, and for hostile ones a change of the file too.
"""

import json
from dataclasses import dataclass, field
from functools import cache

from tools.places import ROOT

SOURCES = ROOT / "classroom" / "assignments" / "sources"
FULL = {
    "repair": {"repair_rates": 5, "repair_again": 2, "repair_lists": 3},
    "plan": {
        "plan_column": 4,
        "plan_restarts": 3,
        "plan_translation": 2,
        "plan_warm_translation": 2,
        "plan_figure": 3,
    },
    "prove": {
        "prove_tuned": 3,
        "prove_differences": 4,
        "prove_intervals": 3,
        "prove_verdicts": 2,
    },
}


@dataclass(frozen=True)
class Submission:
    """What a student hands in, and the points lost in each question."""

    assignment: str
    changes: tuple = ()
    lost: dict = field(default_factory=dict)
    gained: str = "by answers"  # or "nothing"
    change_file: object = staticmethod(lambda notebook: notebook)

    def text(self, student):
        """Return the text of the file."""
        notebook = json.loads(reference(self.assignment))
        if self.assignment == "prove":
            replace(notebook, 'student = "reference"', f'student = "{student}"')
        for old, new in self.changes:
            replace(notebook, old, new)
        changed = self.change_file(notebook)
        return changed if isinstance(changed, str) else json.dumps(changed)

    def points(self):
        """Return the points of each question."""
        if self.gained == "nothing":
            return dict.fromkeys(FULL[self.assignment], 0)
        full = FULL[self.assignment].items()
        return {question: most - self.lost.get(question, 0) for question, most in full}


@cache
def reference(assignment):
    """Return the text of a source."""
    return (SOURCES / f"{assignment}.ipynb").read_text("utf-8")


def name(cell):
    """Return nbgrader's name of a cell."""
    return cell["metadata"]["nbgrader"]["grade_id"]


def replace(notebook, old, new):
    """Replace text in the cells with answers."""
    found = False
    for cell in notebook["cells"]:
        if cell["metadata"]["nbgrader"]["solution"]:
            source = "".join(cell["source"])
            found = found or old in source
            cell["source"] = source.replace(old, new)
    assert found, old


def without_answers(code):
    """Return a change of a file: no answers, but this code in a cell of its own."""

    def change(notebook):
        for cell in notebook["cells"]:
            if cell["metadata"]["nbgrader"]["solution"]:
                cell["source"] = ""
        notebook["cells"].append(extra(code))
        return notebook

    return change


def extra(text, kind="code"):
    """Return a cell that a student added."""
    about = {"cell_type": kind, "metadata": {}, "source": text}
    return about | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def with_tests(change):
    """Return a change of a file that edits or drops the cells with points."""

    def on_all(notebook):
        cells = []
        for cell in notebook["cells"]:
            about = cell["metadata"]["nbgrader"]
            kept = change(cell) if about["grade"] and not about["solution"] else cell
            cells += [kept] if kept else []
        return notebook | {"cells": cells}

    return on_all


def edited(cell):
    """Return a test cell that asks for nothing."""
    return cell | {"source": f"def {name(cell)}(setting):\n    return 'full marks'"}


def moved(notebook):
    """Put an answer into a cell of one's own, before the one that was handed out."""
    at = [name(cell) for cell in notebook["cells"]].index("plan_answer_1")
    cell = notebook["cells"][at]
    own = "%matplotlib inline\n" + "".join(cell["source"])
    notebook["cells"].insert(at, extra(own))
    cell["source"] = "# see above"
    return notebook


def split(notebook):
    """Copy a cell, as students do to keep a first attempt: two have one name."""
    at = [name(cell) for cell in notebook["cells"]].index("plan_answer_2")
    second = notebook["cells"][at]
    first = second | {"source": "def warm_restarts(**setting):\n    return []"}
    notebook["cells"].insert(at, first)
    return notebook


def without_names(notebook):
    """Lose what nbgrader wrote into the cells, as some editors do."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return notebook


def cut(notebook):
    """Return a file whose end is missing."""
    return json.dumps(notebook)[:-400]


def plan(*changes, **lost):
    """Return a submission to *Plan it*."""
    return Submission("plan", changes, lost)


def hostile(code):
    """Return a submission to *Plan it* with no answers but this code."""
    return Submission("plan", gained="nothing", change_file=without_answers(code))


WARM, CEIL = "rise = peak * np.arange(warmup) / warmup", "math.ceil(images / batch)"
PLAN = {
    "reference": plan(),
    # Right in another way.
    "loops": plan(
        (
            "    return np.concatenate([rise, fall])",
            "    return [float(rate) for part in (rise, fall) for rate in part]",
        )
    ),
    "float32": plan(
        ("np.concatenate([rise, fall])", "np.float32(np.concatenate([rise, fall]))")
    ),
    "collection": plan(
        (
            "    return np.concatenate([rise, fall])",
            "    from helpers.schedules import cosine, table, with_warmup\n"
            "    fall = cosine(peak, total - warmup, floor)\n"
            "    return table(with_warmup(fall, warmup), total)",
        )
    ),
    "named-beside": plan(
        ("label=name)", ")\n        axes.text(0, rates[0], name)"),
        ("    axes.legend()\n", ""),
        ("axes.plot(np", "axes.step(np"),
    ),
    "positional": plan(
        ('"alpha": eta_min / lr,', '"alpha": eta_min / lr, "name": "cosine",'),
    ),
    "own-cell": Submission("plan", change_file=moved),
    "without-names": Submission("plan", change_file=without_names),
    # Wrong.
    "last-batch": plan((CEIL, "images // batch"), plan_column=1, plan_restarts=1),
    "epochs-for-updates": plan(
        ("length, rates = first_epochs * updates", "length, rates = first_epochs"),
        plan_restarts=2,
    ),
    "same-cycles": plan(("        length *= multiplier\n", ""), plan_restarts=2),
    "absolute-floor": plan(
        ("floor = floor_share * peak", "floor = floor_share"), plan_column=1
    ),
    "early-warmup": plan(
        (WARM, "rise = peak * np.arange(1, warmup + 1) / warmup"), plan_column=1
    ),
    "at-the-floor": plan(
        ("progress = np.arange(total - warmup) / (total - warmup)",
         "progress = np.linspace(0, 1, total - warmup)"),
        plan_column=1,
    ),
    "alpha-as-rate": plan(
        ('"alpha": eta_min / lr', '"alpha": eta_min'),
        plan_translation=1, plan_warm_translation=1,
    ),
    "steps-as-epochs": plan(
        ('"decay_steps": t_max * updates_per_epoch', '"decay_steps": t_max'),
        plan_translation=1,
    ),
    "warmup-counted": plan(
        ('"decay_steps": t_max,\n        "alpha"',
         '"decay_steps": t_max + total_iters,\n        "alpha"'),
        plan_warm_translation=1,
    ),
    "over-updates": plan((" / updates_per_epoch, rates", ", rates"), plan_figure=1),
    "no-labels": plan(('axes.set(xlabel="epoch"', "axes.set(xlabel=''"), plan_figure=1),
    "one-line": plan(("label=name)\n", "label=name)\n        break\n"), plan_figure=1),
    "one-cell-fails": plan(
        ("    updates = math.ceil(images / batch)\n    warmup",
         "    updates = math.Ceil(images / batch)\n    warmup"),
        plan_column=4,
    ),
    # Honest, with cells that are not as they were handed out.
    "tests-edited": Submission("plan", change_file=with_tests(edited)),
    "tests-deleted": Submission("plan", change_file=with_tests(lambda cell: None)),
    "copied-cell": Submission("plan", change_file=split),
}  # fmt: skip

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
    "script": Submission("plan", gained="nothing", change_file=with_script),
    "no-notebook": Submission("plan", gained="nothing", change_file=lambda n: "{}"),
    "no-json": Submission("plan", gained="nothing", change_file=lambda n: "\x00 PNG"),
    "cut": Submission("plan", gained="nothing", change_file=cut),
    "no-cells": Submission(
        "plan", gained="nothing", change_file=lambda n: {"cells": [1, {}, None]}
    ),
}  # fmt: skip


def repair(*changes, **lost):
    """Return a submission to *Repair it*."""
    return Submission("repair", changes, lost)


SETS = "        self.model.optimizer.learning_rate = self.lrates[-1]\n"
EMPTY = "        self.lrates = []\n\n    def rate"
RATE = "self.lrates.append(self.rate(epoch))"
LOGS = '        logs["learning_rate"] = self.lrates[-1]\n'
RESET = "    def on_train_begin(self, logs=None):\n        self.lrates = []\n\n"
REPAIR = {
    "reference": repair(),
    "collection": repair(
        (
            "class WarmRestarts(keras.callbacks.Callback):",
            "from helpers.callbacks import RatePerEpoch\n\n\n"
            "class Warm(keras.callbacks.Callback):",
        ),
        (
            LOGS,
            LOGS + "\n\ndef WarmRestarts(**plan):\n"
            "    rows = Warm(**plan)\n"
            "    return RatePerEpoch([rows.rate(epoch) for epoch in range(100)])\n",
        ),
    ),
    "pasted": Submission(
        "repair",
        lost={"repair_rates": 5, "repair_again": 2, "repair_lists": 3},
        change_file=without_answers("WarmRestarts = PastedRestarts"),
    ),
    "to-lr": repair(
        ("optimizer.learning_rate = self", "optimizer.lr = self"),
        repair_rates=5, repair_again=2, repair_lists=3,
    ),
    "late-restart": repair(("since >= length", "since > length"), repair_rates=2),
    "from-zero": repair(
        ("(epoch + 1) / (self.warmup + 1)", "epoch / self.warmup"),
        repair_rates=2,
    ),
    "no-floor": repair(
        ("self.floor + (self.peak - self.floor) * share", "self.peak * share"),
        repair_rates=2,
    ),
    "own-counter": repair(
        (EMPTY, EMPTY.replace("self.lrates = []", "self.lrates, self.n = [], 0")),
        (RATE, "self.lrates.append(self.rate(self.n))\n        self.n += 1"),
        repair_again=2,
    ),
    "no-reset": repair((RESET, ""), repair_lists=1),
    "no-logs": repair((LOGS, "        pass\n"), repair_lists=1),
    "shared-list": repair(
        (EMPTY, EMPTY.replace("        self.lrates", "\n    lrates")),
        (RESET, RESET.replace("lrates = []", "lrates.clear()")),
        repair_lists=1,
    ),
}  # fmt: skip


def prove(*changes, **lost):
    """Return a submission to *Prove it*."""
    return Submission("prove", changes, lost)


MEAN = 'np.mean([loss(data, arm, peak, s, "validation") for s in TUNING_SEEDS])'
SECOND = 'loss(data, other, tuned[other], seed, "test")'
CORRECTED = "interval(values, comparisons=len(PAIRS))"
PROVE = {
    "reference": prove(),
    "by-hand": prove(
        (CORRECTED, "by_hand(np.array(values))"),
        (
            "intervals = {",
            "from scipy import stats\n\n\n"
            "def by_hand(values):\n"
            "    error = values.std(ddof=1) / len(values) ** 0.5\n"
            "    limit = stats.t.ppf(1 - 0.0125, len(values) - 1)\n"
            "    return values.mean(), limit * error\n"
            "\n\nintervals = {",
        ),
    ),
    "arrays": prove(
        ("seeds = list(range(100, 116))", "seeds = np.arange(50, 90)"),
        ("    pair: [\n", "    pair: np.array([\n"),
        ("for seed in seeds\n    ]", "for seed in seeds\n    ])"),
    ),
    "tuned-on-test": prove((MEAN, MEAN.replace("validation", "test")), prove_tuned=3),
    "on-validation": prove(('seed, "test"', 'seed, "validation"'), prove_differences=1),
    "same-seeds": prove(("range(100, 116)", "range(12)"), prove_differences=1),
    "too-few-seeds": prove(("range(100, 116)", "range(100, 105)"), prove_differences=1),
    "unpaired": prove(
        (SECOND, SECOND.replace("seed,", "seeds[-1 - seeds.index(seed)],")),
        prove_differences=2,
    ),
    "uncorrected": prove((CORRECTED, "interval(values)"), prove_intervals=1),
    "normal": prove(
        (
            CORRECTED,
            "(np.mean(values), 2.2414 * np.std(values, ddof=1) / len(values) ** 0.5)",
        ),
        prove_intervals=2,
    ),
    # On the data of this name, one of the two intervals holds 0.
    "verdict-turned": prove(
        ("word(*limits)", "word(-limits[0], limits[1])"), prove_verdicts=1
    ),
    "by-the-mean": prove(("word(*limits)", "word(limits[0], 0)"), prove_verdicts=1),
    "another-s": Submission(
        "prove",
        (('student = "another-s"', 'student = "reference"'),),
        gained="nothing",
    ),
}  # fmt: skip
ALL = {"repair": REPAIR, "plan": PLAN | HOSTILE, "prove": PROVE}
