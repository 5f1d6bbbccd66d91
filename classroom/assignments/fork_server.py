"""Starts a process for each submission, from one that has done the imports.

``python -m classroom.assignments.fork_server SOCKET MODULE…``. Over the socket come two
file descriptors for each submission, to read its program from and to write its answers
to; the number of the new process goes back. This process reads neither, so that no
submission finds in its memory what belongs to another.
"""

import importlib
import json
import os
import signal
import socket
import struct
import sys

from classroom.assignments import run_cells, sandbox


def main(door, *modules):
    """Serve until the socket is closed."""
    for module in modules:
        importlib.import_module(module)
    door = socket.socket(fileno=int(door))
    door.sendall(b"!")
    process = 0
    while True:
        message, descriptors, *_ = socket.recv_fds(door, 1, 2)
        if process:
            if not message:  # nobody waits for this submission
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        if not message:
            return
        process = os.fork()
        if process == 0:
            door.close()
            run_submission(*descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        door.sendall(struct.pack("i", process))


def run_submission(source, out):
    """Run one program in a sandbox; never returns."""
    try:
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
        sandbox.give_up_rights(program["seconds"])
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
