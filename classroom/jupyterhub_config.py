"""A server for a class: start it as the guide says, ``jupyterhub -f`` and this file.

Students are users of the system, in its group ``students``. Each has a folder of their
own below CLASS_FOLDER, made when they first log in with a copy of its ``notebooks``.
Everything else belongs to root: start this as root, from a ``.venv`` that others can
read and not write.
"""

import os
import pwd
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from tools.places import ROOT

ASSIGNMENTS = [p.stem for p in ROOT.glob("classroom/assignments/sources/*.ipynb")]
FOLDER = Path(os.environ.get("CLASS_FOLDER", "/srv/class"))
LARGEST_PROCESS = 3 * 10**9  # bytes of data in memory
LARGEST_FILE = 200 * 10**6


def make_folders(spawner):
    """Give a student the notebooks, what is handed out, and places to hand in."""
    name = spawner.user.name
    home = FOLDER / "students" / name
    if home.exists():
        return
    (FOLDER / "handed_out").mkdir(parents=True, exist_ok=True)
    home.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as made:
        new = Path(made, name)
        shutil.copytree(FOLDER / "notebooks", new / "notebooks")
        (new / "handed_out").symlink_to(FOLDER / "handed_out")
        (new / "hand_in").mkdir()
        for assignment in ASSIGNMENTS:
            inbox = FOLDER / "inbox" / assignment / name
            inbox.mkdir(parents=True, exist_ok=True)
            (new / "hand_in" / assignment).symlink_to(inbox)
            give(inbox, name)
        give(new, name)
        new.rename(home)  # whole or not at all


def give(folder, name):
    """Let a folder and all in it belong to a student, and to no other student."""
    folder.chmod(0o700)
    with suppress(LookupError):  # a trial has no such users
        user = pwd.getpwnam(name)
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


c = get_config()  # noqa: F821, it comes from JupyterHub
c.LocalAuthenticator.allowed_groups = {"students"}
c.Spawner.pre_spawn_hook = make_folders
c.Spawner.notebook_dir = str(FOLDER / "students" / "{username}")
c.Spawner.default_url = "/lab/tree/notebooks/00_start.ipynb"
# A process gets no more data and no larger file; if the machine's memory ends all the
# same, the system ends a student's process rather than the hub.
c.Spawner.cmd = [
    *("choom", "-n", "500", "--"),
    *("prlimit", f"--data={LARGEST_PROCESS}", f"--fsize={LARGEST_FILE}", "--core=0"),
    *(sys.executable, "-m", "jupyterhub.singleuser"),
    "--MappingKernelManager.cull_idle_timeout=3600",  # seconds
]
found = [path for path in (ROOT / "mnist", ROOT / "mnist.npz") if path.exists()]
if found:
    c.Spawner.environment = {"MNIST_NPZ": str(found[0])}
