#!/usr/bin/env bash
# distributed 2026.8.0, dask 2026.8.0, Python 3.11
#
# as_completed() yields futures as they complete. One whose result was lost with its
# worker, before the loop came to it, is yielded all the same, with the status "lost":
# it is being computed anew. A loop that looks for "finished" and "error" passes over it,
# and it does not come again, though it finishes a moment later. result() waits for it.
#
# Seen:
#   yielded: finished, lost, lost, lost
#   afterwards: 0, 1, 2, 3
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/python -m pip install --quiet dask==2026.8.0 distributed==2026.8.0
cat >lost.py <<'END'
import os
import signal
import time

from distributed import Client, LocalCluster, as_completed


def slow(number):
    time.sleep(2)
    return number


if __name__ == "__main__":
    cluster = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None)
    with cluster, Client(cluster) as client:
        futures = client.map(slow, range(4))
        while not all(future.done() for future in futures):
            time.sleep(0.1)
        yielded = []
        for future in as_completed(futures):
            yielded.append(future.status)
            if len(yielded) == 1:
                [process] = client.run(os.getpid).values()
                os.kill(process, signal.SIGKILL)  # as a machine that is switched off
                while any(one.done() for one in futures):
                    time.sleep(0.1)
        print("yielded:", ", ".join(yielded))
        print("afterwards:", ", ".join(str(one.result()) for one in futures))
END
env/bin/python lost.py 2>/dev/null | tee seen
diff seen - <<'END'
yielded: finished, lost, lost, lost
afterwards: 0, 1, 2, 3
END
