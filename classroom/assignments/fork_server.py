"""Starts a process for each submission, from one that has done the imports.

``python -m classroom.assignments.fork_server SOCKET MODULE…``. Over the socket come two
file descriptors for each submission, to read its program from and to write its answers
to, and the folders of its control group; the number of the new process goes back. Or a
socket comes, for a twin of this process with the same imports. This process reads no
program and no answer, so that no submission finds in its memory what belongs to
another.
"""

import importlib
import json
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

from classroom.assignments import control_groups, run_cells, sandbox

LONGEST = 10_000  # bytes of a message


def main(door, *modules):
    """Serve until the socket is closed."""
    for module in modules:
        importlib.import_module(module)
    door = socket.socket(fileno=int(door))
    while door:
        door = serve(door)


def serve(door):
    """Serve until the socket is closed, then end; in a twin, return its socket."""
    door.sendall(b"!")
    process, folders = 0, []
    while True:
        message, descriptors = b"", []
        with suppress(ConnectionError):  # closed, and something was not read
            message, descriptors, *_ = socket.recv_fds(door, LONGEST, 2)
        if process:
            if not message:  # nobody waits for this submission
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            process = 0
        if not message:
            control_groups.remove(folders)
            return None
        if message == b"twin":
            [theirs] = descriptors
            if os.fork() == 0:
                door.close()
                return socket.socket(fileno=theirs)
            os.close(theirs)
            continue
        folders = json.loads(message)
        process = os.fork()
        if process == 0:
            door.close()
            run_submission(*descriptors, folders)
        for descriptor in descriptors:
            os.close(descriptor)
        door.sendall(struct.pack("i", process))


def run_submission(source, out, folders):
    """Run one program in a sandbox and a control group; never returns."""
    try:
        for folder in folders:
            Path(folder, "cgroup.procs").write_text(str(os.getpid()))
        with open(source, "rb") as file:
            program = json.loads(file.read())
        door = sandbox.enter(program["disk"])
        inside = os.fork()
        if inside:
            os.close(out)
            os.waitpid(inside, 0)
            os.close(door)
            os.wait()
            os._exit(0)
        os.close(door)
        sandbox.give_up_rights(program["seconds"], program["place"])
        for name in [name for name in sys.modules if name.startswith("classroom")]:
            del sys.modules[name]
        sys.argv[:] = [""]
        run_cells.silence()
        run_cells.write(out, {"sandbox": True})
        run_cells.run(program, out)
    except BaseException as error:
        run_cells.write(out, {"broken": run_cells.sentence(error)})
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
