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
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner

from tools.places import ROOT

ASSIGNMENTS = [p.stem for p in ROOT.glob("classroom/assignments/sources/*.ipynb")]
FOLDER = Path(os.environ.get("CLASS_FOLDER", "/srv/class"))
LARGEST_PROCESS = 3 * 10**9  # bytes of data in memory
LARGEST_FILE = 200 * 10**6


def make_folders(spawner):
    """Give a student the notebooks, what is handed out, and places to hand in."""
    name = spawner.user.name
    home = FOLDER / "students" / name
    # A trial has no such users: all its students are one user of the system.
    owner = None if isinstance(spawner, SimpleLocalProcessSpawner) else owner_of(name)
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
            give(inbox, owner)
        give(new, owner)
        new.rename(home)  # whole or not at all


class NoSuchUserError(Exception):
    """A name that the system does not know; the hub shows this to the student."""

    def __init__(self, name):
        """Say whose name it is."""
        self.jupyterhub_message = f"The system has no user {name!r}: ask your teacher."
        super().__init__(self.jupyterhub_message)


def owner_of(name):
    """Return the user and the group to whom a student's folder belongs."""
    try:
        user = pwd.getpwnam(name)
    except KeyError as problem:
        raise NoSuchUserError(name) from problem
    return user.pw_uid, user.pw_gid


def give(folder, owner):
    """Let a folder and all in it belong to a student, and to no other student."""
    folder.chmod(0o700)
    for path in [folder, *folder.rglob("*")] if owner else ():
        os.chown(path, *owner, follow_symlinks=False)


c = get_config()  # noqa: F821, it comes from JupyterHub
c.LocalAuthenticator.allowed_groups = {"students"}
# The hub would make all names small: then Anna, with her password, got anna's server.
c.PAMAuthenticator.pam_normalize_username = True
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
