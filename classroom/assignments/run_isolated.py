"""Runs a submission in a process of its own, in a sandbox, within limits.

What it hands over is text of limited length, which ``answers`` reads.
"""

import json
import os
import socket
import struct
import subprocess
import sys
import tempfile

from classroom.assignments import control_groups
from classroom.assignments.watching import Limits, end, watch
from tools.places import ROOT

__all__ = ["ForkServer", "Limits"]

READY = 300  # seconds for the imports
THREADS = 256  # of all processes of a submission


class ForkServer:
    """A process that starts one for each submission, with modules imported."""

    def __init__(self, door, place=0, process=None):
        """Hold the socket of a server that was started before.

        ``place`` is a number for each server that works at the same time as others.
        """
        self.door, self.place, self.process = door, place, process
        self.is_ready = False
        self.door.settimeout(READY)

    @classmethod
    def start(cls, *modules):
        """Start a server that imports modules; its first submission waits for that."""
        door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        kept = ("PATH", "HOME", "LANG", "TF_CPP_MIN_LOG_LEVEL")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        command = [sys.executable, "-m", "classroom.assignments.fork_server"]
        process = subprocess.Popen(
            [*command, str(theirs.fileno()), *modules],
            cwd=ROOT,
            env=environment | {"MPLBACKEND": "Agg"},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        return cls(door, process=process)

    def twin(self, place):
        """Return a server for another place, with the imports of this one."""
        door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        socket.send_fds(self.door, [b"twin"], [theirs.fileno()])
        theirs.close()
        return ForkServer(door, place)

    def run(self, cells, questions, limits):
        """Run cells, then ask questions; return what was written, and why it ended.

        A question is a dict with its ``name``, that of a function, the ``code`` of the
        cell that defines it, and ``settings``: the function is called with each. Where
        the submission ended by itself, there is no reason, but "".
        """
        self.wait()
        program = {"cells": cells, "questions": questions, "disk": limits.disk}
        # The kernel's own limit is for a machine on which nobody has time to watch.
        program |= {"seconds": 2 * int(limits.seconds) + 10, "place": self.place}
        name = f"grading-{os.getpid()}-{self.place}"
        group = control_groups.make(name, limits.memory, THREADS)
        folders = group.folders if group else ()
        with tempfile.TemporaryFile() as source:
            source.write(json.dumps(program).encode())
            source.seek(0)
            ours, theirs = os.pipe()
            message = json.dumps(folders).encode()
            socket.send_fds(self.door, [message], [source.fileno(), theirs])
            os.close(theirs)
            [process] = struct.unpack("i", self.door.recv(4))
        try:
            return watch(process, ours, limits, group)
        finally:
            os.close(ours)
            end(process)
            control_groups.remove(folders)

    def wait(self):
        """Wait until the imports are done, or raise RuntimeError."""
        if not self.is_ready:
            if not self.door.recv(1):
                raise RuntimeError("the imports for the submissions failed: see above")
            self.is_ready = True

    def close(self):
        """End it."""
        self.door.close()
        if self.process:
            self.process.wait()
