"""Processes with no network, where Linux lets this user have them."""

import shutil
import subprocess
import sys

# A machine without a network still has its loopback: switch it on, and go on.
LOOPBACK = """
import fcntl, os, socket, struct, sys
up = struct.pack("16sH14x", b"lo", 1)
fcntl.ioctl(socket.socket(), 0x8914, up)
os.execv(sys.argv[1], sys.argv[1:])
"""
# A command that begins with this has no network. Its program is named by a whole path.
CUT_OFF = ("unshare", "-rn", sys.executable, "-c", LOOPBACK)


def can_cut_off():
    """Tell whether this user may cut a process off the network."""
    if not shutil.which(CUT_OFF[0]):
        return False
    tried = subprocess.run(
        [*CUT_OFF, sys.executable, "-c", "pass"], capture_output=True
    )
    return tried.returncode == 0
