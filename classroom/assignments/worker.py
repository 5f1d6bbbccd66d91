"""Does the jobs that ``workers`` hands over, several at the same time.

``python -m classroom.assignments.worker COUNT``. A job comes as a line of JSON with a
number, and what came of it goes back as a line with this number. Each job has a process
of its own, a child of this one, and ``COUNT`` of them work at once. When nobody writes
jobs any more, this process ends, and so does all that it started.
"""

import json
import os
import select
import sys
from collections import deque
from dataclasses import dataclass

from classroom.assignments import one_submission
from classroom.assignments.bounded import end_with, fork

__all__ = ["main"]

TRIES = 2


@dataclass
class Work:
    """A job that is being done: where, by which process, and what it has said."""

    job: dict
    place: int
    process: int
    said: bytes = b""


def main(count):
    """Do jobs until there are no more."""
    out = os.dup(1)
    os.dup2(2, 1)  # no word of a library gets between the answers
    free, waiting, working, line = [*range(int(count))], deque(), {}, b""
    while True:
        while free and waiting:
            pipe, work = begin(waiting.popleft(), free.pop())
            working[pipe] = work
        for pipe in select.select([0, *working], [], [])[0]:
            part = os.read(pipe, 2**20)
            if pipe == 0:
                if not part:
                    os._exit(0)
                *lines, line = (line + part).split(b"\n")
                waiting.extend(map(json.loads, lines))
            elif part:
                working[pipe].said += part
            else:
                os.close(pipe)
                work = working.pop(pipe)
                free.append(work.place)
                if not finish(work, out):
                    waiting.appendleft(work.job)


def begin(job, place):
    """Start a process for a job; return a pipe with its result, and the ``Work``."""
    one_submission.server(job["assignment"], place)  # for those that come later, too
    ours, theirs = os.pipe()
    parent = os.getpid()
    process = fork()
    if process:
        os.close(theirs)
        return ours, Work(job, place, process)
    try:
        end_with(parent)
        text = json.dumps(one_submission.run(job, place))
        with open(theirs, "wb") as file:
            file.write(text.encode())
    except BaseException as problem:
        print(f"{type(problem).__name__}: {problem}", file=sys.stderr)
    os._exit(0)


def finish(work, out):
    """Write what came of a job; return False if it has to be tried once more."""
    os.waitpid(work.process, 0)
    job = work.job
    if work.said:
        one_submission.server(job["assignment"], work.place).is_ready = True
    else:  # it was killed, and so its fork server may not be as it was
        one_submission.forget(job["assignment"], work.place)
        job["tries"] = job.get("tries", 0) + 1
        if job["tries"] < TRIES:
            return False
    answer = {"number": job["number"], "result": json.loads(work.said or "null")}
    os.write(out, f"{json.dumps(answer)}\n".encode())
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
