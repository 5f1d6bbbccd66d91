"""A server on this machine, and what it may do with a request."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextlib.contextmanager
def server(answer):
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            with contextlib.suppress(ConnectionError):
                answer(self, closing)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=[0.01]).start()
        yield f"http://127.0.0.1:{running.server_port}/mnist.npz"
        closing.set()
        running.shutdown()


def sends(content, announced=None, status=200):
    """An answer with a Content-Length that may differ from what follows."""

    def answer(request, closing):
        request.send_response(status)
        request.send_header("Content-Length", announced or len(content))
        request.end_headers()
        request.wfile.write(content)

    return answer


def hangs_before_the_answer(request, closing):
    closing.wait(30)


def hangs_in_the_file(request, closing):
    sends(b"PK", announced=1000)(request, closing)
    closing.wait(30)


def trickles(request, closing):
    sends(b"", announced=10**6)(request, closing)
    while not closing.wait(0.01):
        request.wfile.write(b"P")


def breaks_off_in_a_chunk(request, closing):
    request.protocol_version = "HTTP/1.1"
    request.send_response(200)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    request.wfile.write(b"1000\r\nPK")
    request.close_connection = True


def is_not_http(request, closing):
    request.wfile.write(b"\x00\xff nothing of HTTP\r\n")
