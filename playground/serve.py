"""Serve the playground as it lies in its folder, for those who change it.

No bundle is needed: a browser loads the modules one by one, and what you have changed
is there when you load the page again.

    python -m playground.serve [PORT]
"""

import sys
import threading
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from playground.bundle import SOURCES


class Handler(SimpleHTTPRequestHandler):
    """Serve files; a module is a script, whatever the system thinks of ``.js``."""

    extensions_map = {".js": "text/javascript", ".css": "text/css", "": "text/html"}

    def end_headers(self):
        """Let the browser ask for each file again."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *args):
        """Print nothing."""


@contextmanager
def served(port=0):
    """Serve the folder from this machine to itself; give the address.

    A ``port`` of 0 is any free one.
    """
    handler = partial(Handler, directory=SOURCES)
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


if __name__ == "__main__":
    with served(*map(int, sys.argv[1:2])) as address, suppress(KeyboardInterrupt):
        print(f"{address} (Ctrl+C ends it)", flush=True)
        threading.Event().wait()
