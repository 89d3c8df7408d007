"""urllib3's connections, with two things of ours: who opens the socket, and who may end it.

Imported only where an address is read.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class _Request(threading.local):
    """What the request of this thread has: how it connects, and who is told its socket."""

    connect: Callable[[Any], socket.socket] | None = None
    watch: Callable[[socket.socket], None] | None = None


REQUEST = _Request()


def _open(connection: Any) -> socket.socket:  # noqa: ANN401 - either class below
    assert REQUEST.connect is not None
    sock = REQUEST.connect(connection)
    _tell(sock)
    return sock


def _tell(sock: socket.socket | None) -> None:
    if sock is not None and REQUEST.watch is not None:
        REQUEST.watch(sock)


class _Http(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _open(self)

    def request(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - urllib3's own
        _tell(self.sock)  # of a connection that is used again
        super().request(*args, **kwargs)
        _tell(self.sock)  # with TLS now


class _Https(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _open(self)

    def request(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - urllib3's own
        _tell(self.sock)
        super().request(*args, **kwargs)
        _tell(self.sock)


class HttpPool(HTTPConnectionPool):
    """Connections to a host, without TLS."""

    ConnectionCls = _Http


class HttpsPool(HTTPSConnectionPool):
    """Connections to a host, with TLS."""

    ConnectionCls = _Https
