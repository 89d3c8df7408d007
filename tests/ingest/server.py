"""A web server on loopback that behaves as it is told, and a clock that never waits."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from quoth.config import FetchOptions, IngestOptions

Behave = Callable[[BaseHTTPRequestHandler], None]


def page(title: str, *sentences: str, head: str = "") -> bytes:
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f"<html><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


ARTICLE = (
    "The harbour of Halven will close in winter, the mayor said on Thursday.",
    "“Nobody asked us,” said Jon Aker, who leads the council of the islands.",
    "The council will meet again on Monday to talk about the ferries and the fish market.",
)


def article(title: str = "Harbour to close", head: str = "") -> bytes:
    return page(
        title, *(f"{s} ({title})" if n == 2 else s for n, s in enumerate(ARTICLE)), head=head
    )


@dataclass
class FakeClock:
    """A clock that goes on only by sleeping."""

    time: float = 1_000.0
    slept: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> float:
        return self.time

    def wall(self) -> float:
        return 1_900_000_000.0 + self.time

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)
            self.time += seconds


@dataclass
class Server:
    """The server: `routes` say what is at each path, `asked` which paths were asked for, how.

    `bodies` are what was posted.
    """

    routes: dict[str, Behave] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    port: int = 0
    scheme: str = "http"

    def at(self, path: str = "/") -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def give(
        self,
        path: str,
        body: bytes | str = b"",
        kind: str = "text/html",
        status: int = 200,
        packed: bool = False,
        **headers: str,
    ) -> None:
        """Put a plain answer at a path."""
        data = body.encode() if isinstance(body, str) else body
        data = gzip.compress(data) if packed else data

        def behave(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            named = {"content-type": kind, "content-length": str(len(data)), **named}
            if packed:
                named["content-encoding"] = "gzip"
            for name, value in named.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(data)

        self.routes[path] = behave

    def raw(self, path: str, *pieces: bytes, pause_s: float = 0.0, endless: bool = False) -> None:
        """Put bytes at a path that are sent as they are, head and all; the last without end."""

        def send(handler: BaseHTTPRequestHandler, piece: bytes) -> None:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause_s)

        def behave(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            end = time.monotonic() + 5.0  # no test waits for that
            for piece in pieces:
                send(handler, piece)
            while endless and time.monotonic() < end:
                send(handler, pieces[-1])

        self.routes[path] = behave

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        self.give(path, status=status, location=to)


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Server]:
    """Serve; with a certificate and its key, in one file, over HTTPS."""
    told = Server(scheme="https" if certificate else "http")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            told.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            behave = told.routes.get(self.path)
            try:
                if behave is None:
                    self.send_error(404)
                else:
                    behave(self)
            except OSError:
                self.close_connection = True

        def do_POST(self) -> None:
            size = int(self.headers.get("content-length", "0"))
            told.bodies.append(self.rfile.read(size))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing: a client that does not trust the server breaks off."""

    server = Quiet(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        # Hands are shaken in the thread of each connection, when it is read.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    told.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def options(**fetch: object) -> IngestOptions:
    """Options that wait for nothing."""
    return IngestOptions(fetch=FetchOptions(**{"delay_s": 0.0, "retries": 0, **fetch}))  # type: ignore[arg-type]
